import { hasInput } from './backend-input.ts';
import type { Chardev } from './chardev.ts';
import { waitsForChange } from './due-change.ts';
import { frontConnection } from './front-monitor.ts';
import { busyFronts, waitsSince } from './front-speech.ts';
import { portKey } from './frontend.ts';
import { type Connection, canRead, nextToServe } from './monitor.ts';
import { hasWire } from './negotiation.ts';
import { wouldTake } from './output.ts';
import { pausesOver } from './port-event.ts';
import { isUnblocked, strayWatchFires } from './port-output.ts';
import { wakeCommand } from './qmp.ts';
import { hasReplayedInput } from './replay.ts';
import { hasCaller, isAttempting, isCalled, isHangUpDue, isOrphanThrough, leftOver } from './socket-link.ts';
import type { SocketLink } from './socket-link-record.ts';
import type { ModelState } from './state.ts';
import { turnAt } from './state.ts';
import { readyToRetry } from './uart-sender.ts';
import { canConnect } from './wait-connected.ts';
import { outputNumber, watchFires } from './watch.ts';

/** Which connection, port or chardev it is about; `unstick` is about the main loop. */
export type Internal = {
  readonly kind:
    | 'end'
    | 'launch'
    | 'unstick'
    | 'serve'
    | 'dispatch'
    | 'hang-up'
    | 'read'
    | 'retry'
    | 'watch'
    | 'input'
    | 'offer'
    | 'front'
    | 'wire'
    | 'peer-gone'
    | 'let-go'
    | 'accept'
    | 'connect'
    | 'poll'
    | 'unblock'
    | 'flush'
    | 'room'
    | 'tell'
    | 'pause'
    | 'forget'
    | 'replay'
    | 'orphan'
    | 'stray'
    | 'change';
  readonly name: string;
};

/** Between two tries of a log that takes nothing. Source: LOG-03. */
export const napNs = 100_000;

/** All that is ready, in order; `first`: nothing is looked for behind a kind of which there is one. */
export function readyNow(state: ModelState, first: boolean): readonly Internal[] {
  const found: Internal[] = [];
  const { launching, machine, stall } = state;
  const awaited = launching?.waiting.chardev.link?.listener;
  if (awaited != null && isCalled(state, awaited)) add(found, 'launch', '');
  if (machine.state === 'absent') return found;
  if (machine.state === 'exited') {
    if (state.table.size > 0) add(found, 'end', '');
    return found;
  }
  managementTransitions(state, found);
  if (first && found.length > 0) return found;
  if (stall === null && !found.some(({ kind }) => kind === 'dispatch')) chardevTransitions(state, found);
  if (first && found.length > 0) return found;
  if (state.orphanAttempts.length > 0 && isOrphanThrough(state)) add(found, 'orphan', '');
  if (stall === null && found.length === 0 && state.changes.length > 0) add(found, 'change', '');
  if (stall === null && found.length === 0)
    for (const { id, roomDue, leaving } of state.virtioPorts.values()) if (roomDue && !leaving) add(found, 'room', id);
  if (stall === null && state.portPauses.size > 0) for (const id of pausesOver(state)) add(found, 'pause', id);
  if (stall === null && found.length === 0) for (const id of state.leaving) add(found, 'forget', id);
  return found;
}

/**
 * All that could be next, whatever is in its place: what is ready, and what only its turn keeps back. Several threads may
 * each go on first (the main loop with a change, a monitor with a request that has just come). Source: XL-1.
 */
export function possibleNow(state: ModelState): readonly Internal[] {
  const found = [...readyNow(state, false)];
  if (found.length === 0 && state.changes.length === 0 && state.leaving.length === 0) return found;
  if (['absent', 'exited'].includes(state.machine.state) || state.stall !== null) return found;
  const more: Internal[] = [];
  if (state.changes.length > 0) add(more, 'change', '');
  for (const connection of state.connections.values()) {
    if (canRead(state, connection)) add(more, 'read', connection.name);
    if (connection.queue.length > 0 && !connection.busy && connection.state !== 'left')
      add(more, 'dispatch', connection.name);
  }
  for (const id of state.leaving) add(more, 'forget', id);
  const isNew = ({ kind, name }: Internal): boolean => !found.some((each) => each.kind === kind && each.name === name);
  found.push(...more.filter(isNew));
  return found;
}

function add(found: Internal[], kind: Internal['kind'], name: string): void {
  found.push({ kind, name });
}

function managementTransitions(state: ModelState, found: Internal[]): void {
  const { stall, changes, connections } = state;
  if (stall !== null && canUnstick(state)) add(found, 'unstick', '');
  if (stall === null && changes.some(({ ended }) => ended)) add(found, 'change', '');
  let isAnyWaiting = false;
  let isAnyQueued = false;
  for (const connection of connections.values()) {
    isAnyWaiting ||= connection.state === 'waiting';
    isAnyQueued ||= connection.queue.length > 0;
  }
  const served = isAnyWaiting ? nextToServe(state) : null;
  if (served !== null) add(found, 'serve', served);
  if (stall === null && isAnyQueued) dispatches(state, found);
  const reads: { readonly at: number; readonly connection: Connection }[] = [];
  for (const connection of connections.values()) {
    const { name, state: stage, mode } = connection;
    if (stage === 'served' && connection.number !== null && !state.table.has(connection.number)) {
      add(found, 'hang-up', name); // somebody else closed its number: poll(2) tells, and reading fails
    } else if (canRead(state, connection)) {
      if (waitsForChange(state, name)) continue;
      if (mode === 'qmp') reads.push({ at: found.length, connection });
      add(found, 'read', name);
    } else if (stage === 'left' && (mode === 'qmp' || stall === null)) add(found, 'hang-up', name);
  }
  if (reads.length > 1) takeTurns(reads, found);
}

/**
 * Requests that have been read; the loop looks at all that it watches before it takes one. What is read in a thread of its
 * own comes without the loop: `dispatchAnyhow` sees to how far that is. Source: experiment.
 */
function dispatches(state: ModelState, found: Internal[]): void {
  const names = dispatchable(state).filter((name) => !waitsForChange(state, name));
  const apart = names.filter((name) => isOfThreadedFront(state, name));
  for (const name of apart) add(found, 'dispatch', name);
  if (names.length > apart.length) chardevTransitions(state, found);
  for (const name of names) if (!apart.includes(name)) add(found, 'dispatch', name);
}

/** Whether it stands for a monitor on a chardev of the scenario that has a thread of its own. Source: CHR-37. */
function isOfThreadedFront({ fronts }: ModelState, name: string): boolean {
  for (const { id, threaded } of fronts.values()) if (threaded && frontConnection(id) === name) return true;
  return false;
}

/** Who has been read least is read next. Source: QMP-09. */
function takeTurns(
  reads: readonly { readonly at: number; readonly connection: Connection }[],
  found: Internal[],
): void {
  const order = reads.map(({ connection }) => connection).sort((one, other) => one.consumed - other.consumed);
  for (const [index, { at }] of reads.entries()) found[at] = { kind: 'read', name: order[index]?.name ?? '' };
}

/** Chardevs of which any transition may be asked at all, in the order of their read watches. */
function stirring({ chardevs }: ModelState): readonly Chardev[] {
  const found: Chardev[] = [];
  for (const chardev of chardevs.values())
    if (chardev.input !== null || chardev.link !== null || chardev.pty !== null || chardev.offers || chardev.strayWatch)
      found.push(chardev);
  return found.length > 1 ? found.sort((one, other) => one.watchedSince - other.watchedSince) : found;
}

/** Those with input, in the order in which they are served. */
function fedOf(state: ModelState, byWatch: readonly Chardev[]): readonly Chardev[] {
  const since = ({ watchedSince, servedAt }: Chardev): number => Math.max(watchedSince, servedAt);
  const fed = byWatch.filter(({ label }) => hasInput(state, label));
  return fed.length > 1 ? fed.sort((one, other) => since(one) - since(other)) : fed;
}

function chardevTransitions(state: ModelState, found: Internal[]): void {
  if (state.replay !== null && hasReplayedInput(state)) add(found, 'replay', '');
  const fronts = state.fronts.size > 0 ? busyFronts(state) : [];
  const retries = state.uarts.size > 0 ? readyToRetry(state) : [];
  const behind = fronts.filter((id) => isBehindPorts(state, id, retries));
  for (const id of fronts) if (!behind.includes(id)) add(found, 'front', id);
  if (state.toldNext.length > 0) add(found, 'tell', '');
  for (const id of retries) add(found, 'retry', id);
  for (const id of behind) add(found, 'front', id);
  for (const [id, { watching, watchedSince }] of state.witnesses) {
    const label = watching ? state.frontends.get(portKey(id))?.chardev : null;
    if (label != null && watchFires(state, label, watchedSince) !== null) add(found, 'watch', id);
  }
  for (const port of state.virtioPorts.values()) if (isUnblocked(state, port)) add(found, 'unblock', port.id);
  const byWatch = stirring(state);
  for (const { label } of fedOf(state, byWatch)) add(found, 'input', label);
  // Before 10.0 a hang-up is as urgent as the watch that fires with it; since then it waits (SOCK-15, VSER-62).
  const { hangUpComesLast } = state.profile;
  const flushes = flushDue(state);
  if (hangUpComesLast) for (const id of flushes) add(found, 'flush', id);
  for (const { label, offers } of byWatch) if (offers) add(found, 'offer', label);
  if (!hangUpComesLast && flushes.length > 0) {
    for (const { label, link } of byWatch) if (link !== null && isGone(state, label)) add(found, 'peer-gone', label);
    for (const id of flushes) add(found, 'flush', id);
    return; // the rest comes after them
  }
  for (const chardev of byWatch) {
    const { label, link, pty, strayWatch } = chardev;
    if (strayWatch && strayWatchFires(state, label)) add(found, 'stray', label);
    if (link !== null) linkTransitions(state, label, link, found);
    if (pty?.dueNs != null && pty.dueNs <= state.nowNs) add(found, 'poll', label);
  }
}

/** Whether a monitor that only waits for room asked for it after a port did. Source: experiment (a mux whose client reads again). */
function isBehindPorts(state: ModelState, id: string, retries: readonly string[]): boolean {
  const since = retries.length === 0 ? null : waitsSince(state, id);
  return since !== null && retries.some((port) => (state.uarts.get(port)?.refused?.since ?? 0) < since);
}

/** Ports whose output queue is to be looked at again. */
function flushDue({ virtioPorts }: ModelState): readonly string[] {
  const due: string[] = [];
  for (const port of virtioPorts.values()) if (port.flushDue) due.push(port.id);
  return due;
}

function isGone(state: ModelState, label: string): boolean {
  return isHangUpDue(state, label) && !hasInput(state, label);
}

function linkTransitions(state: ModelState, label: string, link: SocketLink, found: Internal[]): void {
  if (hasWire(state, label)) add(found, 'wire', label);
  if (isGone(state, label)) add(found, 'peer-gone', label);
  if (link.lingering.length > 0 && leftOver(state, label) !== undefined) add(found, 'let-go', label);
  if (link.listener !== null && hasCaller(state, label)) add(found, 'accept', label);
  if (link.dueNs !== null && link.dueNs <= state.nowNs && !isAttempting(state, label)) add(found, 'connect', label);
}

/** Connections whose oldest request is next in their turn: round-robin between monitors. Source: QMP-09. */
function dispatchable(state: ModelState): readonly string[] {
  const ready: Connection[] = [];
  for (const each of state.connections.values())
    if (each.queue.length > 0 && !each.busy && each.state !== 'left') ready.push(each);
  if (ready.length < 2) return ready.map((each) => each.name);
  const order = [...state.monitors.keys()];
  const last = state.servedLast === null ? -1 : order.indexOf(state.servedLast);
  const turnOf = ({ monitor }: Connection): number => (order.indexOf(monitor) - last - 1 + order.length) % order.length;
  return ready.sort((one, other) => turnOf(one) - turnOf(other)).map((each) => each.name);
}

function canUnstick(state: ModelState): boolean {
  const { stall } = state;
  if (stall === null) return false;
  if (stall.kind === 'open') return wakeCommand(turnAt(state), stall);
  if (stall.kind === 'client') return isCalled(state, stall.chardev.link?.listener ?? -1);
  if (stall.kind === 'connection')
    return stall.dueNs === null ? canConnect(state, stall.chardev) : stall.dueNs <= state.nowNs;
  if (stall.kind === 'write-all') return state.nowNs > stall.triedNs;
  const uart = state.uarts.get(stall.port);
  const chardev = uart === undefined ? undefined : state.chardevs.get(uart.chardev);
  if (chardev === undefined) throw new Error('the port that is stuck has a chardev');
  if (chardev.type === 'testdev') return false; // it waits for itself (Q-FOUND-3)
  if (stall.kind === 'output')
    return stall.triedNs === null
      ? wouldTake(turnAt(state), outputNumber(state, chardev.label))
      : state.nowNs > stall.triedNs;
  return (stall.triedNs === null || state.nowNs >= stall.triedNs + napNs) && wouldTake(turnAt(state), chardev.log);
}
