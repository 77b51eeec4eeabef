import { hasInput } from './backend-input.ts';
import { type Chardev, chardevBelow, chardevOf } from './chardev.ts';
import { starvesAttempts, starvesHangUps } from './defect.ts';
import { hasTwoFree } from './descriptor.ts';
import { waitsForChange } from './due-change.ts';
import { busyFronts, waitsSince } from './front-speech.ts';
import { portKey } from './frontend.ts';
import { goesRound, isOutOfNumbers } from './in-vain.ts';
import { ModelLimit } from './limit.ts';
import { type Connection, canRead, nextToServe } from './monitor.ts';
import { isShared, isStillParsed, isThreadStuck, readsForItself, servedApart, threadsOf } from './monitor-thread.ts';
import { hasWire } from './negotiation.ts';
import { wouldTake } from './output.ts';
import { pausesOver } from './port-event.ts';
import { isUnblocked, strayWatchFires } from './port-output.ts';
import { wakeCommand } from './qmp.ts';
import { hasReplayedInput } from './replay.ts';
import { comesNow, type Round } from './round.ts';
import { isOrphanThrough } from './socket-attempt.ts';
import { hasCaller, isAttempting, isCalled, isHangUpDue, leftOver } from './socket-link.ts';
import type { SocketLink } from './socket-link-record.ts';
import type { ModelState } from './state.ts';
import { turnAt } from './state.ts';
import { stirringWire } from './stray-wire.ts';
import { readyToRetry } from './uart-sender.ts';
import { flushDue, isReadBefore } from './virtio-port.ts';
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
    | 'look'
    | 'hang-up'
    | 'read'
    | 'retry'
    | 'watch'
    | 'input'
    | 'offer'
    | 'front'
    | 'wire'
    | 'stray-wire'
    | 'peer-gone'
    | 'let-go'
    | 'accept'
    | 'connect'
    | 'connected'
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

/** All that is ready, in order; `first`: what comes first is certain, not all that comes behind it is there. */
export function readyNow(state: ModelState, first: boolean): readonly Internal[] {
  const found: Internal[] = [];
  const { launching, machine, stall } = state;
  if (launching !== null && isCalled(state, launching.waiting.chardev.link)) add(found, 'launch', '');
  if (machine.state === 'absent') return found;
  if (machine.state === 'exited') {
    if (state.table.size > 0) add(found, 'end', '');
    return found;
  }
  managementTransitions(state, found, first);
  if (first && found.length > 0) return found;
  if (stall === null) {
    if (found.length === 0) watchedTransitions(state, found, first);
    else chardevTransitions(state, found, (what) => !isAmong(found, what));
  } else if (!isThreadStuck(state)) threadTransitions(state, found);
  if (first && found.length > 0) return found;
  if (isOrphanSeen(state)) add(found, 'orphan', '');
  if (stall === null && found.length === 0 && state.changes.length > 0) add(found, 'change', '');
  if (stall === null && found.length === 0 && state.virtioPorts.size > 0)
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
  found.push(...more.filter((what) => !isAmong(found, what)));
  return found;
}

function isAmong(found: readonly Internal[], { kind, name }: Internal): boolean {
  return found.some((each) => each.kind === kind && each.name === name);
}

function add(found: Internal[], kind: Internal['kind'], name: string): void {
  found.push({ kind, name });
}

function managementTransitions(state: ModelState, found: Internal[], first: boolean): void {
  const { stall, changes, connections } = state;
  if (stall !== null && canUnstick(state)) add(found, 'unstick', '');
  if (stall !== null && isThreadStuck(state)) return;
  if (stall === null && changes.length > 0 && changes.some(({ ended }) => ended)) add(found, 'change', '');
  let isAnyWaiting = false;
  let isAnyQueued = false;
  for (const connection of connections.values()) {
    isAnyWaiting ||= connection.state === 'waiting';
    isAnyQueued ||= connection.queue.length > 0;
  }
  const served = isAnyWaiting ? nextToServe(state) : null;
  if (served !== null) add(found, 'serve', served);
  if (stall === null && isAnyQueued) dispatches(state, found);
  if (first && found.length > 0) return;
  for (const connection of connections.values()) {
    const { name, state: stage, mode } = connection;
    if (stage === 'served' && connection.number !== null && !state.table.has(connection.number)) {
      add(found, 'hang-up', name); // somebody else closed its number: poll(2) tells, and reading fails
    } else if (canRead(state, connection)) {
      if (waitsForChange(state, name)) continue;
      if (stall === null && mode === 'qmp') besideReading(state, found);
      add(found, 'read', name);
    } else if (stage === 'left' && (mode === 'qmp' || stall === null)) add(found, 'hang-up', name);
  }
}

/**
 * What the thread that reads a request byte by byte watches, too: it comes first, but for a hang-up that comes last.
 * Source: CHR-37, SOCK-15, experiment (two yanks behind a stuck main loop).
 */
function besideReading(state: ModelState, found: Internal[]): void {
  if (state.fronts.size === 0) return;
  const elsewhere = servedApart(state);
  if (elsewhere.size === 0) return;
  const isLast = state.profile.hangUpComesLast ? 'peer-gone' : null;
  const watches = (what: Internal): boolean =>
    elsewhere.has(what.name) && ![isLast, 'connect', 'connected', 'wire'].includes(what.kind) && !isAmong(found, what);
  chardevTransitions(state, found, watches);
}

/**
 * Requests that have been read; the main loop looks at all that it watches before it takes one, not at what another thread
 * watches. Source: CHR-37, experiment.
 */
function dispatches(state: ModelState, found: Internal[]): void {
  const names = dispatchable(state).filter((name) => !waitsForChange(state, name));
  const { round } = state;
  if (names.length > 0) {
    const isOwn = ofMainLoop(state);
    chardevTransitions(state, found, (what) => isOwn(what) && (round === null || comesNow(round, what)));
    if (round !== null && round.further > 0) add(found, 'look', '');
  }
  for (const name of names) add(found, 'dispatch', name);
}

/**
 * What the main loop finds as it looks, with requests that wait for it: a hang-up that comes last is not among that.
 * Source: SOCK-15, experiment.
 */
export function look(state: ModelState, further: number): Round | null {
  if (dispatchable(state).length === 0) return null;
  const isOwn = ofMainLoop(state);
  const left: Internal[] = [];
  const isLast = state.profile.hangUpComesLast ? 'peer-gone' : null;
  chardevTransitions(state, left, (what) => what.kind !== isLast && isOwn(what));
  return { left, further };
}

/** Of what chardevs have: what the thread of monitors leaves to the main loop. Source: CHR-37, WS-02. */
function ofMainLoop(state: ModelState): (what: Internal) => boolean {
  const elsewhere = threadsOf(state);
  return ({ kind, name }) => kind === 'wire' || !elsewhere.has(name);
}

/** Whether the last free number goes to whoever is first: another server has a client, too, in its thread or with an older watch. Source: CHR-37. */
export function racesForNumber(state: ModelState, label: string): boolean {
  if (state.descriptorsMax === null || hasTwoFree(state)) return false;
  for (const other of state.chardevs.keys()) if (other !== label && hasCaller(state, other)) return true;
  return false;
}

/** Monitors with a thread of their own go on while the main loop is stuck: they serve clients, and read. Source: CHR-37, experiment. */
function threadTransitions(state: ModelState, found: Internal[]): void {
  const elsewhere = servedApart(state);
  if (elsewhere.size === 0) return;
  const watched: Internal[] = [];
  chardevTransitions(
    state,
    watched,
    ({ kind, name }) => elsewhere.has(name) && !['connect', 'connected', 'wire'].includes(kind),
  );
  const forOthers = ({ kind, name }: Internal): boolean =>
    isShared(state, name) && (kind !== 'input' || !readsForItself(state, name));
  if (watched.some(forOthers))
    throw new ModelLimit('a monitor thread that reads for other frontends, too, while the main loop is stuck');
  found.push(...watched);
}

/** Chardevs of which any transition may be asked at all, in the order of their read watches. */
function stirring({ chardevs }: ModelState): readonly Chardev[] {
  const found: Chardev[] = [];
  let inOrder = true;
  for (const chardev of chardevs.values()) {
    const { input, link, pty, offers, strayWatch, watchedSince } = chardev;
    if (input === null && link === null && pty === null && !offers && !strayWatch) continue;
    inOrder &&= found.length === 0 || (found[found.length - 1]?.watchedSince ?? 0) <= watchedSince;
    found.push(chardev);
  }
  return inOrder ? found : found.sort((one, other) => one.watchedSince - other.watchedSince);
}

/** Those with input, in the order in which they are served. */
function fedOf(state: ModelState, byWatch: readonly Chardev[]): readonly Chardev[] {
  let fed: Chardev[] | undefined;
  for (const chardev of byWatch) {
    if (!hasInput(state, chardev.label) || isStillParsed(state, chardev)) continue;
    fed ??= [];
    fed.push(chardev);
  }
  if (fed === undefined) return nobody;
  const since = ({ watchedSince, servedAt }: Chardev): number => Math.max(watchedSince, servedAt);
  return fed.length > 1 ? fed.sort((one, other) => since(one) - since(other)) : fed;
}

const nobody: readonly never[] = [];

/** What the main loop watches, as far as it is `wanted`. */
function chardevTransitions(state: ModelState, found: Internal[], wanted: (what: Internal) => boolean): void {
  const watched: Internal[] = [];
  watchedTransitions(state, watched, false);
  found.push(...watched.filter(wanted));
}

/** Into an empty list; `first`: no more than one is needed. */
function watchedTransitions(state: ModelState, found: Internal[], first: boolean): void {
  if (state.replay !== null && hasReplayedInput(state)) add(found, 'replay', '');
  if (state.strayWires.length > 0 && stirringWire(state) !== undefined) add(found, 'stray-wire', '');
  frontTransitions(state, found);
  if (state.witnesses.size > 0)
    for (const [id, { watching, watchedSince }] of state.witnesses) {
      const label = watching ? state.frontends.get(portKey(id))?.chardev : null;
      if (label != null && isToldNow(state, label, watchFires(state, label, watchedSince))) add(found, 'watch', id);
    }
  if (state.virtioPorts.size > 0)
    for (const port of state.virtioPorts.values()) if (isUnblocked(state, port)) add(found, 'unblock', port.id);
  if (first && found.length > 0) return;
  const byWatch = stirring(state);
  const flushes = state.virtioPorts.size > 0 ? flushDue(state) : nobody;
  for (const chardev of fedOf(state, byWatch))
    if (flushes.every((port) => isReadBefore(port, chardev))) add(found, 'input', chardev.label);
  if (first && found.length > 0) return;
  // Before 10.0 a hang-up is as urgent as the watch that fires with it; since then it waits (SOCK-15, VSER-62).
  const { hangUpComesLast } = state.profile;
  if (hangUpComesLast) for (const { id } of flushes) add(found, 'flush', id);
  for (const { label, offers } of byWatch) if (offers) add(found, 'offer', label);
  if (!hangUpComesLast && flushes.length > 0) {
    for (const { label, link } of byWatch) if (link !== null && isGone(state, label)) add(found, 'peer-gone', label);
    for (const { id } of flushes) add(found, 'flush', id);
    return; // the rest comes after them
  }
  for (const chardev of byWatch) {
    const { label, link, pty, strayWatch } = chardev;
    if (strayWatch && strayWatchFires(state, label)) add(found, 'stray', label);
    if (link !== null) linkTransitions(state, label, link, found);
    if (pty?.dueNs != null && pty.dueNs <= state.nowNs) add(found, 'poll', label);
  }
  const arrived = byWatch.filter(({ link }) => link !== null && link.arrived !== null);
  if (arrived.length > 0 && !starvesConnecting(state)) for (const { label } of arrived) add(found, 'connected', label);
}

/** Before 10.0 the watch of the connection itself, which is older than any frontend's, says first that it has ended. Source: SOCK-15. */
function isToldNow(state: ModelState, label: string, answer: 'out' | 'hang-up' | null): boolean {
  if (answer !== 'hang-up' || state.profile.hangUpComesLast) return answer !== null;
  const base = chardevBelow(state, label);
  return chardevOf(state, base).link === null || !isHangUpDue(state, base);
}

/** Muxes and monitors that have something to say, what is told of it, and ports that try again. */
function frontTransitions(state: ModelState, found: Internal[]): void {
  const fronts: readonly string[] = state.fronts.size > 0 ? busyFronts(state) : nobody;
  const retries: readonly string[] = state.uarts.size > 0 ? readyToRetry(state) : nobody;
  const behind: readonly string[] =
    fronts.length === 0 ? nobody : fronts.filter((id) => isBehindPorts(state, id, retries));
  for (const id of fronts) if (!behind.includes(id)) add(found, 'front', id);
  if (state.toldNext.length > 0) add(found, 'tell', '');
  for (const id of retries) add(found, 'retry', id);
  for (const id of behind) add(found, 'front', id);
}

/** Whether a monitor that only waits for room asked for it after a port did. Source: experiment (a mux whose client reads again). */
function isBehindPorts(state: ModelState, id: string, retries: readonly string[]): boolean {
  const since = retries.length === 0 ? null : waitsSince(state, id);
  return since !== null && retries.some((port) => (state.uarts.get(port)?.refused?.since ?? 0) < since);
}

/** What has input now, in the order in which it is read. */
export function fedNow(state: ModelState): readonly string[] {
  return fedOf(state, stirring(state)).map(({ label }) => label);
}

function isGone(state: ModelState, label: string): boolean {
  return isHangUpDue(state, label) && !hasInput(state, label);
}

/** Whether a hang-up is due that waits until the main loop has nothing else to do. Source: SOCK-15. */
export function waitsForRest(state: ModelState): boolean {
  if (!state.profile.hangUpComesLast) return false;
  for (const { label, link } of state.chardevs.values()) if (link !== null && isGone(state, label)) return true;
  return false;
}

/** Whether the main loop never comes to rest, for a client that it cannot accept or else, and looks at no attempt. Source: Q-FOUND-17. */
export function starvesConnecting(state: ModelState): boolean {
  if (!starvesAttempts(state) || goesRound(state)) return starvesAttempts(state);
  if (state.descriptorsMax === null) return false;
  const apart = threadsOf(state);
  return [...state.chardevs.values()].some((each) => !apart.has(each.label) && isOutOfNumbers(state, each));
}

/** Whether the main loop sees now that the attempt of a chardev that is gone is through. Source: SOCK-05, Q-FOUND-17. */
export function isOrphanSeen(state: ModelState): boolean {
  return state.orphanAttempts.length > 0 && isOrphanThrough(state) && !starvesConnecting(state);
}

/** Whether its loop tries again and again, to accept somebody or else, which comes before any hang-up. Source: Q-FOUND-16. */
function isStarved(state: ModelState, label: string): boolean {
  if (!starvesHangUps(state)) return false;
  if (!chardevOf(state, label).apart && goesRound(state)) return true;
  if (state.descriptorsMax === null) return false;
  const apart = threadsOf(state);
  for (const chardev of state.chardevs.values())
    if (apart.has(chardev.label) === apart.has(label) && isOutOfNumbers(state, chardev)) return true;
  return false;
}

function linkTransitions(state: ModelState, label: string, link: SocketLink, found: Internal[]): void {
  if (hasWire(state, label)) add(found, 'wire', label);
  if (isGone(state, label) && !isStarved(state, label)) add(found, 'peer-gone', label);
  if (link.lingering.length > 0 && leftOver(state, label) !== undefined) add(found, 'let-go', label);
  if (link.listener !== null && hasCaller(state, label)) add(found, 'accept', label);
  const isDue = link.dueNs !== null && link.dueNs <= state.nowNs && link.arrived === null;
  if (isDue && !isAttempting(state, label)) add(found, 'connect', label);
}

/** Connections whose oldest request is next in their turn: who was served longest ago comes first. Source: QMP-09, experiment. */
export function dispatchable(state: ModelState): readonly string[] {
  const ready: Connection[] = [];
  for (const each of state.connections.values())
    if (each.queue.length > 0 && !each.busy && each.state !== 'left') ready.push(each);
  if (ready.length < 2) return ready.map((each) => each.name);
  const { turns } = state;
  const turnOf = ({ monitor }: Connection): number => turns.indexOf(monitor);
  return ready.sort((one, other) => turnOf(one) - turnOf(other)).map((each) => each.name);
}

function canUnstick(state: ModelState): boolean {
  const { stall } = state;
  if (stall === null) return false;
  if (stall.kind === 'open') return wakeCommand(turnAt(state), stall);
  if (stall.kind === 'client') return isCalled(state, stall.chardev.link);
  if (stall.kind === 'connection')
    return stall.dueNs === null ? canConnect(state, stall.chardev) : stall.dueNs <= state.nowNs;
  if (stall.kind === 'write-all') return state.nowNs > stall.triedNs;
  const uart = state.uarts.get(stall.port);
  const chardev = uart === undefined ? undefined : state.chardevs.get(uart.chardev);
  if (chardev === undefined) throw new Error('the port that is stuck has a chardev');
  if (stall.kind === 'output' && chardev.type === 'testdev') return false; // it waits for itself (Q-FOUND-3)
  if (stall.kind === 'output')
    return stall.triedNs === null
      ? wouldTake(turnAt(state), outputNumber(state, chardev.label))
      : state.nowNs > stall.triedNs;
  return (stall.triedNs === null || state.nowNs >= stall.triedNs + napNs) && wouldTake(turnAt(state), chardev.log);
}
