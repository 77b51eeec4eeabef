import { isAlike } from './alike.ts';
import { hasInput, readBefore, takeInput } from './backend-input.ts';
import { chardevBelow } from './chardev.ts';
import { descriptionOf, objectOf } from './description.ts';
import { descriptionAt, objectAt } from './descriptor.ts';
import { tellRoom } from './driver-actions.ts';
import { heard } from './due-change.ts';
import { tellNext } from './event.ts';
import { resumeFront, runFrontAnyhow } from './front-speech.ts';
import { portKey } from './frontend.ts';
import { readLine } from './hmp.ts';
import { offerKept } from './kept-input.ts';
import { endProcess, goOnLaunching } from './launch.ts';
import { limits, ModelLimit } from './limit.ts';
import { die } from './machine.ts';
import { hangUp, serve } from './monitor.ts';
import { acceptCaller, serveWire } from './negotiation.ts';
import { wouldTake, writeAll } from './output.ts';
import { forgetDevice } from './port-device.ts';
import { endPause } from './port-event.ts';
import { flush, unblock } from './port-output.ts';
import { pollPtys } from './pty.ts';
import { endDueChange, wakeCommand } from './qmp.ts';
import { attemptAnyhow, dispatchAnyhow, readAnyhow } from './read-ahead.ts';
import { fedNow, type Internal, look, napNs, racesForNumber, readyNow } from './ready.ts';
import { nextCheckpointNs } from './replay.ts';
import { deliverReplayed } from './replay-input.ts';
import { withoutServed } from './round.ts';
import { concludeAttempt, endOrphan } from './socket-attempt.ts';
import { closeLeftOver, hasCaller, linkDown } from './socket-link.ts';
import type { Stall } from './stall.ts';
import type { ModelState, Turn } from './state.ts';
import { change, kept, turnAt } from './state.ts';
import { serveStrayWire } from './stray-wire.ts';
import { finishLog, finishOutput, retryReady } from './uart-sender.ts';
import { waitConnected } from './wait-connected.ts';
import { outputNumber, watchFires } from './watch.ts';
import { recordWatch } from './witness.ts';

/** Something that the system will do by itself. `dueNs`: virtual time; `sequence`: its place among those due alike. */
export type Transition = { readonly dueNs: number; readonly sequence: number; readonly what: Internal };

/** What is ready now, in the order in which it happens. Source: the contract of settling in ARCHITECTURE. */
export function pendingTransitions(state: ModelState): readonly Transition[] {
  return readyNow(state, false).map((what, sequence) => ({ dueNs: state.nowNs, sequence, what }));
}

/** When the next timer is due, or the next try of a log, `null` if none runs. Source: PTY-03, SOCK-06, VSER-42, LOG-03. */
function nextDueNs(state: ModelState): number | null {
  if (state.machine.state === 'exited') return null;
  if (state.stall?.kind === 'log' && state.stall.triedNs !== null) {
    const { chardev = '' } = state.uarts.get(state.stall.port) ?? {};
    return wouldTake(turnAt(state), state.chardevs.get(chardev)?.log ?? null) ? state.stall.triedNs + napNs : null;
  }
  if (state.stall?.kind === 'connection') return state.stall.dueNs;
  const tried = lastTryNs(state);
  if (tried !== null && isWriteFaulty(state)) return tried + napNs;
  if (state.stall !== null) return tried === null ? null : nextTryNs(state, tried);
  let next: number | null = nextCheckpointNs(state);
  for (const { link, pty } of state.chardevs.values())
    for (const dueNs of [link?.dueNs, pty?.dueNs])
      if (dueNs != null && dueNs > state.nowNs && (next === null || dueNs < next)) next = dueNs;
  for (const { untilNs } of state.portPauses.values()) if (next === null || untilNs < next) next = untilNs;
  return next;
}

/** When a main loop in naps has tried last to write; `null` if it does not, or waits for itself (Q-FOUND-3). */
function lastTryNs({ stall, uarts, chardevs }: ModelState): number | null {
  if (stall?.kind === 'write-all') return stall.triedNs;
  if (stall?.kind !== 'output') return null;
  const { chardev = '' } = uarts.get(stall.port) ?? {};
  return chardevs.get(chardev)?.type === 'testdev' ? null : stall.triedNs;
}

/** When a main loop in naps tries next, if that changes anything by now: others' timers may be due later only. Source: CHR-61, CHR-62. */
function nextTryNs(state: ModelState, triedNs: number): number | null {
  const number = nappingAt(state);
  const goesOn = number !== null && descriptionAt(state, number) !== null && wouldTake(turnAt(state), number);
  return goesOn ? triedNs + napNs * Math.max(1, Math.floor((state.nowNs - triedNs) / napNs) + 1) : null;
}

/** The number that a main loop in naps writes to, `null` if there is no single one. */
function nappingAt(state: ModelState): number | null {
  const { stall, uarts } = state;
  const chardev =
    stall?.kind === 'write-all' ? stall.chardev : stall?.kind === 'output' ? uarts.get(stall.port)?.chardev : undefined;
  return chardev === undefined ? null : outputNumber(state, chardevBelow(state, chardev));
}

/** Whether the next tries use up planted faults, each of them one. Source: CHR-61. */
function isWriteFaulty(state: ModelState): boolean {
  const { stall, faults, uarts } = state;
  const chardev = stall?.kind === 'output' ? uarts.get(stall.port)?.chardev : undefined;
  const number = chardev === undefined ? null : outputNumber(state, chardevBelow(state, chardev));
  const name = objectAt(state, number)?.name ?? null;
  return faults.some(({ call, object }) => call === 'write' && (object === null || object === name));
}

/** Runs one transition: the turns that it may lead to, this one if there is one way. More only for FDSET-11, QMP-09 and RACE-S06. */
export function runTransition(turn: Turn, what: Internal): readonly Turn[] {
  const { round } = turn.state;
  if (round !== null) change(turn, { round: withoutServed(round, what) });
  switch (what.kind) {
    case 'dispatch':
      return dispatchAnyhow(turn, what.name);
    case 'end': {
      const { status, stderr } = turn.state.machine;
      endProcess(turn, status, stderr);
      break;
    }
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
      return readConnection(turn, what.name);
    case 'change':
      endDueChange(turn);
      break;
    case 'retry':
      retryReady(turn, what.name);
      break;
    case 'input':
      takeInput(turn, what.name);
      break;
    case 'front':
      return runFrontAnyhow(turn, what.name);
    case 'offer':
      offerKept(turn, what.name);
      break;
    case 'watch':
      fireWatch(turn, what.name);
      break;
    case 'wire':
      serveWire(turn, what.name);
      break;
    case 'stray-wire':
      serveStrayWire(turn);
      break;
    case 'peer-gone':
      linkDown(turn, what.name);
      break;
    case 'accept':
      if (racesForNumber(turn.state, what.name))
        throw new ModelLimit('which of several servers gets the last descriptor for its client');
      acceptCaller(turn, what.name);
      break;
    case 'connect':
      return attemptAnyhow(turn, what.name);
    case 'poll':
      pollPtys(turn);
      break;
    default:
      runDevice(turn, what.kind, what.name);
  }
  return [turn];
}

/** What a connection has typed is read, and its mux goes on. */
function readConnection(turn: Turn, name: string): readonly Turn[] {
  if (turn.state.connections.get(name)?.mode !== 'hmp') return readAnyhow(turn, name);
  heard(turn, name);
  readLine(turn, name);
  resumeFront(turn, name);
  return [turn];
}

/** What a device does by itself, or the loop about connections and before it takes a request. Source: VSER-30, VSER-42, VSER-51, QMP-09. */
function runDevice(
  turn: Turn,
  kind:
    | 'look'
    | 'connected'
    | 'let-go'
    | 'tell'
    | 'unblock'
    | 'flush'
    | 'room'
    | 'pause'
    | 'forget'
    | 'orphan'
    | 'stray'
    | 'replay',
  name: string,
): void {
  switch (kind) {
    case 'look':
      change(turn, { round: look(turn.state, (turn.state.round?.further ?? 1) - 1) });
      return;
    case 'connected':
      concludeAttempt(turn, name);
      return;
    case 'let-go':
      closeLeftOver(turn, name);
      return;
    case 'unblock':
      unblock(turn, name, fedNow(turn.state));
      return;
    case 'flush':
      flush(turn, name);
      return;
    case 'tell':
      tellNext(turn);
      return;
    case 'room':
      tellRoom(turn, name);
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
  } else if (stall?.kind === 'output') finishOutput(turn, stall);
  else if (stall?.kind === 'write-all') wakeWriteAll(turn, stall);
  else if (stall?.kind === 'log') finishLog(turn, stall);
  if (turn.state.stall === null && isLineBehindInput(turn.state))
    throw new ModelLimit('a line and input or a client that both waited for a stuck main loop');
  if (turn.state.stall === null && turn.state.leaving.length > 0 && hasSaying(turn.state))
    throw new ModelLimit('whether a command that waited for a stuck main loop finds an unplugged device gone');
  if (turn.state.stall === null) change(turn, { round: look(turn.state, 0) });
}

/** The next try; one that met a planted fault is followed by another after a nap, however much later this one is looked at. */
function wakeWriteAll(turn: Turn, stall: Extract<Stall, { kind: 'write-all' }>): void {
  const { faults } = turn.state;
  change(turn, { stall: null });
  const answer = writeAll(turn, stall.chardev, stall.bytes, stall.taken);
  const asleep = turn.state.stall;
  if (answer !== 'asleep' || asleep?.kind !== 'write-all' || turn.state.faults === faults) return;
  change(turn, { stall: { ...asleep, triedNs: Math.min(turn.state.nowNs, stall.triedNs + napNs) } });
}

/** Whether a human monitor has a line while a chardev has input or a caller: whose watch is older depends on who came when. */
function isLineBehindInput(state: ModelState): boolean {
  const waits = [...state.connections.values()].some(({ mode, inbound }) => mode === 'hmp' && inbound.length > 0);
  return waits && [...state.chardevs.keys()].some((label) => hasInput(state, label) || hasCaller(state, label));
}

/** Whether something was said to a monitor that is not executed yet, or may have been. Source: experiment (RCU and the loop race). */
function hasSaying(state: ModelState): boolean {
  const { connections, fronts } = state;
  const waits = [...connections.values()].some(({ queue, inbound }) => queue.length > 0 || inbound.length > 0);
  return waits || (fronts.size > 0 && fedNow(state).length > 0);
}

function fireWatch(turn: Turn, id: string): void {
  const label = turn.state.frontends.get(portKey(id))?.chardev;
  const { watchedSince } = turn.state.witnesses.get(id) ?? { watchedSince: 0 };
  const answer = label == null ? null : watchFires(turn.state, label, watchedSince);
  if (label == null || answer === null) return;
  const reads = readBefore(turn.state, label, watchedSince);
  if (reads !== null) takeInput(turn, reads.label);
  recordWatch(turn, id, answer);
}

/** What is ready first; undefined at rest. */
export function firstReady(state: ModelState): Internal | undefined {
  return readyNow(state, true)[0];
}

/**
 * Runs transitions until none is ready: a turn for every state of rest that may be reached, this one if there is one way.
 * Time goes on to `untilNs` from timer to timer, resting at each. `known`: what is ready first, where that was asked before.
 */
export function settle(turn: Turn, untilNs: number = turn.state.nowNs, known?: Internal): readonly Turn[] {
  const atRest: Turn[] = [];
  const open: Turn[] = [turn];
  const branches: Branches = new Map();
  let branched = false;
  let expected = known;
  let unread = Number.POSITIVE_INFINITY;
  for (let count = 0; open.length > 0; count += 1) {
    if (count > limits.transitionsMax) {
      if (branched) throw new ModelLimit('too many branches');
      const left = bytesToRead((open.at(-1) ?? turn).state);
      if (left >= unread) throw circling(open.pop() ?? turn);
      [unread, count] = [left, 0]; // a byte at a time, perhaps, but it comes to an end
    }
    branched ||= open.length > 1;
    const now = open.pop();
    if (now === undefined) break;
    const first = expected ?? firstReady(now.state);
    expected = undefined;
    if (first !== undefined) {
      const ways = runTransition(now, first);
      if (ways.length > 1) pushNew(open, ways, branches);
      else open.push(...ways);
    } else if (now.state.round !== null) {
      change(now, { round: null });
      open.push(now);
    } else if (now.state.nowNs >= untilNs) atRest.push(now);
    else {
      const before = now.state.nowNs;
      const nowNs = Math.max(before, Math.min(untilNs, nextDueNs(now.state) ?? untilNs));
      change(now, { nowNs });
      open.push(now);
      if (nowNs > before) count = 0; // what goes on with time turns in no circle
    }
    if (atRest.length + open.length > limits.branchesMax) throw new ModelLimit('too many branches');
  }
  return atRest;
}

/** States that were come to where there are several ways, by what is easily told apart. */
type Branches = Map<string, ModelState[]>;

/** What different ways come to alike is gone on from once; the first way comes to lie on top. */
function pushNew(open: Turn[], ways: readonly Turn[], branches: Branches): void {
  const found: Turn[] = [];
  for (const way of ways) {
    const key = [...way.state.connections.values()]
      .map(({ inbound, queue, output }) => `${inbound.length} ${queue.length} ${output.length}`)
      .join();
    const known = branches.get(key) ?? [];
    if (known.some((state) => isAlike(state, way.state))) continue;
    branches.set(key, [...known, kept(way)]);
    found.push(way);
  }
  open.push(...found.reverse());
}

/** Bytes that wait to be read by the system, whatever it answers meanwhile: who reads them on and on turns in no circle. */
function bytesToRead(state: ModelState): number {
  let bytes = 0;
  for (const held of state.table.values()) {
    if (held.kind !== 'description') continue;
    const { object: number, access, offset } = descriptionOf(state, held.description);
    const object = objectOf(state, number);
    if (object.kind === 'pipe' && access.includes('r')) bytes += object.content.bytes.length;
    else if (object.kind === 'file' && access.includes('r')) bytes += Math.max(0, object.bytes.length - offset);
    else if ('inbox' in object) for (const piece of object.inbox) bytes += piece.length;
  }
  return bytes;
}

/** The model turns in circles, or does more for one action than any action needs: what it would do next. */
function circling(turn: Turn): Error {
  const round: string[] = [];
  let now = turn;
  for (const _ of Array.from({ length: roundShown })) {
    const first = firstReady(now.state);
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
