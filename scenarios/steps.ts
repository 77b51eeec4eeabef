import type { Handle } from '../model/language/action.ts';
import type { WitnessRecord } from '../model/language/outcome.ts';
import type { Value } from '../model/language/value.ts';
import type { Expectation, ExpectedOutcome, Step } from './scenario.ts';

/** Where the listening socket chardevs of scenarios are bound. */
export const socketPath: string = '{dir}/s';
/** The reply `{}`. */
export const empty: ExpectedOutcome = { see: 'return', value: {} };
/** What was done without more to say. */
export const done: ExpectedOutcome = { see: 'done' };

/** An error reply of class GenericError with exactly this text. */
export function refusal(desc: string): ExpectedOutcome {
  return { see: 'error', class: 'GenericError', desc };
}

/** A command and what must be seen, by default `{}`. */
export function command(execute: string, parameters: Value, expectation: Expectation = empty): Step {
  return [{ do: 'qmp', execute, arguments: parameters }, expectation];
}

/** chardev-add, by default successful. */
export function addChardev(id: string, type: string, data: Value = {}, expectation: Expectation = empty): Step {
  return command('chardev-add', { id, backend: { type, data } }, expectation);
}

/** chardev-change, by default successful. Source: SWAP-S01. */
export function swapChardev(id: string, type: string, data: Value = {}, expectation: Expectation = empty): Step {
  return command('chardev-change', { id, backend: { type, data } }, expectation);
}

/** What socket backends are made of that listen at a path, without waiting for a client. Source: SOCK-01. */
export function serverAt(path: string): Value {
  return { addr: { type: 'unix', data: { path } }, server: true, wait: false };
}

/** chardev-add of a hub over these members. Source: HUB-01. */
export function addHub(id: string, chardevs: readonly string[], expectation: Expectation = empty): Step {
  return addChardev(id, 'hub', { chardevs: [...chardevs] }, expectation);
}

/** chardev-add of a socket that listens at `{dir}/s` without waiting for a client. Source: SOCK-01. */
export function addServer(id: string, path: string = socketPath): Step {
  return addChardev(id, 'socket', { addr: { type: 'unix', data: { path } }, server: true, wait: false });
}

/** chardev-remove, by default successful. */
export function removeChardev(id: string, expectation: Expectation = empty): Step {
  return command('chardev-remove', { id }, expectation);
}

/** chardev-send-break, by default successful. */
export function sendBreak(id: string, expectation: Expectation = empty): Step {
  return command('chardev-send-break', { id }, expectation);
}

/** Everything that a ring buffer holds is taken and must be this (ASCII) text. */
export function ringHolds(device: string, text: string): Step {
  return command('ringbuf-read', { device, size: 65536 }, { see: 'return', value: text });
}

/** query-chardev's entries: label, filename, frontend-open; by label. */
export function entries(...rows: readonly (readonly [string, string, boolean])[]): ExpectedOutcome {
  return {
    see: 'return',
    value: rows.map(([label, filename, open]) => ({ label, filename, 'frontend-open': open })),
  };
}

/** query-chardev. Source: CHR-15. */
export function listed(...rows: readonly (readonly [string, string, boolean])[]): Step {
  return [{ do: 'qmp', execute: 'query-chardev' }, entries(...rows)];
}

/** The guest sends bytes; by default the port takes all. */
export function guestSends(port: string, bytes: string, count: number = bytes.length): Step {
  return [
    { do: 'guest-write', port, bytes },
    { see: 'accepted', count },
  ];
}

/** The guest takes what has arrived at a port. */
export function guestGets(port: string, bytes: string): Step {
  return [
    { do: 'guest-read', port },
    { see: 'data', bytes, end: false },
  ];
}

/** One register is read. */
export function register(port: string, number: number, value: number): Step {
  return [
    { do: 'register-read', port, register: number },
    { see: 'register', value },
  ];
}

/** A client of a listening socket chardev connects. */
export function connects(as: Handle, path: string = socketPath): Step {
  return [{ do: 'connect-socket', as, path }, done];
}

/** A peer writes; by default all is taken. */
export function peerSends(to: Handle, bytes: string, count: number = bytes.length): Step {
  return [
    { do: 'write', to, bytes },
    { see: 'wrote', count },
  ];
}

/** A peer reads what is there; `end`: and meets the end. */
export function peerGets(from: Handle, bytes: string, end = false): Step {
  return [
    { do: 'read', from },
    { see: 'data', bytes, end },
  ];
}

/** A peer closes its end. */
export function closes(handle: Handle): Step {
  return [{ do: 'close', handle }, done];
}

/** A witness frontend attaches. */
export function attaches(port: string, chardev: string, expectation: Expectation = done): Step {
  return [{ do: 'witness-attach', port, chardev }, expectation];
}

/** A witness frontend detaches. */
export function detaches(port: string): Step {
  return [{ do: 'witness-detach', port }, done];
}

/** A witness frontend sets its handlers, with sync_state. */
export function listens(port: string): Step {
  return [{ do: 'witness-handlers', port, listening: true }, done];
}

/** A witness frontend clears its handlers. */
export function stopsListening(port: string): Step {
  return [{ do: 'witness-handlers', port, listening: false }, done];
}

/** A witness frontend offers room. */
export function offers(port: string, room: number): Step {
  return [{ do: 'witness-room', port, room }, done];
}

/** A witness frontend writes once and sees this count. */
export function writes(port: string, bytes: string, count: number = bytes.length): Step {
  return [
    { do: 'witness-write', port, bytes },
    { see: 'accepted', count },
  ];
}

/** A witness frontend writes once and sees an error. */
export function writeFails(port: string, bytes: string, errno: string): Step {
  return [
    { do: 'witness-write', port, bytes },
    { see: 'errno', errno },
  ];
}

/** What a witness frontend was told since it was last asked. */
export function told(port: string, ...records: readonly WitnessRecord[]): Step {
  return [
    { do: 'witness-records', port },
    { see: 'records', records },
  ];
}

/** What a human monitor echoes while this (ASCII) line is typed and ended: the whole line anew at each byte. */
export function echoOf(line: string): string {
  let echo = '';
  for (let length = 1; length <= line.length; length += 1) {
    echo += `${'\x1b[D'.repeat(length - 1)}${line.slice(0, length)}\x1b[K`;
  }
  return `${echo}\r\n`;
}

/** What a process says that cannot be started with these words, on one line or several. */
export function startFails(args: readonly string[], ...stderr: readonly string[]): Step {
  return [
    { do: 'launch', args },
    { see: 'exit', status: 1, stderr: stderr.map((line) => `qemu-system-x86_64: ${line}`) },
  ];
}

/** The QMP value of a TCP address on 127.0.0.1 at a named port, with further members. */
export function tcpAddress(port: string, more: Readonly<Record<string, Value>> = {}): Value {
  return { type: 'inet', data: { host: '127.0.0.1', port, ...more } };
}

/** chardev-add of a socket that listens at `{port:NAME}` without waiting for a client. */
export function addTcpServer(id: string, port: string, more: Readonly<Record<string, Value>> = {}): Step {
  return addChardev(id, 'socket', { addr: tcpAddress(`{port:${port}}`), server: true, wait: false, ...more });
}

/** A client of a TCP port connects. */
export function connectsTo(as: Handle, port: string): Step {
  return [{ do: 'connect-socket', as, port }, done];
}

/** A TCP connection ends by a reset. */
export function resets(handle: Handle): Step {
  return [{ do: 'reset', handle }, done];
}

/** A websocket client's request; headers in the order given. */
export function websocketRequest(headers: readonly string[] = websocketHeaders, first = 'GET / HTTP/1.1'): string {
  return `${[first, ...headers].join('\r\n')}\r\n\r\n`;
}

/** What a request needs, with the key of the standard's example. */
export const websocketHeaders: readonly string[] = [
  'Host: example',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];

/** The answer to `websocketRequest()`; `protocol`: the client has named one. */
export function websocketAccepted(protocol = false): string {
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Server: QEMU VNC',
    'Date: {date}',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ...(protocol ? ['Sec-WebSocket-Protocol: binary'] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

const mask = [1, 2, 3, 4] as const;

/** A client's frame, masked with 1 2 3 4; `first` is its first byte: 0x82 for whole binary ones. */
export function clientFrame(first: number, payload: string): string {
  const { length } = payload;
  const size =
    length < 126
      ? String.fromCharCode(0x80 | length)
      : `\xfe${String.fromCharCode(length >> 8)}${String.fromCharCode(length & 0xff)}`;
  const masked = [...payload].map((each, at) => String.fromCharCode(each.charCodeAt(0) ^ (mask[at % 4] ?? 0)));
  return String.fromCharCode(first) + size + String.fromCharCode(...mask) + masked.join('');
}

/** An error of a monitor that says the same everywhere, or one in JSON: where 11.1 sees it, what it says, and what 11.1 says if not the same. */
export type MonitorError = string | readonly [place: string, text: string, since111?: string];

/** Nothing but these errors. Source: QMP-07. */
export function jsonErrors(...errors: readonly MonitorError[]): Extract<Expectation, { readonly byProfile: unknown }> {
  const told = (text: (error: Exclude<MonitorError, string>) => string): ExpectedOutcome => ({
    see: 'messages',
    messages: errors.map((error) => ({
      error: { class: 'GenericError', desc: typeof error === 'string' ? error : text(error) },
    })),
  });
  return {
    byProfile: {
      'qemu-11.1': told(([place, text, since111 = text]) => `${place}: JSON parse error, ${since111}`),
      else: told(([, text]) => `JSON parse error, ${text}`),
    },
  };
}
