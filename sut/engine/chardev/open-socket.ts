import { completed } from '../../host/completed.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { descriptorErrors, socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import type { SocketSpec } from './backend-spec.ts';
import type { Chardev } from './chardev.ts';
import type { OpenedBackend } from './open-backend.ts';
import { connectSocket, createSocketBackend, type SocketEnds } from './socket.ts';

/** Connections that may wait beside the one that is served next. Source: SOCK-03. */
const backlog = 1;
const pathBytesMax = 108;
const nsPerMs = 1_000_000;

/** Turns the `fd` of a socket address into a descriptor: by name inside a monitor, by number on the command line. */
export type SocketSource = (text: string) => Attempt<number>;

/** What is wrong with the options before anything is opened. Source: SOCK-07, GETFD-08. */
function refusal(spec: SocketSpec): string | null {
  const { address, server, wait, reconnectSeconds, reconnectMs, tlsCredentials } = spec;
  if (tlsCredentials !== null) return socketErrors.noCredentials(tlsCredentials);
  if (spec.tlsAuthorization !== null) return socketErrors.authorizationAlone;
  if (address.kind === 'fd' && reconnectSeconds !== null) return socketErrors.reconnectWithFd;
  if (server && reconnectSeconds !== null) return socketErrors.reconnectWithServer;
  if (!server && wait !== null) return socketErrors.waitWithClient;
  if (!server && spec.websocket) return socketErrors.websocketClient;
  return reconnectSeconds !== null && reconnectMs !== null ? socketErrors.reconnectTwice : null;
}

/**
 * Opens a socket chardev. What fails before the look-up of a passed descriptor leaves the name alone, what fails after it
 * closes the descriptor. Source: SOCK-01..SOCK-10, GETFD-07..GETFD-10.
 */
export function openSocketBackend(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  source: SocketSource,
): Task<Attempt<OpenedBackend>> {
  const why = refusal(spec);
  if (why !== null) return immediate(failure(why));
  const { address } = spec;
  if (address.kind === 'fd' && address.text === '' && spec.server)
    return immediate(listenNowhere(machine, chardev, spec));
  if (address.kind === 'fd') return immediate(takeDescriptor(machine, chardev, address.text, spec.server, source));
  if (address.kind === 'unbuilt') {
    return immediate(failure(`charsim: socket address type '${address.word}' is not built yet`));
  }
  if (new TextEncoder().encode(address.path).length > pathBytesMax) {
    return immediate(failure(socketErrors.pathTooLong(address.path)));
  }
  if (spec.server) return listenAt(machine, chardev, address.path, spec.wait === true);
  const delayNs = reconnectDelayNs(spec);
  if (delayNs === 0) return connectTo(machine, chardev, address.path);
  const ends = {
    listener: -1,
    connection: -1,
    address: `unix:${address.path}`,
    reconnect: { path: address.path, delayNs },
  };
  return immediate(success({ backend: createSocketBackend(machine, chardev, ends), open: false }));
}

/** A server on a descriptor without a name: it is open for add_client alone. Source: both QEMUs. */
function listenNowhere(machine: Machine, chardev: Chardev, spec: SocketSpec): Attempt<OpenedBackend> {
  if (spec.wait === true) return failure('charsim: a server without a socket that waits for its client is not built');
  const ends: SocketEnds = { listener: -1, connection: -1, address: 'fd:', given: true };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: false });
}

/** 0: it does not connect again. Source: SOCK-05, SOCK-06. */
function reconnectDelayNs(spec: SocketSpec): number {
  const ms = spec.reconnectMs ?? (spec.reconnectSeconds ?? 0n) * 1000n;
  return ms <= 0n ? 0 : Number(ms) * nsPerMs;
}

/** A server at a path; what was there before is removed first. Source: SOCK-02, SOCK-03, SOCK-10. */
function* listenAt(machine: Machine, chardev: Chardev, path: string, waits: boolean): Task<Attempt<OpenedBackend>> {
  const { process } = machine;
  const made = process.socket('stream', { closeOnExec: true });
  if (!made.ok) return failure(socketErrors.bindFailed(path, errnoText(made.errno)));
  const removed = process.unlink(path);
  if (!removed.ok && removed.errno !== 'ENOENT' && removed.errno !== 'ENOTDIR') {
    process.close(made.value);
    return failure(socketErrors.unlinkFailed(path, errnoText(removed.errno)));
  }
  const bound = process.bind(made.value, path);
  const listening = bound.ok ? process.listen(made.value, backlog) : bound;
  if (!listening.ok) {
    process.close(made.value);
    return failure(socketErrors.bindFailed(path, errnoText(listening.errno)));
  }
  let connection = -1;
  if (waits) {
    const first = process.accept(made.value, { closeOnExec: true });
    const accepted = first.ok ? first : yield* completed(first, 'accept');
    if (accepted.ok) connection = accepted.value;
  }
  const ends: SocketEnds = { listener: made.value, connection, address: `unix:${path}` };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: connection >= 0 });
}

/** A client that connects once, and waits for it where the listener has no room. Source: SOCK-04. */
function* connectTo(machine: Machine, chardev: Chardev, path: string): Task<Attempt<OpenedBackend>> {
  const { process } = machine;
  const made = process.socket('stream', { closeOnExec: true });
  if (!made.ok) return failure(socketErrors.connectFailed(path, errnoText(made.errno)));
  const begun = connectSocket(machine, made.value, path);
  const connected = begun.ok ? begun : yield* completed(begun, 'connect');
  if (!connected.ok) {
    process.close(made.value);
    return failure(socketErrors.connectFailed(path, errnoText(connected.errno)));
  }
  const ends = { listener: -1, connection: made.value, address: `unix:${path}` };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
}

/** A connected or listening socket that was passed. Source: GETFD-07..GETFD-10, SOCK-22. */
function takeDescriptor(
  machine: Machine,
  chardev: Chardev,
  text: string,
  server: boolean,
  source: SocketSource,
): Attempt<OpenedBackend> {
  const found = source(text);
  if (!found.ok) return found;
  const fd = found.value;
  const info = machine.process.socketInfo(fd);
  if (!info.ok) {
    machine.process.close(fd);
    return failure(descriptorErrors.notSocket(text));
  }
  if (!server) {
    const ends = { listener: -1, connection: fd, address: `fd:${text}` };
    return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
  }
  const listening = machine.process.listen(fd, backlog);
  if (!listening.ok) {
    machine.process.close(fd);
    return failure(socketErrors.listenFailed(errnoText(listening.errno)));
  }
  const ends = { listener: fd, connection: -1, address: `unix:${info.value.path}` };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: false });
}
