import type { SocketAddress, SocketInfo, TcpAddress } from '../../host/process.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { descriptorErrors, socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import type { InetAddress, SocketSpec } from './backend-spec.ts';
import type { Backend, Chardev } from './chardev.ts';
import { resolveInet, resolveListening } from './inet-address.ts';
import type { OpenedBackend } from './open-backend.ts';
import { bindsLater, type PutOff } from './put-off.ts';
import { createSocketBackend } from './socket.ts';
import type { ConnectTarget, SocketEnds } from './socket-link.ts';
import { connectTarget } from './socket-reconnect.ts';
import { acceptNext } from './socket-wait.ts';
import { isNameHeld } from './yank-instance.ts';

/** Connections that may wait beside the one that is served next. Source: SOCK-03. */
const backlog = 1;
const pathBytesMax = 108;
const nsPerMs = 1_000_000;

/** Turns the `fd` of a socket address into a descriptor: by name inside a monitor, by number on the command line. */
export type SocketSource = (text: string) => Attempt<number>;

/** What is wrong with the options before anything is opened. Source: SOCK-07, GETFD-08. */
function refusal({ profile }: Machine, spec: SocketSpec): string | null {
  const { address, server, wait, reconnectSeconds, reconnectMs, tlsCredentials } = spec;
  if (tlsCredentials !== null) return socketErrors.noCredentials(tlsCredentials);
  if (spec.tlsAuthorization !== null) return socketErrors.authorizationAlone;
  if (address.kind === 'fd' && reconnectSeconds !== null) return socketErrors.reconnectWithFd;
  if (server && reconnectSeconds !== null) return socketErrors.reconnectWithServer;
  if (!profile.reconnectSeconds && reconnectMs !== null) {
    if (address.kind === 'fd') return socketErrors.millisecondsWithFd;
    if (server) return socketErrors.millisecondsWithServer;
  }
  if (!server && wait !== null) return socketErrors.waitWithClient;
  if (!server && spec.websocket) return socketErrors.websocketClient;
  return reconnectSeconds !== null && reconnectMs !== null ? socketErrors.reconnectTwice : null;
}

/** What a connection goes through first. Clients ask for nothing. Source: TEL-01, TEL-03. */
function manners(spec: SocketSpec): Pick<SocketEnds, 'server' | 'scheme' | 'telnet' | 'websocket' | 'hinders'> {
  const { server, telnet, tn3270, websocket } = spec;
  const dialect = tn3270 ? 'tn3270' : telnet ? 'telnet' : null;
  return {
    server,
    scheme: telnet ? 'telnet' : websocket ? 'websocket' : 'tcp',
    telnet: server ? dialect : null,
    websocket,
    hinders: telnet ? 'telnet' : tn3270 ? 'tn3270' : websocket ? 'websock' : null,
  };
}

/**
 * Opens a socket chardev. What fails before the look-up of a passed descriptor leaves the name alone, what fails after it
 * closes the descriptor. Source: SOCK-01..SOCK-11, GETFD-07..GETFD-10.
 */
export function openSocketBackend(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  source: SocketSource,
  putOff: PutOff | null,
): Task<Attempt<OpenedBackend>> {
  const why = refusal(machine, spec);
  if (why !== null) return immediate(failure(why));
  if (isNameHeld(machine, chardev.label)) return immediate(failure(socketErrors.duplicateInstance));
  const { address } = spec;
  switch (address.kind) {
    case 'fd':
      return takeDescriptor(machine, chardev, spec, address.text, source);
    case 'unbuilt':
      return immediate(failure(`charsim: socket address type '${address.word}' is not built yet`));
    case 'path':
      if (new TextEncoder().encode(address.path).length > pathBytesMax) {
        return immediate(failure(socketErrors.pathTooLong(address.path)));
      }
  }
  if (spec.server && spec.wait !== true && bindsLater(machine, putOff)) {
    return immediate(success({ backend: listenLater(machine, chardev, spec, address, putOff), open: false }));
  }
  if (spec.server) return listenAt(machine, chardev, spec, address);
  const target = targetOf(address);
  if (!target.ok) return immediate(target);
  const delayNs = reconnectDelayNs(spec);
  if (delayNs === 0) return connectTo(machine, chardev, spec, target.value);
  const ends = {
    listeners: [],
    connection: -1,
    address: nameOf(address, manners(spec).scheme),
    ...manners(spec),
    target: target.value,
    reconnect: { target: target.value, delayNs },
  };
  return immediate(success({ backend: createSocketBackend(machine, chardev, ends), open: false }));
}

/** What a clock that counts to 2^53 can still wait for, some 52 days. */
const longestNs = 2 ** 52;

/** 0: it does not connect again. Source: SOCK-05, SOCK-06. */
function reconnectDelayNs(spec: SocketSpec): number {
  const ms = spec.reconnectMs ?? (spec.reconnectSeconds ?? 0n) * 1000n;
  return ms <= 0n ? 0 : Math.min(Number(ms) * nsPerMs, longestNs);
}

type Reachable = Exclude<SocketSpec['address'], { readonly kind: 'fd' | 'unbuilt' }>;

/** How a place is called while nobody is connected, but for the scheme's listeners. Source: SOCK-20. */
function nameOf(address: Reachable, scheme = 'tcp'): string {
  if (address.kind === 'inet') return `${scheme}:${address.host}:${address.port}`;
  const { path, abstract, tight } = address;
  return `unix:${path}${abstract ? `,abstract=on${tight ? ',tight=on' : ''}` : ''}`;
}

/** A name outside the filesystem is as long as an address can hold, unless it is tight. */
function placeOf({ path, abstract, tight }: Extract<Reachable, { kind: 'path' }>): SocketAddress {
  return abstract ? { abstract: tight !== false ? path : path.padEnd(pathBytesMax - 1, '\0') } : path;
}

function targetOf(address: Reachable): Attempt<ConnectTarget> {
  if (address.kind === 'path') return success({ where: placeOf(address), family: 'unix', text: address.path });
  const where = resolveInet(address);
  const text = `${address.host}:${address.port}`;
  return where.ok ? success({ where: where.value, family: 'inet', text }) : where;
}

type Listening = { readonly fds: readonly number[]; readonly name: string };

type PathAddress = Extract<Reachable, { kind: 'path' }>;

/** A name that nothing has, as mkstemp(3) finds one. Source: SOCK-11. */
function chooseAddress(machine: Machine, address: PathAddress): PathAddress {
  const { process } = machine;
  for (let number = 0; ; number += 1) {
    const path = `/tmp/qemu-socket-${String(number).padStart(6, '0')}`;
    const made = process.open(path, { access: 'rw', flags: ['create', 'exclusive'] });
    if (made.ok) process.close(made.value);
    if (made.ok || made.errno !== 'EEXIST') return { ...address, path };
  }
}

/** At a path; what was there before is removed first. Source: SOCK-03, SOCK-10. */
function listenAtPath(machine: Machine, given: PathAddress): Attempt<Listening> {
  const { process } = machine;
  const address = given.path === '' && !given.abstract ? chooseAddress(machine, given) : given;
  const { path } = address;
  const made = process.socket('stream', { closeOnExec: true });
  if (!made.ok) return failure(socketErrors.noListener(errnoText(made.errno)));
  const removed = address.abstract ? null : process.unlink(path);
  if (removed !== null && !removed.ok && removed.errno !== 'ENOENT' && removed.errno !== 'ENOTDIR') {
    process.close(made.value);
    return failure(socketErrors.unlinkFailed(path, errnoText(removed.errno)));
  }
  const bound = process.bind(made.value, placeOf(address));
  const listening = bound.ok ? process.listen(made.value, backlog) : bound;
  if (listening.ok) return success({ fds: [made.value], name: nameOf({ ...address, tight: address.tight !== false }) });
  process.close(made.value);
  return failure(socketErrors.bindFailed(path, errnoText(listening.errno)));
}

/**
 * One socket for each place that the address stands for; where one cannot be had the others are enough, and without any the
 * first failure is told. Source: SOCK-10, SOCK-11, SOCK-20, QEMU io/net-listener.c, seen on all releases.
 */
function listenAtPorts(
  machine: Machine,
  address: InetAddress,
  scheme: string,
  taken: readonly number[],
): Attempt<Listening> {
  const places = resolveListening(address);
  if (!places.ok) return places;
  const fds: number[] = [];
  let refused: ReturnType<typeof failure> | null = null;
  for (const where of places.value) {
    const mine = taken.find((fd) => hostOf(machine, fd) === where.host);
    const made = mine === undefined ? listenAtPort(machine, where, address.to) : success(mine);
    if (made.ok) fds.push(made.value);
    else refused ??= made;
  }
  const [first] = fds;
  const info = first === undefined ? null : machine.process.socketInfo(first);
  if (info?.ok) return success({ fds, name: listenerName(info.value, scheme) });
  return refused ?? failure(socketErrors.noPortFree);
}

function hostOf({ process }: Machine, fd: number): string | null {
  const info = process.socketInfo(fd);
  return info.ok ? (info.value.local?.host ?? null) : null;
}

/** At the first port from the given one up to `to` that is free. Source: SOCK-10, SOCK-11. */
function listenAtPort({ process }: Machine, where: TcpAddress, to: InetAddress['to']): Attempt<number> {
  const { host, port, ipv6Only } = where;
  const last = to === null ? port : Number(to);
  for (let at = port; at <= last; at += 1) {
    const made = process.socket('stream', { closeOnExec: true, family: 'inet' });
    if (!made.ok) {
      if (at === port && at < last) continue; // fatal from the second port on (util/qemu-sockets.c, inet_listen_saddr)
      const text = at === port ? socketErrors.noSocket : socketErrors.noSocketAgain;
      return failure(text(errnoText(made.errno)));
    }
    const tried = process.bind(made.value, { ...where, port: at });
    const again = !tried.ok && host === '::' && ipv6Only === false;
    const bound = again ? process.bind(made.value, { host, port: at, ipv6Only: true }) : tried;
    const listening = bound.ok ? process.listen(made.value, backlog) : bound;
    if (listening.ok) return success(made.value);
    process.close(made.value);
  }
  return failure(last < port ? socketErrors.noSocket(errnoText('ENOTCONN')) : socketErrors.noPortFree);
}

/** Takes the old one's listening socket when it takes its place, or binds one of its own then. Source: ENG-15, SAFE-19. */
function listenLater(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  address: Reachable,
  { steps }: PutOff,
): Backend {
  const like = manners(spec);
  const ends = { ...like, listeners: [], connection: -1, address: nameOf(address, like.scheme) };
  const backend = createSocketBackend(machine, chardev, ends);
  let undo = (): void => {};
  steps.unshift({
    take(old: Backend): Attempt<void> {
      const handed = old.handOver?.((info) => isAt(address, info));
      const at = bindTo(machine, address, like.scheme ?? 'tcp', handed?.listeners ?? []);
      undo = handed?.takeBack ?? undo;
      if (!at.ok) {
        undo();
        return at;
      }
      backend.listenOn(at.value.fds, at.value.name);
      return success(undefined);
    },
    undo: () => undo(),
  });
  return backend;
}

/** Whether a listening socket is where this address leads first. */
function isAt(address: Reachable, { local, path }: SocketInfo): boolean {
  if (address.kind === 'path') return !address.abstract && path === address.path;
  const places = resolveListening(address);
  return places.ok && places.value.some(({ host, port }) => local?.host === host && local.port === port);
}

/** `taken`: sockets that listen at some of its places already. */
function bindTo(
  machine: Machine,
  address: Reachable,
  scheme: string,
  taken: readonly number[] = [],
): Attempt<Listening> {
  if (address.kind === 'inet') return listenAtPorts(machine, address, scheme, taken);
  const [fd] = taken;
  const info = fd === undefined ? null : machine.process.socketInfo(fd);
  if (fd !== undefined && info?.ok) return success({ fds: [fd], name: listenerName(info.value, scheme) });
  return listenAtPath(machine, address);
}

/** A server; with `wait` it stands still until a client has come. Source: SOCK-02, SOCK-03. */
function* listenAt(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  address: Reachable,
): Task<Attempt<OpenedBackend>> {
  const like = manners(spec);
  const at = bindTo(machine, address, like.scheme ?? 'tcp');
  if (!at.ok) return at;
  const ends: SocketEnds = { listeners: at.value.fds, connection: -1, address: at.value.name, ...like };
  return yield* serve(machine, chardev, ends, spec.wait === true);
}

/** The backend of a listener, with its first client where that is waited for. Source: SOCK-02. */
function* serve(machine: Machine, chardev: Chardev, ends: SocketEnds, waits: boolean): Task<Attempt<OpenedBackend>> {
  const backend = createSocketBackend(machine, chardev, ends);
  if (waits && ends.listeners.length > 0) {
    machine.stderr.push(`${machine.speaker}info: QEMU waiting for connection on: ${backend.filename()}`);
    yield* acceptNext({ machine, ends, chardev }, (fd) => backend.accept?.(fd) ?? immediate(undefined));
  }
  return success({ backend, open: false });
}

/** A client that connects once, and waits for it where the listener has no room. Source: SOCK-04. */
function* connectTo(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  target: ConnectTarget,
): Task<Attempt<OpenedBackend>> {
  const made = yield* connectTarget(machine, target);
  if (!made.ok) return made;
  const like = manners(spec);
  const address = spec.address.kind === 'inet' || spec.address.kind === 'path' ? nameOf(spec.address, like.scheme) : '';
  const ends = { listeners: [], connection: made.value, address, target, ...like };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
}

/** How a listening socket that was passed is called. Source: SOCK-22. */
function listenerName({ local, path }: SocketInfo, scheme: string): string {
  return local === null ? `unix:${path}` : `${scheme}:${local.host}:${local.port}`;
}

/** A connected or listening socket that was passed; a server without one waits for add_client. Source: GETFD-07..GETFD-10, SOCK-22. */
function* takeDescriptor(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  text: string,
  source: SocketSource,
): Task<Attempt<OpenedBackend>> {
  const like = manners(spec);
  if (spec.server && text === '') {
    if (spec.wait === true) return failure('charsim: a server without a socket that waits for its client is not built');
    const ends = { listeners: [], connection: -1, address: 'fd:', ...like };
    return success({ backend: createSocketBackend(machine, chardev, ends), open: false });
  }
  const found = source(text);
  if (!found.ok) return found;
  const fd = found.value;
  const info = machine.process.socketInfo(fd);
  if (!info.ok) {
    machine.process.close(fd);
    return failure(descriptorErrors.notSocket(text));
  }
  if (!spec.server) {
    const ends = { listeners: [], connection: fd, address: `fd:${text}`, ...like };
    return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
  }
  const listening = machine.process.listen(fd, backlog);
  if (!listening.ok) {
    machine.process.close(fd);
    return failure(socketErrors.listenFailed(errnoText(listening.errno)));
  }
  const ends = { listeners: [fd], connection: -1, address: listenerName(info.value, like.scheme ?? 'tcp'), ...like };
  return yield* serve(machine, chardev, ends, spec.wait === true);
}
