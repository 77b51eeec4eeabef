import type { Backend } from './backend.ts';
import { descriptionOf, objectOf, setNonblock } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { nameNotFound, takeNamed } from './getfd.ts';
import { ModelLimit } from './limit.ts';
import { canonicalPath, lookUp } from './path.ts';
import type { Outcomed, Turn } from './state.ts';

type SocketBackend = Extract<Backend, { type: 'socket' }>;
/** What a socket chardev starts with. */
type SocketStart = {
  readonly filename: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly listensAt: string | null;
  readonly filenameAlone: string | null;
};

/** The failures of a client on a path; there is nobody of ours to connect to. Source: S0-7, SOCK-04. */
function connectError(turn: Turn, path: string, server: boolean): string {
  if (path === '' && !server) return `Failed to connect to '': ${strerror('ECONNREFUSED')}`;
  const found = lookUp(turn.state, path);
  if (server || found.ok) throw new ModelLimit('a socket chardev that listens or connects at a path');
  return `Failed to connect to '${path}': ${strerror(found.errno)}`;
}

/** A socket chardev on a passed descriptor: checks, look-up, and what it becomes. Source: GETFD-07..10, SOCK-07. */
export function openSocket(turn: Turn, backend: SocketBackend, monitor: string | null): Outcomed<SocketStart> {
  const { source } = backend;
  if (backend.tlsCredentials !== null)
    return { ok: false, text: `No TLS credentials with id '${backend.tlsCredentials}'` };
  if (source.from === 'elsewhere') throw new ModelLimit(`a socket chardev of address type ${source.type}`);
  if (backend.reconnect !== null && source.from !== 'path')
    return { ok: false, text: "'reconnect' option is incompatible with 'fd' address type" };
  if (backend.reconnect !== null && backend.server)
    return { ok: false, text: "'reconnect' option is incompatible with socket in server listen mode" };
  if (backend.wait !== null && !backend.server)
    return { ok: false, text: "'wait' option is incompatible with socket in client connect mode" };
  if (source.from === 'path') return { ok: false, text: connectError(turn, source.path, backend.server) };
  const nameless = source.from === 'number' ? source.word === '' : source.name === '';
  if (nameless && backend.server) {
    if (backend.wait === true) throw new ModelLimit('a socket chardev that waits for its client');
    const filename = 'disconnected:fd:,server=on';
    return { ok: true, value: { filename, input: null, output: null, listensAt: null, filenameAlone: null } };
  }
  if (source.from === 'number' && !/^\s*[+-]?[0-9]+$/.test(source.word))
    return { ok: false, text: `Unable to parse FD number ${source.word}` };
  const word = source.from === 'number' ? source.word : source.name;
  const number = source.from === 'number' ? Number(source.word) : takeNamed(turn, monitor ?? '', source.name);
  if (source.from === 'number' && Number(word) > 2147483647) throw new ModelLimit('a number of more than 32 bits');
  if (number === null) return { ok: false, text: nameNotFound(word) };
  const description = descriptionAt(turn.state, number);
  const object = description === null ? null : objectOf(turn.state, descriptionOf(turn.state, description).object);
  if (description === null || (object?.kind !== 'socket' && object?.kind !== 'listener')) {
    if (source.from === 'name') closeNumber(turn, number);
    return { ok: false, text: `File descriptor '${word}' is not a socket` };
  }
  if (backend.server) {
    if (object.kind !== 'listener') {
      closeNumber(turn, number);
      const errno = object.type === 'dgram' ? 'EOPNOTSUPP' : 'EINVAL';
      return { ok: false, text: `Failed to listen on fd socket: ${strerror(errno)}` };
    }
    if (backend.wait === true) throw new ModelLimit('a socket chardev that waits for its client');
    const filename = `disconnected:unix:${object.path},server=on`;
    return {
      ok: true,
      value: { filename, input: number, output: null, listensAt: canonicalPath(object.path), filenameAlone: null },
    };
  }
  if (object.kind === 'listener') throw new ModelLimit('a listening socket as a client chardev');
  if (!object.connected && object.type === 'stream') {
    // It opens, finds nobody at the other end, and closes: a chardev without a descriptor.
    closeNumber(turn, number);
    return {
      ok: true,
      value: { filename: `disconnected:fd:${word}`, input: null, output: null, listensAt: null, filenameAlone: null },
    };
  }
  setNonblock(turn, description, true);
  const filenameAlone = object.type === 'stream' ? `disconnected:fd:${word}` : null;
  return { ok: true, value: { filename: 'unix:', input: number, output: number, listensAt: null, filenameAlone } };
}
