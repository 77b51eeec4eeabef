import { farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import { waits } from '../../../sut/runtime/step.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { RaceEntry } from './race-entry.ts';
import type { Stage } from './race-stage.ts';
import { careful, refusing } from './users.ts';

/** What vCPUs and peers do while a backend is exchanged. */
export const racesOfWriters: readonly RaceEntry[] = [
  {
    id: 'race/writers',
    title: 'a change while vCPUs write',
    clauses: ['ENG-05', 'ENG-06', 'ENG-07', 'SAFE-02', 'SAFE-03'],
    shows: [],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/no-chardev',
    title: 'vCPUs write to a frontend that never had a chardev',
    clauses: ['SWAP-D10'],
    shows: [{ race: 'RACE-19', property: 'lock used before it exists' }],
    setup: { alone: true, cast: (stage) => stage.writers() },
  },
  {
    id: 'race/unplug-against-writers',
    title: 'a frontend is unplugged while vCPUs write to it',
    shows: [
      { race: 'RACE-20', property: 'lock used after its end' },
      { race: 'RACE-20', property: 'lock destroyed while held' },
    ],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.acts('device', () => stage.swap.detach(stage.handle));
      },
    },
  },
  {
    id: 'race/stalled-drain',
    title: 'write_all to a full backend whose peer is served by the main loop',
    shows: [{ race: 'RACE-27', property: 'deadlock' }],
    setup: {
      old: { room: 1 },
      helpers: new Map([['old.room', 'drain']]),
      cast(stage): void {
        stage.spawn('a', writingAll(stage));
        stage.acts('drain', () => draining(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/stalled',
    title: 'write_all to a full backend whose peer never reads',
    clauses: ['SWAP-D10', 'SAFE-04'],
    shows: [{ race: 'RACE-28', property: 'stalled change' }],
    setup: {
      old: { room: 1 },
      cast(stage): void {
        stage.spawn('a', writingAll(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/two-stalled',
    title: 'two vCPUs write_all to a full backend that is drained, and is changed',
    clauses: ['SAFE-03', 'ENG-07', 'ENG-08'],
    shows: [],
    onlyDesign: true,
    setup: {
      old: { room: 1 },
      helpers: new Map([['old.room', 'drain']]),
      cast(stage): void {
        stage.spawn('a', writingAll(stage, 'a'));
        stage.spawn('b', writingAll(stage, 'b'));
        stage.acts('drain', () => draining(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/control-mux',
    title: 'an ioctl while a mux with a base of its own is given up for a change that takes its place',
    clauses: ['SAFE-01', 'ENG-02', 'ENG-03'],
    shows: [],
    onlyDesign: true,
    setup: {
      cast(stage): void {
        stage.spawn('a', stage.swap.control(stage.handle));
        stage.acts(
          'command',
          () => stage.swap.change('c', farEnd('new', { mux: true })),
          () => stage.swap.dispose('c'),
        );
      },
    },
  },
  {
    id: 'race/control-refused-mux',
    title: 'an ioctl at a mux with a base of its own, to which a change is refused meanwhile',
    clauses: ['SAFE-01', 'SAFE-08', 'ENG-02', 'ENG-03', 'ENG-10'],
    shows: [],
    onlyDesign: true,
    setup: {
      user: refusing,
      cast(stage): void {
        stage.spawn('a', stage.swap.control(stage.handle));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { mux: true })));
      },
    },
  },
  {
    id: 'race/control-calls',
    title: 'an ioctl while the backend is exchanged',
    clauses: ['SWAP-D11', 'ENG-02'],
    shows: [{ race: 'RACE-29', property: 'use after free' }],
    setup: {
      cast(stage): void {
        stage.spawn('a', stage.swap.control(stage.handle));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/descriptors',
    title: 'descriptors for the next message, and a change before it is written',
    shows: [
      { race: 'RACE-30', property: 'use after free' },
      { race: 'RACE-30', property: 'descriptors lost' },
    ],
    setup: {
      cast(stage): void {
        stage.spawn('a', sendingDescriptor(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/watch',
    title: 'a vCPU waits for room at a full backend that is changed for one that cannot tell',
    shows: [
      { race: 'RACE-29', property: 'use after free' },
      { race: 'RACE-S03', property: 'lost wake-up' },
      { race: 'RACE-31', property: 'lost wake-up' },
    ],
    setup: {
      old: { room: 0 },
      cast(stage): void {
        stage.spawn('a', persisting(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { watch: false })));
      },
    },
  },
  {
    id: 'race/watch-returns',
    title: 'a vCPU waits for room at a full backend that is changed for one to which somebody connects only then',
    clauses: ['ENG-25', 'SAFE-07'],
    shows: [],
    onlyDesign: true,
    setup: {
      old: { room: 0 },
      cast(stage): void {
        stage.spawn('a', persisting(stage));
        stage.spawn('peer', comingToNew(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { open: false, watch: false })));
      },
    },
  },
  {
    id: 'race/disconnect-in-write',
    title: 'a change from open to closed while a vCPU writes and the peer leaves',
    shows: [{ race: 'RACE-33', property: 'CLOSED twice' }],
    setup: {
      cast(stage): void {
        stage.writers();
        stage.spawn('peer', stage.swap.peerLeaves(stage.old));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { open: false })));
      },
    },
  },
  {
    id: 'race/disconnect',
    title: 'the peer of the old backend leaves while it is changed for an open one',
    clauses: ['SWAP-D07'],
    shows: [{ race: 'RACE-34', property: 'event of another' }],
    setup: {
      user: careful,
      cast(stage): void {
        stage.writers();
        stage.spawn('peer', stage.swap.peerLeaves(stage.old));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
    writersDefault: 0,
  },
  {
    id: 'race/reconnect',
    title: 'the peer of the old backend leaves and comes back while it is changed',
    shows: [{ race: 'RACE-34', property: 'event of another' }],
    setup: {
      user: careful,
      cast(stage): void {
        stage.writers();
        stage.spawn('peer', leavingAndReturning(stage));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
    writersDefault: 0,
  },
];

function* writingAll({ swap, handle, account }: Stage, name = 'a'): Task<void> {
  yield* swap.write(handle, account(name).begin(2, true));
}

function* draining({ old }: Stage): Task<void> {
  yield old.room.writing;
  old.room.value += 2;
}

function* sendingDescriptor({ swap, handle, account }: Stage): Task<void> {
  yield* swap.giveDescriptors(handle, 1);
  yield* swap.write(handle, account('a').begin(1, false, 1));
}

/** Tries, waits for room, and tries again. */
function* persisting({ swap, handle, account }: Stage): Task<void> {
  const mine = account('a');
  while ((yield* swap.write(handle, mine.begin(1))) === 0) {
    if ((yield* swap.awaitRoom(handle)) === 'no watch') return;
  }
}

function* leavingAndReturning({ swap, old }: Stage): Task<void> {
  yield* swap.peerLeaves(old);
  yield* swap.peerReturns(old);
}

/** Somebody connects to the new far end once it is in its place. */
function* comingToNew({ swap, handle }: Stage): Task<void> {
  yield waits(handle.name, 'chr', () => handle.chr.value?.name === 'new', [
    { object: handle.name, field: 'state', write: false },
  ]);
  const end = handle.chr.value;
  if (end !== null) yield* swap.peerReturns(end);
}
