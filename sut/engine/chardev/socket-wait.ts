import type { Task } from '../../runtime/task.ts';
import { sleepFor, waitUntil } from '../../runtime/wait.ts';
import { crash } from '../end.ts';
import { socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { calledListener, type Link } from './socket-link.ts';
import { type Connected, connectTarget } from './socket-reconnect.ts';

type AtWork = Pick<Link, 'machine' | 'ends' | 'chardev'>;

/** The next client, however long it takes to come, and to have a number for it: the real loop spins until then. */
export function* acceptNext({ machine, ends, chardev }: AtWork, connected: Connected): Task<void> {
  const { process } = machine;
  const context = yield* enterContext(machine);
  yield* waitUntil(machine.scheduler, chardev.label, 'caller', () => calledListener(machine, ends) !== null);
  const next = process.accept(calledListener(machine, ends) ?? -1, { closeOnExec: true });
  if (context >= 0) process.close(context);
  if (next.ok) yield* connected(next.value);
}

/** The number of the main context that it waits in, -1 without: its wake-up is an eventfd. Source: Q-FOUND-15. */
function* enterContext(machine: Machine): Task<number> {
  if (!hasQuirk(machine, 'Q-FOUND-15')) return -1;
  const wakeUp = machine.process.eventfd({ name: 'charsim-wake-up', closeOnExec: true, nonblock: true });
  return wakeUp.ok ? wakeUp.value : yield* crash(machine, 'SIGTRAP');
}

/**
 * Stands still until the chardev is connected: accepts, or connects, and where it reconnects sleeps between attempts. Fails for what a connection would have to negotiate. Source: SOCK-18.
 */
export function* waitConnected(link: Link, connected: Connected): Task<Attempt<void>> {
  const { machine, ends } = link;
  if (ends.hinders) return failure(socketErrors.cannotWait(ends.hinders));
  if (link.timer !== null) machine.mainLoop.cancelTimer(link.timer);
  link.timer = null;
  const { attempt } = link;
  if (attempt !== null) {
    yield* waitUntil(machine.scheduler, link.chardev.label, 'attempt', () => attempt.over);
    yield* attempt.conclude();
    if (link.timer !== null) machine.mainLoop.cancelTimer(link.timer);
    link.timer = null;
  }
  while (link.stage !== 'connected') {
    if (ends.listeners.length > 0) {
      yield* acceptNext(link, connected);
      continue;
    }
    if (ends.target === undefined)
      return failure('charsim: waiting for a connection that nobody can make is not built');
    const made = yield* connectTarget(machine, ends.target);
    if (made.ok) yield* connected(made.value);
    else if (ends.reconnect === undefined) return made;
    else yield* sleepFor(machine.clock, ends.reconnect.delayNs);
  }
  return success(undefined);
}
