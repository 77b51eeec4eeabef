import { changeChardev, chardevOf } from './chardev.ts';
import { throttlesAfterClose, waitsOnDeadPipe, watchesForFreed, wedgesAtSwap } from './defect.ts';
import { ModelLimit } from './limit.ts';
import { writeChardev } from './output.ts';
import { change, type ModelState, type Turn } from './state.ts';
import { portAt, putQueues, putVirtioPort, queuesOf, type VirtioPort, virtioPortOf } from './virtio-port.ts';
import { closeHost, forgetSuffix } from './virtio-serial.ts';
import { askWatch, failsForEver, isCutOff } from './watch.ts';

/** The guest says that a port's output queue has something. Source: VSER-23, VSER-30, VSER-52. */
export function kickOutput(turn: Turn, controller: string, nr: number): void {
  const port = portAt(turn.state, controller, nr);
  if (port === null || !port.hostOpen) putQueues(turn, controller, nr, { waiting: [] });
  else flush(turn, port.id);
}

/** Writes what is queued, buffer by buffer, until none is left or the backend takes no more. Source: VSER-30, VSER-31. */
export function flush(turn: Turn, id: string): void {
  putVirtioPort(turn, id, { flushBehind: null });
  while (!virtioPortOf(turn.state, id).throttled) {
    if (!begin(turn, id)) return;
    const before = virtioPortOf(turn.state, id).current;
    if (before === null) throw new Error('a buffer was begun');
    const taken = send(turn, id, before.bytes.slice(before.offset));
    if (turn.state.machine.state === 'exited') return;
    const { current, throttled } = virtioPortOf(turn.state, id);
    if (current === null) return;
    if (throttled) putVirtioPort(turn, id, { current: { ...current, offset: current.offset + taken } });
    else putVirtioPort(turn, id, { current: null });
  }
}

/** Takes up the next buffer unless one was left half-way; false when there is none. */
function begin(turn: Turn, id: string): boolean {
  const { current, controller, nr } = virtioPortOf(turn.state, id);
  if (current !== null) return true;
  const [bytes, ...waiting] = queuesOf(turn.state, controller, nr).waiting;
  if (bytes === undefined) return false;
  putQueues(turn, controller, nr, { waiting });
  putVirtioPort(turn, id, { current: { bytes, offset: 0 } });
  return true;
}

/** One write: how many bytes went; a port that is no console holds back what did not. Source: VSER-30, VSER-31. */
function send(turn: Turn, id: string, bytes: string): number {
  const { chardev, isConsole } = virtioPortOf(turn.state, id);
  if (chardev === null) return bytes.length;
  const sent = writeChardev(turn, chardev, bytes);
  if ('stuck' in sent) throw new ModelLimit('a virtio port that is stuck in its write');
  const { taken } = sent;
  const count = 'count' in taken ? taken.count : 0;
  if (count === bytes.length) return count;
  if (isConsole) {
    forgetSuffix(turn, chardev);
    return count;
  }
  const port = virtioPortOf(turn.state, id);
  if (!port.hostOpen && !throttlesAfterClose(turn.state)) return count;
  const failed = 'errno' in taken && taken.errno !== 'EAGAIN';
  if (failed && !waitsOnDeadPipe(turn.state)) closeHost(turn, id);
  else throttle(turn, port);
  if (failed && waitsOnDeadPipe(turn.state) && failsForEver(turn.state, chardev) && isLogged(turn.state, chardev))
    throw new ModelLimit('a log of a write that fails again and again');
  return count;
}

function isLogged(state: ModelState, label: string): boolean {
  const { log, mux } = chardevOf(state, label);
  return log !== null || (mux !== null && isLogged(state, mux.base));
}

function throttle(turn: Turn, { id, chardev, watching }: VirtioPort): void {
  const watches = watching || (chardev !== null && askWatch(turn.state, chardev) !== 'none');
  const watchedSince = turn.state.nextNumber;
  putVirtioPort(turn, id, { throttled: true, watching: watches, ...(watching ? {} : { watchedSince }) });
  if (!watching) change(turn, { nextNumber: watchedSince + 1 });
}

/**
 * Whether the backend may take output again, or has hung up. With something to write, a backend that says so for ever and
 * fails counts as one that never does. Source: VSER-30, Q-EPIPE.
 */
export function isUnblocked(state: ModelState, { watching, chardev, current, controller, nr }: VirtioPort): boolean {
  if (!watching || chardev === null) return false;
  const answer = askWatch(state, chardev);
  if (answer === 'none' && isCutOff(state, chardev)) return true; // of a hub, whose others stay
  return (answer === 'out' || answer === 'hang-up') && !failsAgain(state, chardev, controller, nr, current !== null);
}

/** Whether what is left to write there fails whenever it is tried. */
function failsAgain(state: ModelState, chardev: string, controller: string, nr: number, hasBegun: boolean): boolean {
  const pending = hasBegun || queuesOf(state, controller, nr).waiting.length > 0;
  return pending && waitsOnDeadPipe(state) && failsForEver(state, chardev);
}

/** Whether it writes again and again, and in vain: poll(2) says that there is room, write(2) that there is none to be. Source: Q-FOUND-16. */
export function isWrittenInVain(state: ModelState, port: VirtioPort): boolean {
  const { watching, chardev, current, controller, nr } = port;
  if (!watching || chardev === null || !failsAgain(state, chardev, controller, nr, current !== null)) return false;
  return ['out', 'hang-up'].includes(askWatch(state, chardev));
}

/**
 * The watch fired: the queue is looked at again as the main loop next comes round. What has input (`fed`) is read before
 * that, each once. Source: VSER-30, VSER-62, experiment (a far end that is reset).
 */
export function unblock(turn: Turn, id: string, fed: readonly string[]): void {
  putVirtioPort(turn, id, { watching: false, throttled: false, flushBehind: fed });
}

/** A watch that nobody takes away. Source: RACE-S08. */
function leaveWatch(turn: Turn, label: string): void {
  const answer = askWatch(turn.state, label);
  if (answer === 'out' || answer === 'hang-up') throw new ModelLimit('room at once for a port that has been unplugged');
  if (answer !== 'none') changeChardev(turn, label, { strayWatch: true });
}

/** Whether somebody who is gone is told that there is room. Source: RACE-S08. */
export function strayWatchFires(state: ModelState, label: string): boolean {
  const answer = askWatch(state, label);
  return answer === 'out' || answer === 'hang-up';
}

/** The port has another backend: its watch moves, or is lost. Source: VSER-55, VSER-56, Q-WEDGE-SWAP. */
export function moveWatch(turn: Turn, id: string): void {
  const { throttled, watching, chardev, leaving, lostWatch } = virtioPortOf(turn.state, id);
  if (leaving && lostWatch && chardev !== null && watchesForFreed(turn.state)) {
    leaveWatch(turn, chardev);
    return;
  }
  const offered = chardev !== null && askWatch(turn.state, chardev) !== 'none';
  if (wedgesAtSwap(turn.state)) putVirtioPort(turn, id, { watching: watching && offered });
  else if (throttled) unblock(turn, id, []); // it tries again, and waits at the new one if that has no room (ENG-25)
}
