import { changeChardev } from './chardev.ts';
import { descriptionOf, objectOf } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { readLine } from './hmp.ts';
import { endProcess } from './launch.ts';
import { limits, ModelLimit } from './limit.ts';
import { type Connection, canRead, hangUp, nextToServe, serve } from './monitor.ts';
import type { HostObject } from './object.ts';
import { wouldTake } from './output.ts';
import { dispatch, readRequests, usesTable, wakeCommand } from './qmp.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { deliverInput, finishLog, finishOutput, hasInput, isWatchReady, retryRefused } from './uart.ts';

/** Something that the system will do by itself. `dueNs`: virtual time; `sequence`: its place among those due alike. */
export type Transition = { readonly dueNs: number; readonly sequence: number; readonly what: Internal };

/** Which connection, port or chardev it is about; `unstick` is about the main loop. */
type Internal = {
  readonly kind: 'end' | 'unstick' | 'serve' | 'dispatch' | 'hang-up' | 'read' | 'retry' | 'input' | 'peer-gone';
  readonly name: string;
};

/** What is ready now, in the order in which it happens. Source: the contract of settling in ARCHITECTURE. */
export function pendingTransitions(state: ModelState): readonly Transition[] {
  const found: Internal[] = [];
  const add = (kind: Internal['kind'], name: string): void => {
    found.push({ kind, name });
  };
  if (state.machine.state === 'absent') return [];
  if (state.machine.state === 'exited') {
    if (state.table.size > 0) add('end', '');
    return numbered(state, found);
  }
  if (canUnstick(state)) add('unstick', '');
  const served = nextToServe(state);
  if (served !== null) add('serve', served);
  if (state.stall === null) for (const name of dispatchable(state)) add('dispatch', name);
  for (const [name, connection] of state.connections) {
    if (canRead(state, connection)) add('read', name);
    else if (connection.state === 'left' && (connection.mode === 'qmp' || state.stall === null)) add('hang-up', name);
  }
  if (state.stall === null) portTransitions(state, add);
  return numbered(state, found);
}

function numbered(state: ModelState, found: readonly Internal[]): readonly Transition[] {
  return found.map((what, sequence) => ({ dueNs: state.nowNs, sequence, what }));
}

function portTransitions(state: ModelState, add: (kind: Internal['kind'], name: string) => void): void {
  for (const [id, uart] of state.uarts) {
    if (isWatchReady({ state }, uart)) add('retry', id);
    if (hasInput(state, uart)) add('input', id);
  }
  for (const [label, chardev] of state.chardevs)
    if (chardev.filenameAlone !== null && chardev.input !== null && isPeerGone(state, chardev.input))
      add('peer-gone', label);
}

function isPeerGone(state: ModelState, number: number): boolean {
  const description = descriptionAt(state, number);
  if (description === null) return false;
  const object = objectOf(state, descriptionOf(state, description).object);
  return object.kind === 'socket' && object.connected && object.inbox.length === 0 && isHungUp(state, object);
}

/** Nobody is at the other end, or nothing can go either way any more. Source: Linux unix_poll. */
function isHungUp(state: ModelState, socket: Extract<HostObject, { kind: 'socket' }>): boolean {
  if (socket.peer === null) return true;
  const peer = objectOf(state, socket.peer);
  if (socket.type === 'dgram' || peer.kind !== 'socket') return socket.shutRead && socket.shutWrite;
  return (socket.shutRead || peer.shutWrite) && (socket.shutWrite || peer.shutRead);
}

/** Connections whose oldest request is next in their turn: round-robin between monitors. Source: QMP-09. */
function dispatchable(state: ModelState): readonly string[] {
  const ready: Connection[] = [...state.connections.values()].filter(
    (each) => each.queue.length > 0 && !each.busy && each.state !== 'left',
  );
  const order = [...state.monitors.keys()];
  const last = state.servedLast === null ? -1 : order.indexOf(state.servedLast);
  const turnOf = ({ monitor }: Connection): number => (order.indexOf(monitor) - last - 1 + order.length) % order.length;
  return ready.sort((one, other) => turnOf(one) - turnOf(other)).map((each) => each.name);
}

function canUnstick(state: ModelState): boolean {
  const { stall } = state;
  if (stall === null) return false;
  if (stall.kind === 'open') return wakeCommand({ state }, stall);
  const uart = state.uarts.get(stall.port);
  const chardev = uart === undefined ? undefined : state.chardevs.get(uart.chardev);
  if (chardev === undefined) throw new Error('the port that is stuck has a chardev');
  if (stall.kind === 'output') return wouldTake({ state }, chardev.output);
  return (stall.triedNs === null || state.nowNs > stall.triedNs) && wouldTake({ state }, chardev.log);
}

/** Runs one transition: the states that it may lead to. More than one only for FDSET-11. */
export function runTransition(state: ModelState, { what }: Transition): readonly ModelState[] {
  const turn: Turn = { state };
  switch (what.kind) {
    case 'dispatch':
      return dispatchAnyhow(state, what.name);
    case 'end':
      endProcess(turn, state.machine.status, state.machine.stderr);
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
      if (state.connections.get(what.name)?.mode === 'hmp') readLine(turn, what.name);
      else readRequests(turn, what.name);
      break;
    case 'retry':
      retryRefused(turn, what.name);
      break;
    case 'input':
      deliverInput(turn, what.name);
      break;
    case 'peer-gone':
      losePeer(turn, what.name);
      break;
  }
  return [turn.state];
}

function unstick(turn: Turn): void {
  const { stall } = turn.state;
  if (stall?.kind === 'open') wakeCommand(turn, stall);
  else if (stall?.kind === 'output') finishOutput(turn, stall.port, stall.byte);
  else if (stall?.kind === 'log') finishLog(turn, stall.port, stall.byte, stall.taken);
}

/** A connected socket chardev whose peer left: it closes and stays down. Source: SOCK-04, SOCK-12, RT-34. */
function losePeer(turn: Turn, label: string): void {
  const chardev = turn.state.chardevs.get(label);
  if (chardev?.input == null) return;
  closeNumber(turn, chardev.input);
  changeChardev(turn, label, {
    input: null,
    output: null,
    filename: chardev.filenameAlone ?? chardev.filename,
    filenameAlone: null,
  });
}

/**
 * With oob the monitor's thread may have read any number of later messages before the main loop takes a command, so
 * the command may find the descriptor of a later one. Source: FDSET-11, DEF-02.
 */
function dispatchAnyhow(state: ModelState, name: string): readonly ModelState[] {
  const connection = state.connections.get(name);
  const races = connection?.oob === true && (usesTable(connection.queue[0]) || mayOvertake(connection));
  const results: ModelState[] = [];
  const ahead: Turn = { state };
  for (;;) {
    const turn: Turn = { state: ahead.state };
    dispatch(turn, name);
    results.push(turn.state);
    if (results.length > limits.branchesMax) throw new ModelLimit('too many ways to read ahead');
    if (!races || !readAhead(ahead, name)) return results;
  }
}

/** Whether something that comes behind the queue may be answered before it. Source: QMP-12. */
function mayOvertake({ inbound }: Connection): boolean {
  return inbound.some(({ body }) =>
    ('command' in body ? JSON.stringify(body.command) : body.bytes).includes('exec-oob'),
  );
}

/** Reads on up to the next message that brings descriptors, or is answered at once; false if none may be read. */
function readAhead(turn: Turn, name: string): boolean {
  for (;;) {
    const now = turn.state.connections.get(name);
    if (now === undefined || !canRead(turn.state, now)) return false;
    const brings = (now.inbound[0]?.descriptions.length ?? 0) > 0;
    readRequests(turn, name);
    const answered = (turn.state.connections.get(name)?.output.length ?? 0) > now.output.length;
    if (brings || answered) return true;
  }
}

/** Runs transitions until none is ready: every state of rest that may be reached. */
export function settle(state: ModelState): readonly ModelState[] {
  const atRest: ModelState[] = [];
  const open: ModelState[] = [state];
  for (let count = 0; open.length > 0; count += 1) {
    if (count > limits.transitionsMax) throw new ModelLimit(`more than ${limits.transitionsMax} internal transitions`);
    const now = open.pop();
    if (now === undefined) break;
    const [first] = pendingTransitions(now);
    if (first === undefined) atRest.push(now);
    else open.push(...[...runTransition(now, first)].reverse());
    if (atRest.length + open.length > limits.branchesMax) throw new ModelLimit('too many branches');
  }
  return atRest;
}

/** Nothing more to run now, and the naps of a stuck log counted up to now. */
export function markNaps(turn: Turn): void {
  const { stall } = turn.state;
  if (stall?.kind === 'log' && stall.triedNs !== null) change(turn, { stall: { ...stall, triedNs: turn.state.nowNs } });
}
