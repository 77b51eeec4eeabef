import type { Handle, User } from '../../../sut/engine/hotswap/handle.ts';
import { immediate } from '../../../sut/engine/immediate.ts';
import { lock, unlock } from '../../../sut/runtime/mutex.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { Stage } from './race-stage.ts';

/** A device that does nothing when it hears something, and takes every change as it is. */
export function quietUser(special: Partial<User> = {}): User {
  return {
    name: 'device',
    event: () => immediate(undefined),
    changed: () => immediate(0),
    ...special,
  };
}

/** Refuses every change, without touching anything. */
export function refusing(): User {
  return quietUser({ changed: () => immediate(-1) });
}

/** Installs its handlers at the new backend, then answers. */
export function installing({ swap }: Stage, verdict: 0 | -1, event: User['event'] = () => immediate(undefined)): User {
  return quietUser({
    event,
    *changed(handle: Handle): Task<number> {
      yield* swap.setHandlers(handle, true, true);
      return verdict;
    },
  });
}

/** Installs its handlers only where the last it heard was CLOSED. */
export function careful({ swap }: Stage): User {
  return quietUser({
    *changed(handle: Handle): Task<number> {
      yield handle.told.reading;
      if (!handle.told.value) yield* swap.setHandlers(handle, true, true);
      return 0;
    },
  });
}

/** Does something inside be_change. */
export function changing(run: (handle: Handle) => Task<unknown>): User {
  return quietUser({
    *changed(handle: Handle): Task<number> {
      yield* run(handle);
      return 0;
    },
  });
}

/** Writes a byte when it hears this. */
export function writingOn({ swap, account }: Stage, wanted: 'opened' | 'closed'): User['event'] {
  const mine = account('handler');
  return function* (event, handle): Task<void> {
    if (event === wanted) yield* swap.write(handle, mine.begin(1));
  };
}

/** Leaves its chardev when it hears this. */
export function leavingOn({ swap }: Stage, wanted: 'opened' | 'closed'): User['event'] {
  return function* (event, handle): Task<void> {
    if (event === wanted) yield* swap.detach(handle);
  };
}

/** Takes the big lock in its event handler, as devices do that raise interrupts. */
export function wantingLoop({ exchange: { loop, scheduler } }: Stage): User['event'] {
  return function* (): Task<void> {
    if (loop.owner === scheduler.current) return;
    yield* lock(loop);
    yield* unlock(loop);
  };
}
