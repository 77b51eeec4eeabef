import { addObject, isHeldBySome, objectOf, putObject } from './description.ts';
import { wildcardOf } from './inet-address.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import { lookUp } from './path.ts';
import { isSamePlace, mappedHost, type SocketName } from './socket-address.ts';
import type { ModelState, Result, Turn } from './state.ts';
import { turnAt } from './state.ts';

/** One end of a socket; without `peer` connected to nobody. */
export function socketEnd(
  name: string,
  type: 'stream' | 'dgram',
  peer: ObjectNumber | null,
  bound: SocketName | null = null,
): Extract<HostObject, { kind: 'socket' }> {
  return {
    kind: 'socket',
    name,
    type,
    family: bound?.is === 'inet' ? 'tcp' : 'unix',
    connected: peer !== null,
    bound,
    far: peer,
    inbox: [],
    charges: [],
    peer,
    carried: [],
    shutRead: false,
    shutWrite: false,
    reset: false,
    dead: false,
  };
}

/** Two ends that are connected with each other. */
export function socketPair(
  turn: Turn,
  names: readonly [string, string],
  type: 'stream' | 'dgram',
  bound: readonly [SocketName | null, SocketName | null] = [null, null],
): { readonly a: ObjectNumber; readonly b: ObjectNumber } {
  const a = turn.state.nextNumber;
  addObject(turn, socketEnd(names[0], type, a + 1, bound[0]));
  return { a, b: addObject(turn, socketEnd(names[1], type, a, bound[1])) };
}

/** Whether the object listens, and if so asked, has somebody in its queue. */
export function isListening(state: ModelState, object: ObjectNumber, how: 'at-all' | 'with-queue'): boolean {
  const thing = objectOf(state, object);
  return thing.kind === 'listener' && (how === 'at-all' || thing.queue.length > 0);
}

/** The listener that a connection to the place reaches, `null` if nobody listens there. */
function listenerAt(state: ModelState, at: SocketName): ObjectNumber | null {
  const exact = find(state, (other) => isSamePlace(at, other));
  if (exact !== null || at.is !== 'inet') return exact;
  const wildcard = wildcardOf(at.host);
  return find(
    state,
    (other) =>
      isSamePlace({ ...at, host: wildcard }, other) ||
      (other.is === 'inet' && other.shares === true && other.port === at.port),
  );
}

function find(state: ModelState, fits: (at: SocketName) => boolean): ObjectNumber | null {
  for (const [number, object] of state.objects)
    if (object.kind === 'listener' && object.at.is !== 'path' && isHeldBySome(state, number) && fits(object.at))
      return number;
  return null;
}

/** Whether somebody listens where a new listener would be in the way. Source: SOCK-10, ipv6(7). */
export function isTaken(state: ModelState, at: SocketName): boolean {
  if (at.is !== 'inet') return find(state, (other) => isSamePlace(at, other)) !== null;
  return (
    find(state, (other) => {
      if (other.is !== 'inet' || other.port !== at.port) return false;
      if (at.shares === true || other.shares === true) return true; // all of one family or the other
      const wildcard = wildcardOf(at.host);
      if (wildcard !== wildcardOf(other.host)) return false;
      return at.host === other.host || at.host === wildcard || other.host === wildcard;
    }) !== null
  );
}

/** Makes a listener at a place that is no path: EADDRINUSE. */
export function listenAt(turn: Turn, name: string, at: SocketName, backlog: number): Result<ObjectNumber> {
  if (isTaken(turn.state, at)) return { ok: false, errno: 'EADDRINUSE' };
  return { ok: true, value: addObject(turn, { kind: 'listener', name, at, backlog, queue: [] }) };
}

/** Whether IPv4 comes to a socket of IPv6. */
const isShared = (host: string, bound: string): boolean => bound.includes(':') && !host.includes(':');

/** The host that one reaches by connecting to a wildcard. */
const loopback = (host: string): string => (host === '::' ? '::1' : host === '0.0.0.0' ? '127.0.0.1' : host);

/**
 * connect(2): the client's end under `name`, its other end in the listener's queue. ECONNREFUSED where nobody listens,
 * EAGAIN where the queue is full: a backlog of n lets n + 1 wait. Source: unix(7), SOCK-03.
 */
export function connectTo(turn: Turn, at: SocketName, name: string): Result<ObjectNumber> {
  if (at.is === 'path' && at.path === '') return { ok: false, errno: 'ECONNREFUSED' }; // an abstract name that nobody has
  const target: Result<ObjectNumber | null> =
    at.is === 'path' ? lookUp(turn.state, at.path) : { ok: true, value: listenerAt(turn.state, at) };
  if (!target.ok) return target;
  const number = target.value;
  const listener = number === null ? null : objectOf(turn.state, number);
  if (number === null || listener?.kind !== 'listener' || !isHeldBySome(turn.state, number))
    return { ok: false, errno: 'ECONNREFUSED' };
  if (listener.queue.length > listener.backlog) {
    if (listener.backlog > 1) throw new ModelLimit('how many clients wait for the scenario');
    return { ok: false, errno: 'EAGAIN' };
  }
  const host = at.is === 'inet' ? loopback(at.host) : '';
  const reached = at.is === 'inet' && listener.at.is === 'inet' && isShared(at.host, listener.at.host);
  const bound: readonly [SocketName | null, SocketName | null] =
    at.is === 'inet'
      ? [
          { is: 'inet', host, port: '' },
          { is: 'inet', host: reached ? mappedHost(host) : host, port: at.port },
        ]
      : [null, listener.at];
  const { a, b } = socketPair(turn, [name, ''], 'stream', bound);
  putObject(turn, number, { ...listener, queue: [...listener.queue, b] });
  return { ok: true, value: a };
}

/** Whether connect(2) to the place would wait for somebody to be accepted first. Source: unix(7), SOCK-03. */
export function wouldWait(state: ModelState, at: SocketName): boolean {
  const connected = connectTo(turnAt(state), at, '');
  return !connected.ok && connected.errno === 'EAGAIN';
}

/** accept(2): the oldest waiting end, `null` when nobody waits. */
export function takeConnection(turn: Turn, object: ObjectNumber): ObjectNumber | null {
  const listener = objectOf(turn.state, object);
  if (listener.kind !== 'listener') throw new Error('accept on what does not listen');
  const [first, ...queue] = listener.queue;
  if (first === undefined) return null;
  putObject(turn, object, { ...listener, queue });
  return first;
}
