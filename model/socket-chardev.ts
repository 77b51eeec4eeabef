import type { Backend } from './backend.ts';
import { type Chardev, freshChardev } from './chardev.ts';
import { addDescription, descriptionOf, objectOf, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, install } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { nameNotFound, takeNamed } from './getfd.ts';
import { ModelLimit } from './limit.ts';
import { canonicalPath, makeAt, unlinkPath } from './path.ts';
import { connectAt, type SocketLink } from './socket-link.ts';
import type { Outcomed, Turn } from './state.ts';

type SocketBackend = Extract<Backend, { type: 'socket' }>;

/** Clients that QEMU lets wait beside the first: the backlog of its listen(2). Source: SOCK-03. */
const backlog = 1;
/** Longest path of a unix socket, bytes. Source: SOCK-10. */
const pathBytesMax = 108;

/** File name of a server on a descriptor without a name, which has no socket at all. Source: experiment. */
const nobodysServer = 'disconnected:fd:,server=on';

const disconnected: SocketLink = {
  listener: null,
  listensAt: null,
  nameAlone: '',
  nameConnected: '',
  stream: true,
  target: null,
  reconnectNs: 0,
  dueNs: null,
};

/** What is wrong with the options together. Source: SOCK-07, SOCK-08, GETFD-08. */
function optionError(backend: SocketBackend): string | null {
  const { source, server, wait, reconnect, reconnectMs, tlsCredentials } = backend;
  if (tlsCredentials !== null) return `No TLS credentials with id '${tlsCredentials}'`;
  if (backend.tlsAuthorization !== null) return "'tls_authz' option requires 'tls_creds' option";
  const onDescriptor = source.from === 'name' || source.from === 'number';
  if (onDescriptor && reconnect !== null) return "'reconnect' option is incompatible with 'fd' address type";
  if (!onDescriptor && server && reconnect !== null)
    return "'reconnect' option is incompatible with socket in server listen mode";
  if (!server && wait !== null) return "'wait' option is incompatible with socket in client connect mode";
  if (!server && backend.websocket) return 'Websocket client is not implemented';
  if (reconnect !== null && reconnectMs !== null) return "'reconnect' and 'reconnect-ms' are mutually exclusive";
  return null;
}

/** A socket chardev at a path or on a passed descriptor. Source: SOCK-01..07, SOCK-20..22, GETFD-07..10. */
export function openSocket(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  monitor: string | null,
): Outcomed<Chardev> {
  const { source, server } = backend;
  const error = optionError(backend);
  if (error !== null) return { ok: false, text: error };
  if (backend.foreign !== null) throw new ModelLimit(`a socket chardev with ${backend.foreign}`);
  if (source.from === 'elsewhere') throw new ModelLimit(`a socket chardev of address type ${source.type}`);
  if (source.from === 'path') {
    refuseWaiting(backend);
    return server ? openServer(turn, label, source.path) : openClient(turn, label, source.path, backend);
  }
  const unnamed = (source.from === 'number' && source.word === '') || (source.from === 'name' && source.name === '');
  if (unnamed && server) {
    refuseWaiting(backend);
    const nameConnected = 'unix:,server=on';
    return made(label, nobodysServer, { ...disconnected, nameAlone: nobodysServer, nameConnected });
  }
  if (source.from === 'number' && !/^\s*[+-]?[0-9]+$/.test(source.word))
    return { ok: false, text: `Unable to parse FD number ${source.word}` };
  const word = source.from === 'number' ? source.word : source.name;
  const number = source.from === 'number' ? Number(source.word) : takeNamed(turn, monitor ?? '', source.name);
  if (source.from === 'number' && Number(word) > 2147483647) throw new ModelLimit('a number of more than 32 bits');
  if (number === null) return { ok: false, text: nameNotFound(word) };
  return openPassed(turn, label, backend, number, word);
}

function refuseWaiting({ server, wait }: SocketBackend): void {
  if (server && wait === true) throw new ModelLimit('a socket chardev that waits for its client');
}

function made(label: string, filename: string, link: SocketLink, number: number | null = null): Outcomed<Chardev> {
  const beOpen = number !== null;
  return {
    ok: true,
    value: { ...freshChardev, label, type: 'socket', filename, beOpen, input: number, output: number, link },
  };
}

/** Listens at a path, in the place of whatever lies there. Source: SOCK-03, SOCK-10, SOCK-20. */
function openServer(turn: Turn, label: string, path: string): Outcomed<Chardev> {
  const length = path.replaceAll('{dir}', '').length;
  if (length > pathBytesMax) return { ok: false, text: `UNIX socket path '${path}' is too long` };
  if (path === '') throw new ModelLimit('a socket at a path of its own choice');
  const gone = unlinkPath(turn, path);
  if (!gone.ok && gone.errno !== 'ENOENT' && gone.errno !== 'ENOTDIR')
    return { ok: false, text: `Failed to unlink socket ${path}: ${strerror(gone.errno)}` };
  const listener = makeAt(turn, path, { kind: 'listener', name: '', path, backlog, queue: [] });
  if (!listener.ok) return { ok: false, text: `Failed to bind socket to ${path}: ${strerror(listener.errno)}` };
  const description = addDescription(turn, listener.value, 'rw', ['nonblock']);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) throw new ModelLimit('a listening socket without a free descriptor');
  const nameConnected = `unix:${path},server=on`;
  const nameAlone = `disconnected:${nameConnected}`;
  const listensAt = canonicalPath(path);
  return made(label, nameAlone, { ...disconnected, listener: installed.value, listensAt, nameAlone, nameConnected });
}

/** Connects to a path: at once, or with `reconnect` again and again. Source: SOCK-04..06, SOCK-21. */
function openClient(turn: Turn, label: string, path: string, backend: SocketBackend): Outcomed<Chardev> {
  const ms = backend.reconnect !== null ? Number(backend.reconnect) * 1000 : Number(backend.reconnectMs ?? 0n);
  const nameConnected = turn.state.profile.clientShowsPeer ? `unix:${path}` : 'unix:';
  const nameAlone = `disconnected:unix:${path}`;
  const link: SocketLink = { ...disconnected, target: path, nameAlone, nameConnected };
  if (ms > 0) return made(label, nameAlone, { ...link, reconnectNs: ms * 1_000_000, dueNs: turn.state.nowNs });
  const connected = connectAt(turn, path);
  if (!connected.ok) return { ok: false, text: `Failed to connect to '${path}': ${strerror(connected.errno)}` };
  return made(label, nameConnected, link, connected.value);
}

/** On a descriptor that came from outside: listening, or connected. Source: GETFD-07..10, SOCK-22. */
function openPassed(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  number: number,
  word: string,
): Outcomed<Chardev> {
  const { source, server } = backend;
  const description = descriptionAt(turn.state, number);
  const object = description === null ? null : objectOf(turn.state, descriptionOf(turn.state, description).object);
  if (description === null || (object?.kind !== 'socket' && object?.kind !== 'listener')) {
    if (source.from === 'name') closeNumber(turn, number);
    return { ok: false, text: `File descriptor '${word}' is not a socket` };
  }
  if (server) {
    if (object.kind !== 'listener') {
      closeNumber(turn, number);
      const errno = object.type === 'dgram' ? 'EOPNOTSUPP' : 'EINVAL';
      return { ok: false, text: `Failed to listen on fd socket: ${strerror(errno)}` };
    }
    refuseWaiting(backend);
    const nameConnected = `unix:${object.path},server=on`;
    const nameAlone = `disconnected:${nameConnected}`;
    const listensAt = canonicalPath(object.path);
    return made(label, nameAlone, { ...disconnected, listener: number, listensAt, nameAlone, nameConnected });
  }
  if (object.kind === 'listener') throw new ModelLimit('a listening socket as a client chardev');
  const nameAlone = `disconnected:fd:${word}`;
  const link: SocketLink = { ...disconnected, nameAlone, nameConnected: 'unix:', stream: object.type === 'stream' };
  if (!object.connected && object.type === 'stream') {
    // It opens, finds nobody at the other end, and closes: a chardev without a descriptor.
    closeNumber(turn, number);
    return made(label, nameAlone, link);
  }
  setNonblock(turn, description, true);
  return made(label, 'unix:', link, number);
}
