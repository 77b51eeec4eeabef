import { hasInput, takeInput } from './backend-input.ts';
import type { Chardev } from './chardev.ts';
import { heard, waitsForChange } from './due-change.ts';
import { busyFronts, resumeFront, runFront } from './front-speech.ts';
import { portKey } from './frontend.ts';
import { readLine } from './hmp.ts';
import { offerKept } from './kept-input.ts';
import { endProcess, goOnLaunching } from './launch.ts';
import { limits, ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import { type Connection, canRead, hangUp, nextToServe, serve } from './monitor.ts';
import { acceptCaller, hasWire, readWire } from './negotiation.ts';
import { wouldTake, writeAll } from './output.ts';
import { forgetDevice } from './port-device.ts';
import { endPause, pausesOver } from './port-event.ts';
import { flush, isUnblocked, strayWatchFires, unblock } from './port-output.ts';
import { pollPty } from './pty.ts';
import { endDueChange, readRequests, wakeCommand } from './qmp.ts';
import { dispatchAnyhow } from './read-ahead.ts';
import { hasReplayedInput, nextCheckpointNs } from './replay.ts';
import { deliverReplayed } from './replay-input.ts';
import {
  attempt,
  closeLeftOver,
  endOrphan,
  hasCaller,
  isAttempting,
  isCalled,
  isHangUpDue,
  isLeftOver,
  isOrphanThrough,
  linkDown,
} from './socket-link.ts';

import type { ModelState, Turn } from './state.ts';
import { change, turnAt } from './state.ts';
import { finishLog, finishOutput, readyToRetry, retryRefused } from './uart-sender.ts';
import { canConnect, waitConnected } from './wait-connected.ts';
import { outputNumber, watchFires } from './watch.ts';
import { recordWatch } from './witness.ts';

/** Something that the system will do by itself. `dueNs`: virtual time; `sequence`: its place among those due alike. */
export type Transition = { readonly dueNs: number; readonly sequence: number; readonly what: Internal };

/** Which connection, port or chardev it is about; `unstick` is about the main loop. */
type Internal = {
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
    | 'pause'
    | 'forget'
    | 'replay'
    | 'orphan'
    | 'stray'
    | 'change';
  readonly name: string;
};

/** What is ready now, in the order in which it happens. Source: the contract of settling in ARCHITECTURE. */
export function pendingTransitions(state: ModelState): readonly Transition[] {
  return readyNow(state, false).map((what, sequence) => ({ dueNs: state.nowNs, sequence, what }));
}

/** All that is ready, in order; `first`: nothing is looked for behind a kind of which there is one. */
function readyNow(state: ModelState, first: boolean): readonly Internal[] {
  const found: Internal[] = [];
  const add = (kind: Internal['kind'], name: string): void => {
    found.push({ kind, name });
  };
  const awaited = state.launching?.waiting.chardev.link?.listener;
  if (awaited != null && isCalled(state, awaited)) add('launch', '');
  if (state.machine.state === 'absent') return found;
  if (state.machine.state === 'exited') {
    if (state.table.size > 0) add('end', '');
    return found;
  }
  managementTransitions(state, add);
  if (first && found.length > 0) return found;
  if (state.stall === null) chardevTransitions(state, add);
  if (first && found.length > 0) return found;
  if (isOrphanThrough(state)) add('orphan', '');
  if (state.stall === null && found.length === 0 && state.changes.length > 0) add('change', '');
  if (state.stall === null) for (const id of pausesOver(state)) add('pause', id);
  if (state.stall === null && found.length === 0) for (const id of state.leaving) add('forget', id);
  return found;
}

type Add = (kind: Internal['kind'], name: string) => void;

function managementTransitions(state: ModelState, add: Add): void {
  if (canUnstick(state)) add('unstick', '');
  if (state.stall === null && state.changes.some(({ ended }) => ended)) add('change', '');
  const served = nextToServe(state);
  if (served !== null) add('serve', served);
  if (state.stall === null)
    for (const name of dispatchable(state)) if (!waitsForChange(state, name)) add('dispatch', name);
  for (const [name, connection] of state.connections) {
    if (canRead(state, connection)) {
      if (!waitsForChange(state, name)) add('read', name);
    } else if (connection.state === 'left' && (connection.mode === 'qmp' || state.stall === null)) add('hang-up', name);
  }
}

function chardevTransitions(state: ModelState, add: Add): void {
  if (hasReplayedInput(state)) add('replay', '');
  for (const id of busyFronts(state)) add('front', id);
  for (const id of readyToRetry(state)) add('retry', id);
  for (const [id, { watching }] of state.witnesses) {
    const label = watching ? state.frontends.get(portKey(id))?.chardev : null;
    if (label != null && watchFires(state, label) !== null) add('watch', id);
  }
  const byWatch = [...state.chardevs.values()];
  if (byWatch.length > 1) byWatch.sort((one, other) => one.watchedSince - other.watchedSince);
  for (const port of state.virtioPorts.values()) if (isUnblocked(state, port)) add('unblock', port.id);
  const since = ({ watchedSince, servedAt }: Chardev): number => Math.max(watchedSince, servedAt);
  const fed = byWatch.filter(({ label }) => hasInput(state, label));
  if (fed.length > 1) fed.sort((one, other) => since(one) - since(other));
  for (const { label } of fed) add('input', label);
  const flushes =
    state.virtioPorts.size === 0 ? [] : [...state.virtioPorts.values()].filter(({ flushDue }) => flushDue);
  // Before 10.0 a hang-up is as urgent as the watch that fires with it; since then it waits (SOCK-15, VSER-62).
  if (state.profile.hangUpComesLast) for (const { id } of flushes) add('flush', id);
  for (const { label, offers } of byWatch) if (offers) add('offer', label);
  const isGone = (label: string): boolean => !hasInput(state, label) && isHangUpDue(state, label);
  if (!state.profile.hangUpComesLast && flushes.length > 0) {
    for (const { label, link } of byWatch) if (link !== null && isGone(label)) add('peer-gone', label);
    for (const { id } of flushes) add('flush', id);
    return; // the rest comes after them
  }
  for (const chardev of byWatch) {
    const { label, link, pty } = chardev;
    if (strayWatchFires(state, chardev)) add('stray', label);
    if (link !== null && hasWire(state, label)) add('wire', label);
    if (link !== null && isGone(label)) add('peer-gone', label);
    if (link !== null && isLeftOver(state, label)) add('let-go', label);
    if (link !== null && hasCaller(state, label)) add('accept', label);
    if (link?.dueNs != null && link.dueNs <= state.nowNs && !isAttempting(state, label)) add('connect', label);
    if (pty?.dueNs != null && pty.dueNs <= state.nowNs) add('poll', label);
  }
}

/** Between two tries of a log that takes nothing. Source: LOG-03. */
const napNs = 100_000;

/** When the next timer is due, or the next try of a log, `null` if none runs. Source: PTY-03, SOCK-06, VSER-42, LOG-03. */
function nextDueNs(state: ModelState): number | null {
  if (state.machine.state === 'exited') return null;
  if (state.stall?.kind === 'log' && state.stall.triedNs !== null) {
    const { chardev = '' } = state.uarts.get(state.stall.port) ?? {};
    return wouldTake(turnAt(state), state.chardevs.get(chardev)?.log ?? null) ? state.stall.triedNs + napNs : null;
  }
  if (state.stall?.kind === 'connection') return state.stall.dueNs;
  if (state.stall !== null) return null;
  let next: number | null = nextCheckpointNs(state);
  for (const { link, pty } of state.chardevs.values())
    for (const dueNs of [link?.dueNs, pty?.dueNs])
      if (dueNs != null && dueNs > state.nowNs && (next === null || dueNs < next)) next = dueNs;
  for (const { untilNs } of state.portPauses.values()) if (next === null || untilNs < next) next = untilNs;
  return next;
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

/** Runs one transition: the states that it may lead to. More than one only for FDSET-11. */
function runTransition(state: ModelState, what: Internal): readonly ModelState[] {
  const turn = turnAt(state);
  switch (what.kind) {
    case 'dispatch':
      return dispatchAnyhow(state, what.name);
    case 'end':
      endProcess(turn, state.machine.status, state.machine.stderr);
      break;
    case 'launch':
      goOnLaunching(turn);
      break;
    case 'unstick':
      unstick(turn);
      break;
    case 'serve':
      serve(turn, what.name);
      break;
    case 'hang-up':
      hangUp(turn, what.name);
      break;
    case 'read':
      heardLine(turn, what.name);
      if (state.connections.get(what.name)?.mode === 'hmp') readLine(turn, what.name);
      else readRequests(turn, what.name);
      resumeFront(turn, what.name);
      break;
    case 'change':
      endDueChange(turn);
      break;
    case 'retry':
      retryRefused(turn, what.name);
      break;
    case 'input':
      takeInput(turn, what.name);
      break;
    case 'front':
      runFront(turn, what.name);
      break;
    case 'offer':
      offerKept(turn, what.name);
      break;
    case 'watch':
      fireWatch(turn, what.name);
      break;
    case 'wire':
      readWire(turn, what.name);
      break;
    case 'peer-gone':
      linkDown(turn, what.name);
      break;
    case 'let-go':
      closeLeftOver(turn, what.name);
      break;
    case 'accept':
      acceptCaller(turn, what.name);
      break;
    case 'connect':
      attempt(turn, what.name);
      break;
    case 'poll':
      pollPty(turn, what.name);
      break;
    default:
      runDevice(turn, what.kind, what.name);
  }
  return [turn.state];
}

/** A human monitor is heard when it is read. */
function heardLine(turn: Turn, name: string): void {
  if (turn.state.connections.get(name)?.mode === 'hmp') heard(turn, name);
}

/** What a device does by itself. Source: VSER-30, VSER-42, VSER-51. */
function runDevice(
  turn: Turn,
  kind: 'unblock' | 'flush' | 'pause' | 'forget' | 'orphan' | 'stray' | 'replay',
  name: string,
): void {
  switch (kind) {
    case 'unblock':
      unblock(turn, name);
      return;
    case 'flush':
      flush(turn, name);
      return;
    case 'pause':
      endPause(turn, name);
      return;
    case 'forget':
      forgetDevice(turn, name);
      return;
    case 'replay':
      deliverReplayed(turn);
      return;
    case 'stray':
      die(turn, 'SIGSEGV');
      return;
    case 'orphan':
      endOrphan(turn);
  }
}

function unstick(turn: Turn): void {
  const { stall } = turn.state;
  if (stall?.kind === 'open' || stall?.kind === 'client') wakeCommand(turn, stall);
  else if (stall?.kind === 'connection') {
    change(turn, { stall: null });
    waitConnected(turn, stall.chardev);
  } else if (stall?.kind === 'output') finishOutput(turn, stall.port, stall.byte);
  else if (stall?.kind === 'write-all') {
    change(turn, { stall: null });
    writeAll(turn, stall.chardev, stall.rest);
  } else if (stall?.kind === 'log') finishLog(turn, stall.port, stall.byte, stall.taken);
}

function fireWatch(turn: Turn, id: string): void {
  const label = turn.state.frontends.get(portKey(id))?.chardev;
  const answer = label == null ? null : watchFires(turn.state, label);
  if (answer !== null) recordWatch(turn, id, answer);
}

/**
 * Runs transitions until none is ready: every state of rest that may be reached. Time goes on to `untilNs` from timer to
 * timer, resting at each.
 */
export function settle(state: ModelState, untilNs: number = state.nowNs): readonly ModelState[] {
  const atRest: ModelState[] = [];
  const open: ModelState[] = [state];
  let branched = false;
  for (let count = 0; open.length > 0; count += 1) {
    if (count > limits.transitionsMax && branched) throw new ModelLimit('too many branches');
    if (count > limits.transitionsMax) throw circling(open.pop() ?? state);
    branched ||= open.length > 1;
    const now = open.pop();
    if (now === undefined) break;
    const [first] = readyNow(now, true);
    if (first !== undefined) open.push(...[...runTransition(now, first)].reverse());
    else if (now.nowNs >= untilNs) atRest.push(now);
    else {
      const nowNs = Math.max(now.nowNs, Math.min(untilNs, nextDueNs(now) ?? untilNs));
      open.push({ ...now, nowNs });
      if (nowNs > now.nowNs) count = 0; // what goes on with time turns in no circle
    }
    if (atRest.length + open.length > limits.branchesMax) throw new ModelLimit('too many branches');
  }
  return atRest;
}

/** The model turns in circles, or does more for one action than any action needs: what it would do next. */
function circling(state: ModelState): Error {
  const round: string[] = [];
  let now = state;
  for (const _ of Array.from({ length: roundShown })) {
    const [first] = readyNow(now, true);
    const next = first === undefined ? undefined : runTransition(now, first)[0];
    if (first === undefined || next === undefined) break;
    round.push(`${first.kind} ${first.name}`.trim());
    now = next;
  }
  return new Error(
    `more than ${limits.transitionsMax} internal transitions of one action; it goes on: ${round.join(', ')}`,
  );
}

/** Transitions that the text about turning in circles names. */
const roundShown = 12;

/** Nothing more to run now, and the naps of a stuck log counted up to now. */
export function markNaps(turn: Turn): void {
  const { stall } = turn.state;
  if (stall?.kind === 'output' && stall.triedNs !== null)
    change(turn, { stall: { ...stall, triedNs: turn.state.nowNs } });
  if (stall?.kind === 'write-all') change(turn, { stall: { ...stall, triedNs: turn.state.nowNs } });
  if (stall?.kind === 'log' && stall.triedNs !== null) change(turn, { stall: { ...stall, triedNs: turn.state.nowNs } });
}
