import type { Action, ManagementAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Message, Outcome } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { withoutOwn, withoutOwnIn, withoutOwnLines } from '../own-chardevs.ts';
import { withSymbols } from '../symbols.ts';
import { closeChannel, transmit } from './channel.ts';
import { type ClientHandles, handleNamed } from './client-handles.ts';
import { awaitPrompt, type HmpLink, hmpLine } from './hmp-link.ts';
import { mapTexts, stringifyValue } from './json.ts';
import type { Libc } from './libc.ts';
import { learnTcpPorts } from './ports.ts';
import { awaitMessage, collect, commandEnd, type QmpLink, takeBytes, takeMessages } from './qmp-link.ts';
import { makeLink, negotiate, type RunningSystem } from './running-system.ts';
import { errnoOf } from './system-error.ts';
import { learnSockets, learnTerminal } from './terminals.ts';
import { inText, outText } from './texts.ts';

/** What the management actions of one session work on. */
export type Management = {
  readonly libc: Libc;
  readonly system: RunningSystem;
  readonly handles: ClientHandles;
  readonly timeoutMs: number;
  /** QEMU is stopped: no answer can come. */
  readonly held: boolean;
  readonly settle: () => void;
};

type Of<Do extends Action['do']> = Extract<ManagementAction, { readonly do: Do }>;

const closed: Outcome = { see: 'closed' };
const done: Outcome = { see: 'done' };
/** How long a listening monitor may take to greet once QEMU is at rest. */
const greetingMs = 150;

/** Does what a management client does. Always gives an outcome; a name that is not connected is `closed`. */
export function performManagement(management: Management, action: ManagementAction): Outcome {
  switch (action.do) {
    case 'connect':
      return connect(management, action);
    case 'disconnect':
      return disconnect(management, action);
    case 'qmp':
      return qmp(management, action);
    case 'send':
      return send(management, action);
    case 'receive':
      return receive(management, action.on ?? 'qmp', action.raw === true);
    case 'hmp':
      return hmp(management, action);
    default:
      return assertNever(action);
  }
}

function fdsOf(handles: ClientHandles, names: readonly string[] | undefined): readonly number[] {
  return (names ?? []).map((name) => handleNamed(handles, name).fd);
}

function connect(management: Management, action: Of<'connect'>): Outcome {
  const { libc, system } = management;
  const monitor = system.listening.get(action.monitor);
  if (monitor === undefined) throw new Error(`the scenario's launch has no listening monitor ${action.monitor}`);
  if (system.links.has(action.as)) throw new Error(`the scenario connects ${action.as} twice`);
  let fd: number;
  try {
    fd = libc.connect(monitor.path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    return { see: 'errno', errno };
  }
  const link = makeLink(action.monitor, monitor.mode, 'listen', fd, system.transcript, action.as);
  const others = [...system.links.values(), ...(system.control === undefined ? [] : [system.control])];
  if (link.kind === 'qmp') link.isLinewise = others.some((other) => 'isLinewise' in other && other.isLinewise); // it may wait long for its greeting
  system.links.set(action.as, link);
  management.settle();
  if (link.kind === 'hmp') {
    awaitPrompt(libc, link, greetingMs * system.qemu.slowness);
    return done;
  }
  const greeting = awaitMessage(libc, link, greetingMs * system.qemu.slowness, (message) => 'greeting' in message);
  if (typeof greeting === 'string') return { see: greeting === 'gone' ? 'closed' : 'silent' };
  if (!('greeting' in greeting)) throw new Error('the message was chosen as a greeting');
  if (action.negotiate !== false) negotiate(libc, link, action.enable, management.timeoutMs);
  return { see: 'greeting', capabilities: greeting.greeting.capabilities };
}

/** The harness's own monitor leaves before the last inherited one, which must be seen to be the last. */
function disconnect(management: Management, action: Of<'disconnect'>): Outcome {
  const { system } = management;
  const link = system.links.get(action.on);
  if (link === undefined) return closed;
  system.links.delete(action.on);
  const pairsLeft = [...system.links.values()].some(({ via }) => via === 'pair');
  if (link.via === 'pair' && !pairsLeft && system.control !== undefined) {
    closeChannel(system.control.channel);
    system.control = undefined;
    management.settle();
  }
  closeChannel(link.channel);
  return done;
}

function qmpLinkNamed(system: RunningSystem, name: string): QmpLink | undefined {
  const link = system.links.get(name);
  if (link?.kind === 'hmp') throw new Error(`connection ${name} speaks HMP`);
  return link;
}

function qmp(management: Management, action: Of<'qmp'>): Outcome {
  const { libc, system, handles } = management;
  const link = qmpLinkNamed(system, action.on ?? 'qmp');
  if (link === undefined) return closed;
  collect(libc, link);
  const known = link.lines.length;
  const command: { [key: string]: Value } = { [action.oob === true ? 'exec-oob' : 'execute']: action.execute };
  if (action.arguments !== undefined)
    command['arguments'] = mapTexts(handles.ports.inValue(action.arguments), (text) => inText(handles, text));
  if (action.id !== undefined) command['id'] = mapTexts(action.id, (text) => inText(handles, text));
  const bytes = `${Buffer.from(stringifyValue(command)).toString('latin1')}${commandEnd(link)}`;
  const patienceMs = management.held ? 0 : (action.patienceMs ?? management.timeoutMs);
  if (!transmit(libc, link.channel, bytes, fdsOf(handles, action.fds), patienceMs)) return closed;
  const reply = awaitMessage(libc, link, patienceMs, replyTo(link, action, known));
  if (reply === 'gone') return closed;
  if (reply === 'silent') {
    link.owed += 1;
    return { see: 'silent' };
  }
  learnTerminal(handles, action, reply);
  learnSockets(libc, system, handles, action.arguments);
  if ('return' in reply && asksForPort(action)) learnTcpPorts(libc, system, handles);
  return outcomeOfReply(outMessage(handles, reply), action.execute);
}

/** A chardev that may have found a port by itself. */
function asksForPort({ execute, arguments: given }: Of<'qmp'>): boolean {
  return (
    (execute === 'chardev-add' || execute === 'chardev-change') && JSON.stringify(given ?? null).includes('"inet"')
  );
}

/**
 * Replies come in request order: those still owed come first and stay for `receive`. An out-of-band reply overtakes
 * and is known by its id. Source: QMP-09, QMP-12.
 */
function replyTo(link: QmpLink, action: Of<'qmp'>, known: number): (message: Message, index: number) => boolean {
  if (action.oob === true && action.id !== undefined) {
    const id = JSON.stringify(action.id);
    return (message, index) => index >= known && 'id' in message && JSON.stringify(message.id) === id;
  }
  return (message, index) => {
    if (!('return' in message) && !('error' in message)) return false;
    const earlier = link.lines.slice(0, index).filter((line) => 'return' in line.message || 'error' in line.message);
    return earlier.length >= link.owed && index >= known;
  };
}

function outcomeOfReply(reply: Message, execute: string): Outcome {
  if ('error' in reply) {
    const id = reply.id === undefined ? {} : { id: reply.id };
    return { see: 'error', class: reply.error.class, desc: reply.error.desc, ...id };
  }
  if (!('return' in reply)) throw new Error('the message was chosen as a reply');
  const id = reply.id === undefined ? {} : { id: reply.id };
  const value = withoutOwn(reply.return, execute);
  const isRing = execute === 'ringbuf-read' && typeof value === 'string';
  return { see: 'return', value: isRing ? withSymbols(value, true) : value, ...id };
}

function outMessage(handles: ClientHandles, message: Message): Message {
  return mapTexts(message as unknown as Value, (text) => outText(handles, text)) as unknown as Message;
}

function send(management: Management, action: Of<'send'>): Outcome {
  const { libc, system, handles } = management;
  const name = action.on ?? 'qmp';
  const link = system.links.get(name);
  if (link === undefined) return closed;
  const bytes = inText(handles, action.bytes);
  transmit(libc, link.channel, bytes, fdsOf(handles, action.fds), management.timeoutMs);
  management.settle();
  return receive(management, name, action.raw === true);
}

function receive(management: Management, name: string, raw: boolean): Outcome {
  const { libc, system, handles } = management;
  const link = system.links.get(name);
  if (link === undefined) return closed;
  if (link.kind === 'hmp') return receiveText(libc, link, handles);
  if (raw) {
    const bytes = outText(handles, takeBytes(libc, link));
    return { see: 'data', bytes, end: link.channel.ended };
  }
  const messages = takeMessages(libc, link).map((message) => withoutOwnIn(outMessage(handles, message)));
  return messages.length === 0 && link.channel.ended ? closed : { see: 'messages', messages };
}

function receiveText(libc: Libc, link: HmpLink, handles: ClientHandles): Outcome {
  awaitPrompt(libc, link, 0);
  const text = outText(handles, link.channel.received);
  link.channel.received = '';
  return text === '' && link.channel.ended ? closed : { see: 'text', text };
}

function hmp(management: Management, action: Of<'hmp'>): Outcome {
  const { libc, system, handles } = management;
  const link = system.links.get(action.on);
  if (link === undefined) return closed;
  if (link.kind !== 'hmp') throw new Error(`connection ${action.on} speaks QMP`);
  const patienceMs = action.patienceMs ?? management.timeoutMs;
  const answer = hmpLine(libc, link, inText(handles, action.line), fdsOf(handles, action.fds), patienceMs);
  if (answer === 'silent') return { see: 'silent' };
  if (answer === 'gone') return closed;
  return { see: 'text', text: withoutOwnLines(outText(handles, answer.text), '\n') };
}
