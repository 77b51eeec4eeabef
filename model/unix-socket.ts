import { addObject, isHeldBySome, objectOf, putObject } from './description.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import { lookUp } from './path.ts';
import type { ModelState, Result, Turn } from './state.ts';

/** One end of a unix socket; without `peer` connected to nobody. */
export function socketEnd(
  name: string,
  type: 'stream' | 'dgram',
  peer: ObjectNumber | null,
): Extract<HostObject, { kind: 'socket' }> {
  return {
    kind: 'socket',
    name,
    type,
    connected: peer !== null,
    inbox: [],
    charges: [],
    peer,
    shutRead: false,
    shutWrite: false,
    reset: false,
  };
}

/** Two ends that are connected with each other. */
export function socketPair(
  turn: Turn,
  names: readonly [string, string],
  type: 'stream' | 'dgram',
): { readonly a: ObjectNumber; readonly b: ObjectNumber } {
  const a = turn.state.nextNumber;
  addObject(turn, socketEnd(names[0], type, a + 1));
  return { a, b: addObject(turn, socketEnd(names[1], type, a)) };
}

/** Whether the object listens, and if so asked, has somebody in its queue. */
export function isListening(state: ModelState, object: ObjectNumber, how: 'at-all' | 'with-queue'): boolean {
  const thing = objectOf(state, object);
  return thing.kind === 'listener' && (how === 'at-all' || thing.queue.length > 0);
}

/**
 * connect(2) to a path: the client's end under `name`, its other end in the listener's queue. ECONNREFUSED where nobody
 * listens, EAGAIN where the queue is full: a backlog of n lets n + 1 wait. Source: unix(7), SOCK-03.
 */
export function unixConnect(turn: Turn, path: string, name: string): Result<ObjectNumber> {
  const found = lookUp(turn.state, path);
  if (!found.ok) return found;
  const listener = objectOf(turn.state, found.value);
  if (listener.kind !== 'listener' || !isHeldBySome(turn.state, found.value))
    return { ok: false, errno: 'ECONNREFUSED' };
  if (listener.queue.length > listener.backlog) {
    if (listener.backlog > 1) throw new ModelLimit('how many clients wait for the scenario');
    return { ok: false, errno: 'EAGAIN' };
  }
  const { a, b } = socketPair(turn, [name, ''], 'stream');
  putObject(turn, found.value, { ...listener, queue: [...listener.queue, b] });
  return { ok: true, value: a };
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
