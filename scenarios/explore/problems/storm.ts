import { farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { Handle, User } from '../../../sut/engine/hotswap/handle.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { RaceEntry } from './race-entry.ts';
import type { Stage } from './race-stage.ts';
import { quietUser } from './users.ts';

/** Refuses, installs its handlers, or does nothing: a data choice. */
function moody({ swap, choose }: Stage): User {
  return quietUser({
    *changed(handle: Handle): Task<number> {
      yield handle.told.reading;
      const mood = choose(3, 'be_change');
      if (mood === 2) yield* swap.setHandlers(handle, true, true);
      return mood === 1 ? -1 : 0;
    },
  });
}

function* writingMuch({ swap, handle, account }: Stage): Task<void> {
  const mine = account('all');
  yield* swap.write(handle, mine.begin(3, true));
  yield* swap.giveDescriptors(handle, 1);
  yield* swap.write(handle, mine.begin(2, true));
}

function* asking({ swap, handle, account }: Stage): Task<void> {
  const mine = account('watcher');
  yield* swap.control(handle);
  while ((yield* swap.write(handle, mine.begin(1))) === 0) {
    if ((yield* swap.awaitRoom(handle)) === 'no watch') return;
  }
}

function* comingAndGoing({ swap, old }: Stage): Task<void> {
  yield* swap.peerLeaves(old);
  yield* swap.peerReturns(old);
}

/** Everything at once, too much to be exhausted: for random strategies. Source: ENG-33. */
export const storm: RaceEntry = {
  id: 'storm',
  title:
    'writers, a stalled backend, a peer that comes and goes, three changes, unplug and replug; for random strategies',
  shows: [],
  notReal: true, // a change to a mux with a base of its own
  setup: {
    old: { room: 2 },
    open: true,
    user: moody,
    helpers: new Map([['old.room', 'drain']]),
    cast(stage): void {
      const { swap, handle, old } = stage;
      stage.writers();
      stage.spawn('all', writingMuch(stage));
      stage.spawn('watcher', asking(stage));
      stage.spawn('peer', comingAndGoing(stage));
      stage.acts('drain', function* (): Task<void> {
        yield old.room.writing;
        old.room.value += 100;
      });
      stage.acts(
        'command',
        () => swap.change('c', farEnd('new', { open: false })),
        () => swap.change('c', farEnd('newer', { watch: false })),
        () => swap.change('c', farEnd('newest', { mux: true })),
      );
      stage.acts(
        'device',
        () => swap.detach(handle),
        function* (): Task<void> {
          yield* swap.attach(handle, 'c', quietUser({ name: 'successor' }));
          yield* swap.setHandlers(handle, true, true);
        },
      );
    },
  },
};
