import { type FarEndSpec, farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { User } from '../../../sut/engine/hotswap/handle.ts';
import { temporaryPrefix } from '../../../sut/engine/hotswap/hotswap.ts';
import { createStream, type Stream } from '../../../sut/runtime/seeded.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { RaceEntry } from './race-entry.ts';
import type { Stage } from './race-stage.ts';
import { careful, installing, leavingOn, quietUser, refusing, wantingLoop, writingOn } from './users.ts';

/** One action on the loop, of a thread that does several one after the other. */
type Act = (stage: Stage) => () => Task<void>;

const drained = 100;
const newNames = ['new', 'newer', 'newest'];

/**
 * A random race: a device of some temper at a far end of some kind, and two to five of writers, waiters, peers, commands and
 * unplugs, all drawn from a seed. Everything in it can be left out by name, so that a finding is shrunk to what it needs.
 */
export function mixOf(seed: number): RaceEntry {
  const stream = createStream(seed, 'mix');
  const room = oneOf(stream, [null, null, 2, 1, 0]);
  const old: Partial<FarEndSpec> = { room, open: stream.chance(4, 5), watch: stream.chance(4, 5) };
  const user = drawUser(stream);
  const threads = drawThreads(stream).filter(
    ([name]) => name !== 'watcher' || (old.open === true && old.watch === true), // nobody would ever wake it
  );
  const commands = drawCommands(
    stream,
    threads.some(([name]) => name === 'watcher'),
  );
  const device = stream.chance(1, 2) ? drawDevice(stream) : [];
  const drains = room !== null;
  return {
    id: 'mix',
    title: 'a random race of writers, peers, commands and devices; for random strategies',
    shows: [],
    notReal: true, // changes to muxes with a base of their own are among the commands
    setup: {
      old,
      open: stream.chance(1, 2),
      user,
      helpers: drains ? new Map([['old.room', 'drain']]) : new Map(),
      cast(stage): void {
        stage.writers();
        for (const [name, task] of threads) stage.spawn(name, task(stage));
        if (drains) stage.acts('drain', () => draining(stage));
        stage.acts('command', ...commands.map((act) => act(stage)));
        if (device.length > 0) stage.acts('device', ...device.map((act) => act(stage)));
      },
    },
  };
}

function oneOf<Item>(stream: Stream, list: readonly [Item, ...Item[]]): Item {
  return list[stream.below(list.length)] ?? list[0];
}

function drawUser(stream: Stream): (stage: Stage) => User {
  return oneOf<(stage: Stage) => User>(stream, [
    () => quietUser(),
    () => quietUser(),
    () => refusing(),
    careful,
    (stage) => installing(stage, 0),
    (stage) => installing(stage, -1),
    (stage) => quietUser({ event: writingOn(stage, 'opened') }),
    (stage) => quietUser({ event: writingOn(stage, 'closed') }),
    (stage) => quietUser({ event: leavingOn(stage, 'closed') }),
    (stage) => quietUser({ event: wantingLoop(stage) }),
  ]);
}

/** Threads beside the writers: none, one or two. */
function drawThreads(stream: Stream): readonly (readonly [name: string, task: (stage: Stage) => Task<void>])[] {
  const all: readonly (readonly [string, (stage: Stage) => Task<void>])[] = [
    ['all', writingAll],
    ['watcher', waiting],
    ['control', ({ swap, handle }) => swap.control(handle)],
    ['fds', sendingDescriptor],
    ['peer', ({ swap, old }) => swap.peerLeaves(old)],
    ['peer', comingAndGoing],
  ];
  const first = all[stream.below(all.length)];
  const second = all[stream.below(all.length)];
  const drawn = [first, second].slice(0, stream.below(3));
  // who waits for a peer that never comes back waits for ever, and rightly
  if (drawn.some((each) => each?.[0] === 'watcher') && drawn.some((each) => each?.[0] === 'peer')) drawn.pop();
  return drawn.flatMap((each, at) =>
    each === undefined || drawn.some((other, i) => i < at && other?.[0] === each[0]) ? [] : [each],
  );
}

/** `somebodyWaits`: for a chardev that nobody ever opens one waits for ever, and rightly. */
function drawCommands(stream: Stream, somebodyWaits: boolean): readonly Act[] {
  return newNames.slice(0, 1 + stream.below(3)).map((name, at): Act => {
    const spec = farEnd(name, {
      open: stream.chance(2, 3) || somebodyWaits,
      watch: stream.chance(3, 4),
      mux: stream.chance(1, 8),
      fails: stream.chance(1, 8),
    });
    const kind = at === 0 ? 0 : stream.below(6);
    if (kind === 4)
      return ({ swap }) =>
        () =>
          swap.remove('c');
    if (kind === 5)
      return ({ swap }) =>
        () =>
          swap.remove(`${temporaryPrefix}c`);
    return ({ swap }) =>
      () =>
        swap.change('c', spec);
  });
}

/** What happens to the device: it goes, perhaps comes back, perhaps goes again. */
function drawDevice(stream: Stream): readonly Act[] {
  const leave: Act =
    ({ swap, handle }) =>
    () =>
      swap.detach(handle);
  const back: Act = ({ swap, handle }) =>
    function* (): Task<void> {
      if (yield* swap.attach(handle, 'c', quietUser({ name: 'successor' })))
        yield* swap.setHandlers(handle, true, true);
    };
  return oneOf<readonly Act[]>(stream, [[leave], [leave, back], [leave, back, leave]]);
}

function* writingAll({ swap, handle, account }: Stage): Task<void> {
  yield* swap.write(handle, account('all').begin(2, true));
}

function* waiting({ swap, handle, account }: Stage): Task<void> {
  const mine = account('watcher');
  while ((yield* swap.write(handle, mine.begin(1))) === 0) {
    if ((yield* swap.awaitRoom(handle)) === 'no watch') return;
  }
}

function* sendingDescriptor({ swap, handle, account }: Stage): Task<void> {
  yield* swap.giveDescriptors(handle, 1);
  yield* swap.write(handle, account('fds').begin(1));
}

function* comingAndGoing({ swap, old }: Stage): Task<void> {
  yield* swap.peerLeaves(old);
  yield* swap.peerReturns(old);
}

function* draining({ old }: Stage): Task<void> {
  yield old.room.writing;
  old.room.value += drained;
}
