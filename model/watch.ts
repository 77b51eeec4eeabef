import { chardevOf } from './chardev.ts';
import { datagramsGoUnwatched, forgetsOutputWatch, waitsOnDeadPipe } from './defect.ts';
import { descriptionOf, isHeldBySome, objectOf } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { isWritable, writeNow } from './io.ts';
import { ModelLimit } from './limit.ts';
import { isSlaveAlone } from './pty.ts';
import { roomAt } from './room.ts';
import { isHungUp, lingeringAt } from './socket-link.ts';
import type { ModelState } from './state.ts';
import { turnAt } from './state.ts';
import { hasFrameRoom } from './websocket.ts';

/** What an output watch on a chardev says now; `none`: no watch is offered. Source: CHR-90..92, HUB-37. */
export type WatchAnswer = 'none' | 'not-yet' | 'out' | 'hang-up';

/**
 * Asks the watch of the backend that takes the output in the end: one that would be put up now, or one that was put up at
 * `since`, on the connection of then or what has its number by now. Source: CHR-91, PTY-10, Q-SOCK-1.
 */
export function askWatch(state: ModelState, label: string, since: number | null = null): WatchAnswer {
  const { type, mux, hub, pty, link, output } = chardevOf(state, label);
  if (type === 'udp' && datagramsGoUnwatched(state)) return 'none';
  if (mux !== null) return askWatch(state, mux.base, since);
  if (hub !== null) {
    const member = hub.members[hub.account.blocked];
    return member === undefined ? 'none' : askWatch(state, member, since);
  }
  const over = since === null ? undefined : lingeringAt(link, since);
  if (over?.number === null) return 'out';
  const number = over?.number ?? output ?? link?.negotiating?.number ?? null;
  if (number === null || pty?.connected === false) return 'none';
  if (over?.open === false) return pollOf(state, number);
  const description = descriptionAt(state, number);
  if (description === null) return 'not-yet';
  const websocket = link?.websocket; // it asks for room among its own frames alone
  if (websocket != null) return hasFrameRoom(websocket) ? 'out' : websocket.ended ? 'hang-up' : 'not-yet';
  if (isHungUp(state, number) || (pty !== null && isSlaveAlone(state, pty))) return 'hang-up';
  if (isWritable(state, description)) return 'out';
  return !waitsOnDeadPipe(state) && isDeadPipe(state, description) ? 'hang-up' : 'not-yet';
}

/** What poll(2) says of writing to whatever has a number by now: nothing while nobody has it. Source: Q-SOCK-1, experiment. */
function pollOf(state: ModelState, number: number): WatchAnswer {
  if (state.table.get(number)?.kind === 'own')
    throw new ModelLimit('a lost connection whose number QEMU has for itself');
  const description = descriptionAt(state, number);
  if (description === null) return 'not-yet';
  const { object, access, flags } = descriptionOf(state, description);
  const { kind } = objectOf(state, object);
  if (kind === 'listener' || flags.includes('path')) return 'not-yet';
  if (kind === 'pipe' && access === 'r') return isHeldBySome(state, object, 'w') ? 'not-yet' : 'hang-up';
  if (isHungUp(state, number)) return 'hang-up';
  return isWritable(state, description) ? 'out' : 'not-yet';
}

/**
 * Whether every write to the backend fails, and not for want of room: a pipe that nobody can read any more, a socket whose
 * far end is shut for reading, a full device. Source: Q-EPIPE, experiment.
 */
export function failsForEver(state: ModelState, label: string): boolean {
  const { mux, hub, link, pty, output } = chardevOf(state, label);
  if (mux !== null) return failsForEver(state, mux.base);
  const member = hub?.members[hub.account.blocked];
  if (member !== undefined) return failsForEver(state, member);
  if (link?.negotiating != null && output === null) return true; // nothing is taken before it is through
  const description = descriptionAt(state, output);
  if (description === null || pty !== null) return false;
  if (link !== null && (isHungUp(state, output) || roomAt(state, label) <= 0)) return false; // it notices its end (SOCK-13)
  const tried = writeNow(turnAt(state), description, '\0');
  return !tried.ok && tried.errno !== 'EAGAIN';
}

function isDeadPipe(state: ModelState, description: number): boolean {
  const { object } = descriptionOf(state, description);
  return objectOf(state, object).kind === 'pipe' && !isHeldBySome(state, object, 'r');
}

/** Whether a watch that was put up at `since` fires now; one whose connection ended does in a repaired system. Source: Q-SOCK-1. */
export function watchFires(state: ModelState, label: string, since: number): 'out' | 'hang-up' | null {
  const answer = askWatch(state, label, since);
  if (answer === 'out' || answer === 'hang-up') return answer;
  return answer === 'none' && isCutOff(state, label) ? 'hang-up' : null;
}

/** Whether the output in the end goes to a socket that has lost its connection, and whose watches are told. Source: Q-SOCK-1. */
export function isCutOff(state: ModelState, label: string): boolean {
  const { mux, hub, link, output } = chardevOf(state, label);
  if (mux !== null) return isCutOff(state, mux.base);
  const member = hub?.members[hub.account.blocked];
  if (member !== undefined) return isCutOff(state, member);
  return link !== null && output === null && !forgetsOutputWatch(state);
}

/** The number that a chardev's output goes to in the end, `null` if there is no single one. */
export function outputNumber(state: ModelState, label: string): number | null {
  const { mux, output } = chardevOf(state, label);
  return mux === null ? output : outputNumber(state, mux.base);
}
