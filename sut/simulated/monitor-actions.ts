import type { ManagementAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Message, Outcome } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { prompt } from '../engine/monitor/hmp.ts';
import { ownLabel, withoutOwn, withoutOwnIn, withoutOwnLines } from '../own-chardevs.ts';
import { collect, createLink, type Link, repliesBefore, takeBytes, takeMessages, takeOne, transmit } from './link.ts';
import { mapTexts, wireText } from './wire-json.ts';
import { descriptorOf, inward, inwardTo, outwardFrom, settle, type World } from './world.ts';

type Of<Do extends ManagementAction['do']> = Extract<ManagementAction, { readonly do: Do }>;

const closed: Outcome = { see: 'closed' };
const done: Outcome = { see: 'done' };
const silent: Outcome = { see: 'silent' };

function fdsOf(world: World, handles: readonly string[] | undefined): readonly number[] {
  return (handles ?? []).map((handle) => descriptorOf(world, handle));
}

/** Negotiates on a fresh connection, and drops the answer. */
export function negotiate(world: World, link: Link, enable: readonly 'oob'[] | undefined): void {
  const wanted = enable === undefined || enable.length === 0 ? '' : `, "arguments": {"enable": ["oob"]}`;
  transmit(world, link, `{"execute": "qmp_capabilities"${wanted}}\n`, []);
  link.hiddenLines = 1;
  settle(world);
  collect(world, link);
  takeOne(link, (message) => 'return' in message || 'error' in message);
}

/** Takes the greeting (or an HMP banner) of a connection that has settled; null: none came. */
export function takeGreeting(world: World, link: Link): readonly string[] | null {
  collect(world, link);
  if (link.mode === 'hmp') {
    link.rest = '';
    return [];
  }
  const message = takeOne(link, (each) => 'greeting' in each);
  return message !== null && 'greeting' in message ? message.greeting.capabilities : null;
}

function connect(world: World, action: Of<'connect'>): Outcome {
  const listening = world.launched?.listening.get(action.monitor);
  if (listening === undefined) throw new Error(`the launch has no listening monitor ${action.monitor}`);
  if (world.links.has(action.as)) throw new Error(`the scenario connects ${action.as} twice`);
  const { client } = world;
  const socket = client.socket('stream', { name: `${ownLabel}client`, closeOnExec: true });
  if (!socket.ok) return { see: 'errno', errno: socket.errno };
  const connected = client.connect(socket.value, listening.path);
  if (!connected.ok) {
    client.close(socket.value);
    return { see: 'errno', errno: connected.errno };
  }
  const link = createLink(world, listening.mode, socket.value);
  world.links.set(action.as, link);
  settle(world);
  const greeting = takeGreeting(world, link);
  if (link.mode === 'hmp') return done;
  if (greeting === null) return link.ended ? closed : silent;
  if (action.negotiate !== false) negotiate(world, link, action.enable);
  return { see: 'greeting', capabilities: greeting };
}

function disconnect(world: World, action: Of<'disconnect'>): Outcome {
  const link = world.links.get(action.on);
  if (link === undefined) return closed;
  world.links.delete(action.on);
  world.client.close(link.fd);
  settle(world);
  return done;
}

/** Replies come in request order, those still owed first; one out of band is known by its id. Source: QMP-09, QMP-12. */
function replyTo(link: Link, action: Of<'qmp'>, known: number): (message: Message, index: number) => boolean {
  if (action.oob === true && action.id !== undefined) {
    const id = JSON.stringify(action.id);
    return (message, index) => index >= known && 'id' in message && JSON.stringify(message.id) === id;
  }
  return (message, index) =>
    ('return' in message || 'error' in message) && index >= known && repliesBefore(link, index) >= link.owed;
}

const executing = '"execute": ';
const execOob = '"exec-oob": ';

function qmp(world: World, action: Of<'qmp'>): Outcome {
  const link = world.links.get(action.on ?? 'qmp');
  if (link === undefined) return closed;
  if (link.mode === 'hmp') throw new Error('the scenario sends a QMP command to an HMP connection');
  collect(world, link);
  const known = link.lines.length;
  const { ports } = world;
  const plainly = { text: inward, port: ports.numberOf };
  let command = `{${action.oob === true ? execOob : executing}${wireText(action.execute, plainly)}`;
  if (action.arguments !== undefined) {
    const naming = { text: (text: string): string => inward(ports.inText(text)), port: ports.numberOf };
    command += `, "arguments": ${wireText(action.arguments, naming)}`;
  }
  if (action.id !== undefined) command += `, "id": ${wireText(action.id, plainly)}`;
  if (!transmit(world, link, `${command}}\n`, fdsOf(world, action.fds))) return closed;
  settle(world);
  collect(world, link);
  const reply = takeOne(link, replyTo(link, action, known));
  if (reply !== null) return outcomeOfReply(outMessage(world, reply), action.execute);
  if (link.ended) return closed;
  link.owed += 1;
  return silent;
}

function outMessage(world: World, message: Message): Message {
  return mapTexts(message as unknown as Value, (text) => outwardFrom(world, text)) as unknown as Message;
}

function outcomeOfReply(reply: Message, execute: string): Outcome {
  if ('error' in reply) {
    const id = reply.id === undefined ? {} : { id: reply.id };
    return { see: 'error', class: reply.error.class, desc: reply.error.desc, ...id };
  }
  if (!('return' in reply)) throw new Error('the message was chosen as a reply');
  const id = reply.id === undefined ? {} : { id: reply.id };
  return { see: 'return', value: withoutOwn(reply.return, execute), ...id };
}

function receive(world: World, name: string, raw: boolean): Outcome {
  const link = world.links.get(name);
  if (link === undefined) return closed;
  if (link.mode === 'hmp') {
    const text = outwardFrom(world, takeBytes(world, link));
    return text === '' && link.ended ? closed : { see: 'text', text };
  }
  if (raw) return { see: 'data', bytes: outwardFrom(world, takeBytes(world, link)), end: link.ended };
  const messages = takeMessages(world, link).map((message) => withoutOwnIn(outMessage(world, message)));
  return messages.length === 0 && link.ended ? closed : { see: 'messages', messages };
}

function send(world: World, action: Of<'send'>): Outcome {
  const name = action.on ?? 'qmp';
  const link = world.links.get(name);
  if (link === undefined) return closed;
  transmit(world, link, inwardTo(world, action.bytes), fdsOf(world, action.fds));
  settle(world);
  return receive(world, name, action.raw === true);
}

function hmp(world: World, action: Of<'hmp'>): Outcome {
  const link = world.links.get(action.on);
  if (link === undefined) return closed;
  if (link.mode !== 'hmp') throw new Error(`the scenario sends an HMP line to QMP connection ${action.on}`);
  collect(world, link);
  link.rest = '';
  if (!transmit(world, link, `${inwardTo(world, action.line)}\n`, fdsOf(world, action.fds))) return closed;
  settle(world);
  collect(world, link);
  if (!link.rest.endsWith(prompt)) return link.ended ? closed : silent;
  const text = link.rest.slice(0, -prompt.length).replaceAll('\r', '').replace(/\n$/, '');
  link.rest = '';
  return { see: 'text', text: withoutOwnLines(outwardFrom(world, text), '\n') };
}

/** Does what a management client does, and settles. */
export function performManagement(world: World, action: ManagementAction): Outcome {
  switch (action.do) {
    case 'connect':
      return connect(world, action);
    case 'disconnect':
      return disconnect(world, action);
    case 'qmp':
      return qmp(world, action);
    case 'send':
      return send(world, action);
    case 'receive':
      return receive(world, action.on ?? 'qmp', action.raw === true);
    case 'hmp':
      return hmp(world, action);
    default:
      return assertNever(action);
  }
}
