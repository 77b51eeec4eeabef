import type { Backend } from './backend.ts';
import { type Chardev, changedChardev, freshChardev } from './chardev.ts';
import { presentPort } from './chosen-port.ts';
import { bindsWhenMade } from './defect.ts';
import { addDescription, descriptionOf, isHeldBySome, putObject, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, install, lowestFree, objectAt } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { nameNotFound, takeNamed } from './getfd.ts';
import { type InetAddress, type ListenHost, planListening, resolveTarget, showPort } from './inet-address.ts';
import type { Profile } from './language/profile.ts';
import { ModelLimit } from './limit.ts';
import type { ObjectNumber } from './object.ts';
import { canonicalPath, makeAt, unlinkPath } from './path.ts';
import { isSamePlace, nameAlone, type SocketName } from './socket-address.ts';
import { connectOwn, orphanInstances, unconnected } from './socket-attempt.ts';
import { listenersOf } from './socket-link.ts';
import type { SocketLink } from './socket-link-record.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { listenAt } from './unix-socket.ts';

type SocketBackend = Extract<Backend, { type: 'socket' }>;

/** Clients that QEMU lets wait beside the first: the backlog of its listen(2). Source: SOCK-03. */
const backlog = 1;
/** Longest path of a unix socket, bytes; an abstract name has a NUL before it. Source: SOCK-10. */
const pathBytesMax = 108;

/** What is wrong with the options together. Source: SOCK-07, SOCK-08, GETFD-08. */
function optionError(backend: SocketBackend, profile: Profile): string | null {
  const { source, protocol, wait, reconnect, reconnectMs, tlsCredentials } = backend;
  const { server, websocket } = protocol;
  if (tlsCredentials !== null) return `No TLS credentials with id '${tlsCredentials}'`;
  if (backend.tlsAuthorization !== null) return "'tls_authz' option requires 'tls_creds' option";
  const onDescriptor = source.from === 'name' || source.from === 'number';
  // milliseconds are looked at by those that know no seconds any more
  const word = profile.reconnectSeconds ? 'reconnect' : 'reconnect-ms';
  const reconnects = (profile.reconnectSeconds ? reconnect : reconnectMs) !== null;
  if (onDescriptor && reconnects) return `'${word}' option is incompatible with 'fd' address type`;
  if (!onDescriptor && server && reconnects)
    return `'${word}' option is incompatible with socket in server listen mode`;
  if (!server && wait !== null) return "'wait' option is incompatible with socket in client connect mode";
  if (!server && websocket) return 'Websocket client is not implemented';
  if (reconnect !== null && reconnectMs !== null) return "'reconnect' and 'reconnect-ms' are mutually exclusive";
  return null;
}

/** A socket chardev at an address or on a passed descriptor. Source: SOCK-01..11, SOCK-20..22, GETFD-07..10. */
export function openSocket(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  monitor: string | null,
  replaces: boolean,
): Outcomed<Chardev> {
  const { source } = backend;
  const { server } = backend.protocol;
  const error = optionError(backend, turn.state.profile);
  if (error !== null) return { ok: false, text: error };
  if (orphanInstances(turn.state).includes(label)) return { ok: false, text: 'duplicate yank instance' };
  if (server && replaces && listensLater(turn.state, backend)) return planServer(label, backend);
  if (source.from === 'elsewhere') throw new ModelLimit(`a socket chardev of address type ${source.type}`);
  if (source.from === 'inet')
    return server
      ? openInetServer(turn, label, backend, source.address)
      : openInet(turn, label, backend, source.address);
  if (source.from === 'place')
    return server ? openServer(turn, label, backend, source.at) : openPlace(turn, label, backend, source.at);
  const word = source.from === 'number' ? source.word : source.name;
  if (server && word === '') {
    if (backend.wait === true) throw new ModelLimit('a server without a socket that waits');
    return made(label, backend, { is: 'fd', word });
  }
  if (source.from === 'number' && !/^\s*[+-]?[0-9]+$/.test(word))
    return { ok: false, text: `Unable to parse FD number ${word}` };
  const number = source.from === 'number' ? Number(word) : takeNamed(turn, monitor ?? '', source.name);
  if (source.from === 'number' && Number(word) > 2147483647) throw new ModelLimit('a number of more than 32 bits');
  if (number === null) return { ok: false, text: nameNotFound(word) };
  return openPassed(turn, label, backend, number, word);
}

/** Whether a server that takes another's place listens only then. Source: RACE-S02, ENG-15. */
function listensLater(state: ModelState, { source, wait }: SocketBackend): boolean {
  return wait !== true && (source.from === 'inet' || source.from === 'place') && !bindsWhenMade(state);
}

/** A server that listens nowhere yet. */
function planServer(label: string, backend: SocketBackend): Outcomed<Chardev> {
  const { source } = backend;
  if (source.from === 'place') {
    const long = tooLong(source.at);
    if (long !== null) return { ok: false, text: long };
    return made(label, backend, source.at);
  }
  if (source.from !== 'inet') throw new Error('listens at once');
  return made(label, backend, { is: 'inet', host: source.address.host, port: source.address.port });
}

/** It takes over what the old one listens on, if that is its place, or listens on its own. Source: ENG-21, SAFE-19. */
export function listenInPlace(turn: Turn, chardev: Chardev, backend: Backend, old: Chardev): Outcomed<Chardev> {
  if (!isPutOff(turn.state, backend) || chardev.link === null) return { ok: true, value: chardev };
  const { source } = backend;
  const { label } = chardev;
  const kept = handedOverTo(turn.state, backend, old);
  if (source.from === 'inet') return openInetServer(turn, label, backend, source.address, kept);
  if (source.from !== 'place') throw new Error('listens at once');
  const [listener] = kept;
  if (listener === undefined) return openServer(turn, label, backend, source.at);
  return made(label, backend, source.at, { listener, listensAt: old.link?.listensAt ?? null });
}

/** Whether it listens only once it has its place. Source: RACE-S02, ENG-15. */
function isPutOff(state: ModelState, backend: Backend): backend is SocketBackend {
  return backend.type === 'socket' && backend.protocol.server && listensLater(state, backend);
}

/** What the old one listens on where it will: it has these sockets. Source: SAFE-19. */
export function handedOverTo(state: ModelState, backend: Backend, old: Chardev): readonly number[] {
  if (!isPutOff(state, backend)) return [];
  const places = firstPlaces(backend.source);
  return listenersOf(old.link).filter((number) => {
    const at = placeOf(state, number);
    return at !== null && places.some((place) => isSamePlace(place, at));
  });
}

/** Where the socket of this number listens, `null` if nowhere. */
function placeOf(state: ModelState, number: number): SocketName | null {
  const object = objectAt(state, number);
  return object?.kind === 'listener' ? object.at : null;
}

/**
 * The path that goes with a chardev: that of whatever has its listener's number by now, `null` if there is none.
 * Source: CHR-13, DEF-01, experiment (a number that somebody else closed and a later server got).
 */
export function listeningPath(state: ModelState, chardev: Chardev): string | null {
  const at = chardev.link?.listensAt == null ? null : placeOf(state, chardev.link?.listener ?? -1);
  return at?.is === 'path' ? canonicalPath(at.path) : null;
}

/** Where it listens if nothing is in the way, by path or port. */
function firstPlaces(source: SocketBackend['source']): readonly SocketName[] {
  if (source.from === 'place') return source.at.is === 'path' ? [source.at] : [];
  const plan = source.from === 'inet' ? planListening(source.address) : null;
  const port = plan?.ok ? plan.value.ports[0] : undefined;
  if (!plan?.ok || port === undefined) return [];
  return plan.value.hosts.map(({ host }) => ({ is: 'inet', host, port: showPort(port) }));
}

function made(
  label: string,
  { protocol }: SocketBackend,
  alone: Parameters<typeof nameAlone>[0],
  members: Partial<SocketLink> = {},
  number: number | null = null,
): Outcomed<Chardev> {
  const filename = nameAlone(alone, protocol);
  const link: SocketLink = {
    protocol,
    listener: null,
    beside: null,
    listensAt: null,
    stream: true,
    target: null,
    told: '',
    reconnectNs: 0,
    dueNs: null,
    arrived: null,
    negotiating: null,
    websocket: null,
    lingering: [],
    telnet: 'data',
    received: [],
    given: [],
    complained: false,
    ...members,
  };
  const beOpen = number !== null;
  return {
    ok: true,
    value: changedChardev(freshChardev(label, 'socket', filename), { beOpen, input: number, output: number, link }),
  };
}

/** Gives a listening socket of QEMU's own a number. */
function installListener(turn: Turn, object: ObjectNumber): number {
  const description = addDescription(turn, object, 'rw', []);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) throw new ModelLimit('a listening socket without a free descriptor');
  return installed.value;
}

/** There is no number for the socket; this is found out before anything is done with its address. */
function noSocket(told: string): { readonly ok: false; readonly text: string } {
  return { ok: false, text: `${told}: ${strerror('EMFILE')}` };
}

function tooLong(at: SocketName): string | null {
  if (at.is === 'inet') return null;
  const text = at.is === 'path' ? at.path : at.name;
  const length = text.replaceAll(/\{dir\}|\{socket:.*\}/g, '').length + (at.is === 'abstract' ? 1 : 0);
  return length > pathBytesMax ? `UNIX socket path '${text}' is too long` : null;
}

/** Listens at a path, in the place of whatever lies there, or at an abstract name. Source: SOCK-03, SOCK-10, SOCK-20. */
function openServer(turn: Turn, label: string, backend: SocketBackend, at: SocketName): Outcomed<Chardev> {
  if (lowestFree(turn.state) === null) return noSocket('Failed to create Unix socket');
  const long = tooLong(at);
  if (long !== null) return { ok: false, text: long };
  if (at.is === 'abstract') {
    const told = { ...at, tightTold: !at.padded };
    const listener = listenAt(turn, '', told, backlog);
    if (!listener.ok) return { ok: false, text: `Failed to bind socket to ${at.name}: ${strerror(listener.errno)}` };
    return made(label, backend, told, { listener: installListener(turn, listener.value) });
  }
  if (at.is !== 'path') throw new Error('an inet server is planned elsewhere');
  if (at.path === '') return openServer(turn, label, backend, { ...at, path: `{socket:${label}}` }); // SOCK-11
  const { path } = at;
  const gone = unlinkPath(turn, path);
  if (!gone.ok && gone.errno !== 'ENOENT' && gone.errno !== 'ENOTDIR')
    return { ok: false, text: `Failed to unlink socket ${path}: ${strerror(gone.errno)}` };
  const listener = makeAt(turn, path, { kind: 'listener', name: '', at, backlog, queue: [] });
  if (!listener.ok) return { ok: false, text: `Failed to bind socket to ${path}: ${strerror(listener.errno)}` };
  return made(label, backend, at, {
    listener: installListener(turn, listener.value),
    listensAt: canonicalPath(path),
  });
}

type Listening = { readonly at: SocketName; readonly number: number };

/**
 * Listens at each host, at the first port that is free; a host that has none is no matter beside one that has. `kept`: sockets
 * that listen at some of its places already. Source: SOCK-10, SOCK-11, SAFE-19, experiment on all three releases.
 */
function openInetServer(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  address: InetAddress,
  kept: readonly number[] = [],
): Outcomed<Chardev> {
  const plan = planListening(address);
  if (!plan.ok) return plan;
  const { hosts, ports } = plan.value;
  const isFull = kept.length === 0 && lowestFree(turn.state) === null;
  // of several ports the first passes the failure over, and the second takes itself for a later one
  if (isFull)
    return noSocket(ports.length > 1 ? 'Failed to recreate failed listening socket' : 'Failed to create a socket');
  const old = kept.flatMap((number) => [{ number, at: placeOf(turn.state, number) }]);
  const found = hosts.map((host, index): Listening | null => {
    const mine = old.find(({ at }) => at?.is === 'inet' && at.host === host.host);
    if (mine?.at != null) return { at: mine.at, number: mine.number };
    const chosen = `{port:chardev ${label}${index === 0 ? '' : ' beside'}}`;
    if (ports.length === 0 && isInUse(turn.state, label, chosen)) throw new ModelLimit(twoPorts);
    return listenAtFirst(turn, host, ports.length === 0 ? [chosen] : ports.map(showPort));
  });
  // the kernel has a port for everybody: it is the name that another listener has
  if (ports.length === 0 && found.includes(null) && lowestFree(turn.state) !== null) throw new ModelLimit(twoPorts);
  const [first, second] = found.filter((each) => each !== null);
  if (first !== undefined)
    return made(label, backend, first.at, { listener: first.number, beside: second?.number ?? null });
  return { ok: false, text: `Failed to find an available port: ${strerror('EADDRINUSE')}` };
}

const twoPorts = 'two ports of the kernel for chardevs of one name';

/** Whether a client still has the address of a chardev of that name, which is gone, or somebody an end of a connection to it. */
function isInUse(state: ModelState, label: string, port: string): boolean {
  for (const other of state.chardevs.values())
    if (other.label !== label && other.link?.target?.is === 'inet' && other.link.target.port === port) return true;
  for (const [number, each] of state.objects) {
    if (each.kind !== 'socket' || each.bound?.is !== 'inet' || each.bound.port !== port) continue;
    if (isHeldBySome(state, number) || (each.far !== null && isHeldBySome(state, each.far))) return true;
  }
  return false;
}

/** At the first free one, `null` where there is none, or no number for a socket. */
function listenAtFirst(turn: Turn, { host, shares }: ListenHost, ports: readonly string[]): Listening | null {
  if (lowestFree(turn.state) === null) return null;
  for (const port of ports)
    for (const both of shares ? [true, false] : [false]) {
      const at: SocketName = { is: 'inet', host, port, shares: both };
      const listener = listenAt(turn, '', at, backlog);
      if (listener.ok) return { at, number: installListener(turn, listener.value) };
    }
  return null;
}

/** How long a client waits between attempts, nanoseconds; 0: it connects at once and never again. Source: SOCK-06. */
function reconnectNsOf({ reconnect, reconnectMs }: SocketBackend): number {
  const ms = reconnect !== null ? Number(reconnect) * 1000 : Number(reconnectMs ?? 0n);
  return Math.max(0, ms) * 1_000_000;
}

/** Connects over TCP. Host and port are told as they were given. Source: SOCK-04..06. */
function openInet(turn: Turn, label: string, backend: SocketBackend, address: InetAddress): Outcomed<Chardev> {
  const { host } = address;
  const port = presentPort(turn.state, address.port);
  const target = resolveTarget({ ...address, port });
  const reconnectNs = reconnectNsOf(backend);
  if (!target.ok && reconnectNs > 0) throw new ModelLimit('a client that tries an address that is none');
  if (!target.ok) return target;
  return connectOut(turn, label, backend, { is: 'inet', host, port }, target.value, `${host}:${port}`);
}

function openPlace(turn: Turn, label: string, backend: SocketBackend, at: SocketName): Outcomed<Chardev> {
  const long = tooLong(at);
  if (long !== null && reconnectNsOf(backend) > 0) throw new ModelLimit('a client that tries a path that is too long');
  if (long !== null) return { ok: false, text: long };
  return connectOut(turn, label, backend, at, at, at.is === 'path' ? at.path : at.is === 'abstract' ? at.name : '');
}

/** At once, or with `reconnect` again and again. Source: SOCK-04..06. */
function connectOut(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  alone: SocketName,
  target: SocketName,
  told: string,
): Outcomed<Chardev> {
  const reconnectNs = reconnectNsOf(backend);
  if (reconnectNs > 0) return made(label, backend, alone, { target, told, reconnectNs, dueNs: turn.state.nowNs });
  const connected = connectOwn(turn, target);
  if (!connected.ok) return { ok: false, text: unconnected(target, told, connected.errno) };
  return made(label, backend, alone, { target, told }, connected.value);
}

/** On a descriptor that came from outside: listening, or connected. Source: GETFD-07..10, SOCK-22. */
function openPassed(
  turn: Turn,
  label: string,
  backend: SocketBackend,
  number: number,
  word: string,
): Outcomed<Chardev> {
  const { source, protocol } = backend;
  const description = descriptionAt(turn.state, number);
  const object = objectAt(turn.state, number);
  if (description === null || (object?.kind !== 'socket' && object?.kind !== 'listener')) {
    if (source.from === 'name') closeNumber(turn, number);
    return { ok: false, text: `File descriptor '${word}' is not a socket` };
  }
  if (protocol.server) {
    if (object.kind !== 'listener') {
      closeNumber(turn, number);
      const errno = object.type === 'dgram' ? 'EOPNOTSUPP' : 'EINVAL';
      return { ok: false, text: `Failed to listen on fd socket: ${strerror(errno)}` };
    }
    const at = object.at;
    putObject(turn, descriptionOf(turn.state, description).object, { ...object, backlog }); // it listens anew
    const listensAt = at.is === 'path' ? canonicalPath(at.path) : null;
    return made(label, backend, at.is === 'abstract' ? { ...at, tightTold: !at.padded } : at, {
      listener: number,
      listensAt,
    });
  }
  if (object.kind === 'listener') throw new ModelLimit('a listening socket as a client chardev');
  const stream = object.type === 'stream';
  if (!object.connected && stream) {
    // It opens, finds nobody at the other end, and closes: a chardev without a descriptor.
    closeNumber(turn, number);
    return made(label, backend, { is: 'fd', word }, { stream });
  }
  setNonblock(turn, description, true);
  return made(label, backend, { is: 'fd', word }, { stream }, number);
}
