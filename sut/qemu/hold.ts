import type { Action, DriverAction, GuestAction } from '../../model/language/action.ts';
import { isHostAction } from '../host-action.ts';
import type { QemuProcess } from './qemu-process.ts';
import { awaitStopped } from './rest.ts';

/** What happened since `hold`: nothing yet, QEMU was stopped by a signal, or its guest has acted; and each action. */
export type Hold = { since: 'nothing' | 'stopped' | 'guest'; readonly held: Action[] };

const stopMs = 1000;

const guestActions: ReadonlySet<Action['do']> = new Set<GuestAction['do']>([
  'guest-write',
  'guest-read',
  'register-read',
  'register-write',
]);
const driverActions: ReadonlySet<Action['do']> = new Set<DriverAction['do']>([
  'driver-start',
  'driver-reset',
  'guest-messages',
  'guest-control',
  'guest-open',
  'guest-close',
  'guest-post',
  'guest-kick',
  'guest-queues',
  'guest-emergency-write',
]);

/** What the guest does with a port of the machine, whatever its kind. */
export function isGuestAction(action: Action): action is GuestAction {
  return guestActions.has(action.do);
}

/** What the guest's virtio-serial driver does. */
export function isDriverAction(action: Action): action is DriverAction {
  return driverActions.has(action.do);
}

/**
 * Why an action cannot be held on a real QEMU; undefined if it can. What clients do is done while a signal stops QEMU,
 * so that it all reaches it in one instant at `release`; what needs more of it than that cannot be. A guest acts while
 * QEMU runs and has nothing else to do: that is the same as one instant as long as no client acts in the same hold, and
 * as long as a look at the port comes first, since QEMU may bring more input after any other access. Source: RT-36.
 */
export function heldRefusal(hold: Pick<Hold, 'since'>, action: Action): string | undefined {
  if (isGuestAction(action)) {
    if (hold.since === 'stopped') return `a hold of a real QEMU takes no ${action.do} after what clients did`;
    const looks = action.do === 'guest-read' || action.do === 'register-read';
    if (looks && hold.since === 'guest')
      return `a hold of a real QEMU takes ${action.do} as its first guest action only`;
    return undefined;
  }
  if (!isHostAction(action) && !['send', 'qmp', 'observe'].includes(action.do)) {
    return `between hold and release a real QEMU takes no ${action.do}`;
  }
  if (action.do === 'observe' && action.what === 'port')
    return 'between hold and release a real QEMU shows no port: it would have to answer';
  return hold.since === 'guest' ? `a hold of a real QEMU takes no ${action.do} after a guest action` : undefined;
}

/** Takes note of an action that was not refused, and stops QEMU for those of clients. */
export function holdFor(hold: Hold, qemu: QemuProcess | undefined, action: Action): void {
  hold.held.push(action);
  if (isGuestAction(action)) hold.since = 'guest';
  else if (hold.since === 'nothing' && qemu !== undefined && qemu.end() === undefined) {
    process.kill(qemu.pid, 'SIGSTOP');
    awaitStopped(qemu.pid, stopMs);
    hold.since = 'stopped';
  }
}

/** Acts while QEMU does nothing: what it has written is all that comes. */
export function whileStopped<Result>(qemu: QemuProcess | undefined, act: () => Result): Result {
  if (qemu === undefined || qemu.end() !== undefined) return act();
  process.kill(qemu.pid, 'SIGSTOP');
  try {
    awaitStopped(qemu.pid, stopMs);
    return act();
  } finally {
    process.kill(qemu.pid, 'SIGCONT');
  }
}

/** Lets QEMU go on. */
export function releaseHold(hold: Hold, qemu: QemuProcess | undefined): void {
  if (hold.since === 'stopped' && qemu !== undefined) process.kill(qemu.pid, 'SIGCONT');
  hold.since = 'nothing';
}
