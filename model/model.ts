import { retain } from './description.ts';
import { limitDescriptors } from './descriptor.ts';
import { observePort } from './driver-actions.ts';
import { firstState } from './first-state.ts';
import { forgetAnswers } from './front-monitor.ts';
import { beginDriver, beginGuest } from './guest-actions.ts';
import { handle, performHost } from './host.ts';
import { formatJson } from './json.ts';
import type { Action, Handle } from './language/action.ts';
import { assertNever } from './language/assert-never.ts';
import type { Message, Outcome } from './language/outcome.ts';
import type { Profile } from './language/profile.ts';
import { numberMark, type Value } from './language/value.ts';
import { launch } from './launch.ts';
import { ModelLimit } from './limit.ts';
import { changeMachine } from './machine.ts';
import {
  type Connection,
  connectionOf,
  endTurn,
  freshConnection,
  isFull,
  leaveUnserved,
  putConnection,
  type Sending,
} from './monitor.ts';
import { heldDescriptors } from './observe.ts';
import { messageSeen, valueSeen, withoutMarks } from './peer-name.ts';
import { type Plan, seen } from './plan.ts';
import { possibleNow } from './ready.ts';
import { asRecord } from './schema.ts';
import type { ModelState as State, Turn } from './state.ts';
import { change, turnAt } from './state.ts';
import { putEntry } from './table.ts';
import { typeKeys } from './text-console.ts';
import { markNaps, pendingTransitions, runTransition, settle, type Transition } from './transition.ts';
import { performWitness, takeRecords } from './witness-actions.ts';

/** Everything that the model knows between two actions: immutable, and no business of who passes it on. */
export type ModelState = State;

/** One way an action may go: the state after it, at rest unless held, and what is seen. */
export type Branch = { readonly state: ModelState; readonly outcome: Outcome };

/** Before the first launch: an empty folder, the special files, no process. */
export function start(profile: Profile): ModelState {
  return firstState(profile);
}

/** Everything that the system would do by itself now, first what comes first. Empty: at rest. */
export function pending(state: ModelState): readonly Transition[] {
  return pendingTransitions(state);
}

/**
 * The states to which one internal transition may lead, of all that could be next where threads run side by side: while
 * the state is held none happens by itself. Throws ModelLimit where the model does not predict. Source: XL-1.
 */
export function internalSteps(state: ModelState): readonly ModelState[] {
  return possibleNow(state).flatMap((what) => runTransition(turnAt(state), what).map((turn) => turn.state));
}

/**
 * Every way in which the clauses let the action go, at least one. Numbers of descriptors come as `{ $fd: n }`.
 * Throws ModelLimit, and changes nothing, where the model does not predict.
 */
export function step(state: ModelState, action: Action): readonly Branch[] {
  const { turn, gather } = begin(state, action);
  const untilNs = state.nowNs + (action.do === 'advance' ? action.ms * 1_000_000 : 0);
  if (turn.state.held) change(turn, { nowNs: untilNs });
  const rests = turn.state.held ? [turn] : settle(turn, untilNs);
  return rests.map((after): Branch => {
    const gathered = gather(after, state);
    const outcome = endSeen(state, after, action, gathered) ?? gathered;
    forgetAnswers(after);
    return { state: after.state, outcome };
  });
}

/**
 * The end of the process as any action sees it in which it comes; behind an answer it is seen by the next one, and after
 * `quit` not at all.
 */
function endSeen(before: ModelState, turn: Turn, action: Action, gathered: Outcome): Outcome | null {
  const { machine } = turn.state;
  if (
    machine.state !== 'exited' ||
    (before.machine.state === 'exited' && !before.machine.untold) ||
    action.do === 'launch' ||
    action.do === 'wait-launch'
  )
    return null;
  if (machine.signal !== null) {
    const answered = isAnswer(gathered);
    if (answered !== machine.untold) changeMachine(turn, { untold: answered });
    return answered ? null : { see: 'died', signal: machine.signal, stderr: machine.stderr };
  }
  const replied = isAnswer(gathered) || ['qmp', 'send', 'receive', 'hmp', 'wait-exit'].includes(action.do);
  return replied ? null : { see: 'exit', status: machine.status, stderr: machine.stderr };
}

/** Whether something came that was said, or read, before the end. */
function isAnswer(gathered: Outcome): boolean {
  if (gathered.see === 'messages') return gathered.messages.length > 0;
  if (gathered.see === 'data') return gathered.bytes !== '';
  return ['return', 'error', 'greeting'].includes(gathered.see);
}

const done: Outcome = { see: 'done' };

function afterAdvance(after: Turn): Outcome {
  markNaps(after);
  return done;
}

function plant(turn: Turn, action: Extract<Action, { do: 'fault' }>): Plan {
  const { call: struck } = action;
  const named = struck === 'recvmsg' && action.object !== undefined && 'errno' in action.give;
  if (struck === 'fcntl' || struck === 'accept' || struck === 'sendmsg' || (struck === 'recvmsg' && !named))
    throw new ModelLimit(`which ${struck} a fault meets`);
  const { call, give, times = 1, object = null } = action;
  change(turn, { faults: [...turn.state.faults, { call, object, times, give }] });
  return seen(turn, done);
}

function observe(turn: Turn, action: Extract<Action, { do: 'observe' }>): Plan {
  if (action.what === 'port') return { turn, gather: (after) => observePort(after.state, action.port) };
  if (turn.state.machine.state === 'absent') return seen(turn, { see: 'closed' });
  return { turn, gather: (after) => ({ see: 'descriptors', held: heldDescriptors(after.state) }) };
}

function begin(state: ModelState, action: Action): Plan {
  const turn = turnAt(state);
  switch (action.do) {
    case 'launch':
    case 'wait-launch':
      if (action.do === 'launch') launch(turn, action);
      return { turn, gather: launchSeen };
    case 'wait-exit':
      return { turn, gather: (after) => waitExit(after.state) };
    case 'connect':
    case 'disconnect':
    case 'qmp':
    case 'send':
    case 'receive':
    case 'hmp':
      return beginManagement(turn, action);
    case 'guest-write':
    case 'guest-read':
    case 'register-read':
    case 'register-write':
      return beginGuest(turn, action);
    case 'observe':
      return observe(turn, action);
    case 'limit-descriptors':
      limitDescriptors(turn, action.free);
      return seen(turn, done);
    case 'advance':
      return { turn, gather: afterAdvance };
    case 'hold':
    case 'release':
      change(turn, { held: action.do === 'hold' });
      return seen(turn, done);
    case 'fault':
      return plant(turn, action);
    case 'driver-start':
    case 'driver-reset':
    case 'guest-messages':
    case 'guest-control':
    case 'guest-open':
    case 'guest-close':
    case 'guest-post':
    case 'guest-kick':
    case 'guest-queues':
    case 'guest-emergency-write':
      return beginDriver(turn, action);
    case 'witness-attach':
    case 'witness-detach':
    case 'witness-handlers':
    case 'witness-room':
    case 'witness-open':
    case 'witness-focus':
    case 'witness-write':
    case 'witness-watch':
    case 'witness-changes':
    case 'witness-take-fds':
    case 'witness-give-fds':
    case 'witness-disconnect':
    case 'witness-wait-connected':
      return seen(turn, performWitness(turn, action));
    case 'vc-keys':
      return type(turn, action);
    case 'screen':
      return seen(turn, { see: 'unknown' });
    case 'witness-records':
      return { turn, gather: (after) => takeRecords(after, action.port) };
    default:
      return seen(turn, performHost(turn, action));
  }
}

function type(turn: Turn, { chardev, bytes }: Extract<Action, { do: 'vc-keys' }>): Plan {
  if (turn.state.machine.state === 'exited') return seen(turn, { see: 'closed' });
  typeKeys(turn, chardev, bytes);
  return seen(turn, done);
}

function launchSeen({ state }: Turn): Outcome {
  const { machine } = state;
  if (state.launching !== null) return { see: 'silent' };
  if (machine.state !== 'exited') return { see: 'launched' };
  if (machine.signal !== null) return { see: 'died', signal: machine.signal, stderr: machine.stderr };
  return { see: 'exit', status: machine.status, stderr: machine.stderr };
}

function waitExit({ machine }: ModelState): Outcome {
  if (machine.state !== 'exited') throw new ModelLimit('the process does not end');
  if (machine.signal !== null) return { see: 'died', signal: machine.signal, stderr: machine.stderr };
  return { see: 'exit', status: machine.status, stderr: machine.stderr };
}

type Management = Extract<Action, { do: 'connect' | 'disconnect' | 'qmp' | 'send' | 'receive' | 'hmp' }>;

/** Whether a client still can talk there: the name is known, and the process lives. */
function isOpen(state: ModelState, name: string): boolean {
  const connection = state.connections.get(name);
  return connection !== undefined && connection.state !== 'left' && state.machine.state !== 'exited';
}

function beginManagement(turn: Turn, action: Management): Plan {
  const name = action.do === 'connect' ? action.as : (action.on ?? 'qmp');
  switch (action.do) {
    case 'connect':
      return connect(turn, action);
    case 'disconnect': {
      if ((turn.state.connections.get(name)?.state ?? 'left') === 'left') return seen(turn, { see: 'closed' });
      const waiting = connectionOf(turn.state, name).state === 'waiting';
      if (waiting && connectionOf(turn.state, name).inbound.length > 0)
        throw new ModelLimit('a client that was never served leaves messages behind');
      if (waiting) leaveUnserved(turn, name);
      else putConnection(turn, name, { state: 'left' });
      return seen(turn, done);
    }
    case 'qmp': {
      if (!isOpen(turn.state, name)) return seen(turn, { see: 'closed' });
      put(turn, name, { body: { command: envelope(action) }, descriptions: carried(turn, action.fds) });
      return { turn, gather: (after, before) => takeReply(after, before, name) };
    }
    case 'send': {
      if (!isOpen(turn.state, name)) {
        const gone = turn.state.machine.state === 'exited' && turn.state.connections.has(name);
        return gone
          ? { turn, gather: (after) => takeMessages(after, name, action.raw === true) }
          : seen(turn, { see: 'closed' });
      }
      if (connectionOf(turn.state, name).mode === 'hmp') throw new ModelLimit('raw bytes to a human monitor');
      if (action.bytes !== '')
        // no byte, no message: what was to ride on it goes nowhere (FDSET-01)
        put(turn, name, { body: { bytes: action.bytes }, descriptions: carried(turn, action.fds) });
      return { turn, gather: (after) => takeMessages(after, name, action.raw === true) };
    }
    case 'receive':
      return { turn, gather: (after) => takeMessages(after, name, action.raw === true) };
    case 'hmp': {
      if (!isOpen(turn.state, name)) return seen(turn, { see: 'closed' });
      if (/[^\0-\x7f]/.test(action.line)) throw new ModelLimit('bytes beyond ASCII in a human monitor');
      put(turn, name, { body: { bytes: `${action.line}\n` }, descriptions: carried(turn, action.fds) });
      return { turn, gather: (after) => takePrinted(after, name) };
    }
    default:
      return assertNever(action);
  }
}

/** The descriptions that a message carries, each with a reference of its own. */
function carried(turn: Turn, handles: readonly Handle[] = []): readonly number[] {
  return handles.map((name) => retain(turn, handle(turn, name)));
}

function put(turn: Turn, name: string, sending: Omit<Sending, 'sent'>): void {
  const { inbound, queue, busy, state, run } = connectionOf(turn.state, name);
  const isIdle = state === 'served' && inbound.length + queue.length === 0 && !busy;
  const sent = turn.state.held ? underWay(turn.state) : 0;
  const first = turn.state.held && isIdle ? { since: sent, bytes: 0 } : null;
  putConnection(turn, name, { inbound: [...inbound, { ...sending, sent }], run: inbound.length > 0 ? run : first });
}

/** Messages of all clients that wait to be read. */
function underWay({ connections }: State): number {
  let count = 0;
  for (const { inbound } of connections.values()) count += inbound.length;
  return count;
}

function envelope(action: Extract<Action, { do: 'qmp' }>): Value {
  const command: Record<string, Value> = {};
  command[action.oob === true ? 'exec-oob' : 'execute'] = action.execute;
  if (action.arguments !== undefined) command['arguments'] = action.arguments;
  if (action.id !== undefined) command['id'] = action.id;
  return command;
}

function connect(turn: Turn, action: Extract<Action, { do: 'connect' }>): Plan {
  const monitor = turn.state.monitors.get(action.monitor);
  if (monitor === undefined || turn.state.machine.state === 'exited') return seen(turn, { see: 'closed' });
  if (monitor.via !== 'listen') throw new ModelLimit(`monitor ${monitor.id} does not listen`);
  if (turn.state.connections.has(action.as)) throw new ModelLimit(`connection ${action.as} exists`);
  if (isFull(turn.state, monitor.id)) return seen(turn, { see: 'errno', errno: 'EAGAIN' });
  putEntry(turn, 'connections', action.as, freshConnection(action.as, monitor));
  return {
    turn,
    gather: (after) => {
      const connection = connectionOf(after.state, action.as);
      if (connection.mode === 'hmp') return done;
      if (connection.state !== 'served') return { see: 'silent' };
      const negotiated = action.negotiate !== false;
      if (negotiated && after.state.stall !== null) throw new ModelLimit('negotiating while the main loop is stuck');
      const oob = negotiated && (action.enable ?? []).includes('oob');
      putConnection(after, action.as, { output: [], negotiated, oob });
      if (negotiated) endTurn(after, monitor.id);
      return { see: 'greeting', capabilities: ['oob'] };
    },
  };
}

/** The newest reply that came during the action; events and older replies stay for `receive`. */
function takeReply(turn: Turn, before: ModelState, name: string): Outcome {
  const connection = turn.state.connections.get(name);
  if (connection === undefined) return { see: 'closed' };
  const old = before.connections.get(name)?.output.length ?? 0;
  const index = connection.output.findLastIndex((each) => 'return' in each || 'error' in each);
  const message = connection.output[index];
  if (message === undefined || index < old) return { see: 'silent' };
  putConnection(turn, name, { output: connection.output.filter((_, at) => at !== index) });
  if ('return' in message) return { see: 'return', value: valueSeen(message.return), ...idOf(message) };
  if ('error' in message) return { see: 'error', ...message.error, ...idOf(message) };
  throw new Error('a reply is a return or an error');
}

function idOf(message: { readonly id?: Value }): { readonly id?: Value } {
  return message.id === undefined ? {} : { id: message.id };
}

function takeMessages(turn: Turn, name: string, raw: boolean): Outcome {
  const connection = turn.state.connections.get(name);
  const left = connection?.state === 'left' && turn.state.machine.state !== 'exited';
  if (connection === undefined || left) return { see: 'closed' };
  const { output } = connection;
  const closed = turn.state.machine.state === 'exited';
  if (connection.mode === 'hmp') return humanText(turn.state, connection);
  putConnection(turn, name, { output: [] });
  if (raw) return { see: 'data', bytes: output.map(rawLine).join(''), end: closed };
  if (output.some((each) => 'return' in each && asRecord(each.return)?.['qemu'] !== undefined))
    throw new ModelLimit('the version of a build');
  return closed && output.length === 0 ? { see: 'closed' } : { see: 'messages', messages: output.map(messageSeen) };
}

/** What a human monitor has printed beyond its answers: nothing, unless an answer was late. */
function humanText(state: ModelState, { printed, inbound }: Connection): Outcome {
  if (printed.length > 0 || inbound.length > 0 || state.stall !== null) throw new ModelLimit('a late human monitor');
  return state.machine.state === 'exited' ? { see: 'closed' } : { see: 'text', text: '' };
}

function rawLine(message: Message): string {
  if ('return' in message && /frontend-open|: filename=/.test(JSON.stringify(message)))
    throw new ModelLimit('the labels of the harness');
  const text = 'greeting' in message || 'event' in message ? null : formatJson(asRecord(message as Value) ?? {});
  if (text === null) throw new ModelLimit('the exact bytes of this message');
  return `${text.replace(/\\u27E6fd:([0-9]+)\\u27E7/g, `${numberMark.open}$1${numberMark.close}`)}\r\n`;
}

function takePrinted(turn: Turn, name: string): Outcome {
  const connection = turn.state.connections.get(name);
  if (connection === undefined) return { see: 'closed' };
  const answered = connection.inbound.length === 0 && connection.state === 'served' && turn.state.stall === null;
  if (!answered) return { see: 'silent' };
  putConnection(turn, name, { printed: [] });
  return { see: 'text', text: withoutMarks(connection.printed.join('\n')) };
}
