import { farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { RaceEntry } from './race-entry.ts';
import { careful, changing, installing, leavingOn, quietUser, refusing, wantingLoop, writingOn } from './users.ts';

const rolledBack = ['RACE-01', 'RACE-02'];

/** What be_change and the event handlers of a frontend do while its backend is exchanged. */
export const racesOfFrontends: readonly RaceEntry[] = [
  {
    id: 'race/refused',
    title: 'a change that be_change refuses, while vCPUs write',
    clauses: ['SWAP-D09'],
    shows: [
      { race: 'RACE-S11', property: 'refusal forgets fe_open' },
      { race: 'RACE-01', property: 'process aborts' },
      { race: 'RACE-02', property: 'refusal detaches', after: ['RACE-01'] },
      { race: 'RACE-03', property: 'refusal forgets fe_open', after: rolledBack },
    ],
    setup: {
      open: true,
      user: refusing,
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/refused-closing',
    title: 'a refused change from open to closed',
    clauses: ['SWAP-D09'],
    shows: [{ race: 'RACE-05', property: 'refusal shows', after: rolledBack }],
    setup: {
      user: refusing,
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { open: false })));
      },
    },
  },
  {
    id: 'race/refused-leaving',
    title: 'a refused change from open to closed, while the peer of the old backend leaves',
    shows: [{ race: 'RACE-04', property: 'told otherwise', after: rolledBack }],
    setup: {
      user: refusing,
      cast(stage): void {
        stage.spawn('peer', stage.swap.peerLeaves(stage.old));
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { open: false })));
      },
    },
  },
  {
    id: 'race/refused-opening',
    title: 'a change from closed to open that be_change refuses after it has installed its handlers',
    shows: [
      { race: 'RACE-S11', property: 'told otherwise' },
      { race: 'RACE-06', property: 'told otherwise', after: rolledBack },
    ],
    setup: {
      old: { open: false },
      user: (stage) => installing(stage, -1),
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/refused-silent',
    title: 'a change that be_change refuses after it has taken its handlers away',
    clauses: ['SAFE-10', 'ENG-22'],
    shows: [],
    onlyDesign: true,
    setup: {
      user: ({ swap }) =>
        quietUser({
          *changed(handle): Task<number> {
            yield* swap.setHandlers(handle, false, true);
            return -1;
          },
        }),
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/refused-mux',
    title: 'a refused change to a mux with a base of its own',
    shows: [{ race: 'RACE-36', property: 'chardev left over', after: rolledBack }],
    notReal: true,
    setup: {
      user: refusing,
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { mux: true })));
      },
    },
  },
  {
    id: 'race/handlers',
    title: 'be_change installs handlers, old and new both open',
    clauses: ['SWAP-D07', 'SWAP-D12'],
    shows: [{ race: 'RACE-32', property: 'OPENED twice' }],
    setup: {
      user: (stage) => installing(stage, 0),
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/frontend-open',
    title: 'a change that be_change takes as it is, under an open frontend',
    clauses: ['ENG-21'],
    shows: [
      { race: 'RACE-S09', property: 'fe_open lost' },
      { race: 'RACE-40', property: 'fe_open lost' },
    ],
    setup: {
      open: true,
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/change-writes',
    title: 'be_change writes, and so do vCPUs',
    clauses: ['SWAP-D12'],
    shows: [{ race: 'RACE-23', property: 'deadlock' }],
    setup: {
      user(stage) {
        const mine = stage.account('handler');
        return changing((handle) => stage.swap.write(handle, mine.begin(1)));
      },
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/change-detaches',
    title: 'be_change leaves the chardev',
    clauses: ['SWAP-D12'],
    shows: [{ race: 'RACE-22', property: 'lock destroyed while held' }],
    setup: {
      user: (stage) => changing((handle) => stage.swap.detach(handle)),
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
    writersDefault: 0,
  },
  {
    id: 'race/change-inside',
    title: 'be_change asks for a further change of the same chardev',
    shows: [],
    notReal: true,
    setup: {
      user: (stage) => changing(() => stage.swap.change('c', farEnd('newer'))),
      cast(stage): void {
        stage.writers();
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/opened-handler-writes',
    title: 'a change from closed to open; the handler of OPENED writes',
    shows: [{ race: 'RACE-24', property: 'deadlock' }],
    setup: {
      old: { open: false },
      user: (stage) => installing(stage, 0, writingOn(stage, 'opened')),
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
  {
    id: 'race/closed-handler-writes',
    title: 'the peer leaves while a vCPU writes; the handler of CLOSED writes',
    shows: [{ race: 'RACE-25', property: 'deadlock' }],
    setup: {
      user: (stage) => quietUser({ event: writingOn(stage, 'closed') }),
      cast(stage): void {
        stage.writers();
        stage.spawn('peer', stage.swap.peerLeaves(stage.old));
      },
    },
  },
  {
    id: 'race/closed-handler-detaches',
    title: 'a change from open to closed; the handler of CLOSED leaves the chardev',
    shows: [{ race: 'RACE-21', property: 'lock used after its end' }],
    setup: {
      user: (stage) => quietUser({ event: leavingOn(stage, 'closed') }),
      cast(stage): void {
        stage.acts('command', () => stage.swap.change('c', farEnd('new', { open: false })));
      },
    },
  },
  {
    id: 'race/handler-wants-loop',
    title: 'a write fails, and the event handler wants the big lock, while a change is carried out',
    shows: [{ race: 'RACE-26', property: 'deadlock' }],
    setup: {
      user: (stage) => ({ ...careful(stage), event: wantingLoop(stage) }),
      cast(stage): void {
        stage.writers();
        stage.spawn('peer', stage.swap.peerLeaves(stage.old));
        stage.acts('command', () => stage.swap.change('c', farEnd('new')));
      },
    },
  },
];
