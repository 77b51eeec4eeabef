import { addObject, isHeldBySome, putObject } from './description.ts';
import type { ByteString } from './language/value.ts';
import { limits, ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import type { ModelState, Result, Turn } from './state.ts';

type Datagrams = Extract<HostObject, { kind: 'udp' }>;

/** Longest datagram, bytes. Source: udp(7). */
const datagramBytesMax = 65507;

type Bound = { readonly number: ObjectNumber; readonly socket: Datagrams };

/** The sockets that are bound to a port. */
function boundTo(state: ModelState, port: string): readonly Bound[] {
  const found: Bound[] = [];
  for (const [number, socket] of state.objects)
    if (socket.kind === 'udp' && socket.port === port && isHeldBySome(state, number)) found.push({ number, socket });
  return found;
}

type Asked = { readonly port: string; readonly to: string; readonly shared: boolean };

/**
 * A socket bound to a port and connected to another: EADDRINUSE when somebody has the port, unless all are `shared`.
 * Source: UDP-01, udp(7), socket(7).
 */
export function udpSocket(turn: Turn, name: string, { port, to, shared }: Asked): Result<ObjectNumber> {
  const others = boundTo(turn.state, port);
  if (others.some(({ socket }) => !(shared && socket.shared))) return { ok: false, errno: 'EADDRINUSE' };
  if (others.some(({ socket }) => socket.to === to)) throw new ModelLimit('two sockets on one port with one peer');
  return { ok: true, value: addObject(turn, { kind: 'udp', name, inbox: [], port, to, shared, refused: false }) };
}

function takesError(turn: Turn, number: ObjectNumber, socket: Datagrams): boolean {
  if (socket.refused) putObject(turn, number, { ...socket, refused: false });
  return socket.refused;
}

/** One datagram to the port it is connected to; where nobody hears it, the next call that is not too long fails. Source: UDP-01, UDP-04. */
export function sendDatagram(turn: Turn, number: ObjectNumber, socket: Datagrams, bytes: ByteString): Result<number> {
  if (bytes.length > datagramBytesMax) return { ok: false, errno: 'EMSGSIZE' };
  if (takesError(turn, number, socket)) return { ok: false, errno: 'ECONNREFUSED' };
  const there = boundTo(turn.state, socket.to).find((each) => each.socket.to === socket.port);
  if (there === undefined) putObject(turn, number, { ...socket, refused: true });
  else {
    const inbox = [...there.socket.inbox, bytes];
    if (inbox.length > limits.socketMessagesMax || inbox.join('').length > limits.datagramBytesMax)
      throw new ModelLimit('how many datagrams wait belongs to the kernel');
    putObject(turn, there.number, { ...there.socket, inbox });
  }
  return { ok: true, value: bytes.length };
}

/** The oldest datagram, cut to `max`; a pending refusal comes first. Never an end. Source: UDP-02, UDP-03. */
export function receiveDatagram(
  turn: Turn,
  number: ObjectNumber,
  socket: Datagrams,
  max: number,
): Result<{ readonly bytes: ByteString; readonly end: boolean }> {
  if (takesError(turn, number, socket)) return { ok: false, errno: 'ECONNREFUSED' };
  const [first, ...inbox] = socket.inbox;
  if (first === undefined) return { ok: false, errno: 'EAGAIN' };
  putObject(turn, number, { ...socket, inbox });
  return { ok: true, value: { bytes: first.slice(0, max), end: false } };
}
