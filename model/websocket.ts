import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';

/** The frames of one connection, between the wire and who reads. Source: WS-02, WS-03. */
export type Websocket = {
  /** Came over the wire and is not decoded yet. */
  readonly encoded: ByteString;
  /** Decoded and not yet read. */
  readonly decoded: ByteString;
  /** Frames for the client that its socket has not taken yet, and how much of that is an answer to a ping and what was before it. */
  readonly outgoing: ByteString;
  readonly pongLeft: number;
  /** Kind of the frame at hand, and what a frame of kind 0 continues. */
  readonly opcode: number;
  readonly message: number;
  /** Of the frame at hand: payload still to come, and its mask. */
  readonly left: number;
  readonly mask: readonly number[];
  /** A frame broke the rules, asked to close, or the connection broke: nothing is decoded any more. */
  readonly failed: boolean;
  /** Output was refused, and nobody looks at the wire until somebody reads. Source: Q-FOUND-13. */
  readonly forgotten: boolean;
  /** The wire is at its end. */
  readonly ended: boolean;
};

/** Which defects the decoder has. Source: Q-WS-2, Q-WS-3. */
export type WebsocketDefects = { readonly echoesBeyondPing: boolean };

/** A connection right after its handshake; `rest` came along with it. */
export function freshWebsocket(rest: ByteString): Websocket {
  return {
    encoded: rest,
    decoded: '',
    outgoing: '',
    pongLeft: 0,
    opcode: 0,
    message: 0,
    left: 0,
    mask: [0, 0, 0, 0],
    failed: false,
    forgotten: false,
    ended: false,
  };
}

const opcodes = { binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** A header of the shortest form with its mask: before that much is there nothing is looked at. Source: experiment. */
const headerBytesMin = 6;
const controlBytesMax = 125;

/** Why a connection is closed: the code and the reason that the client is told. Source: WS-03. */
const reasons = {
  1000: 'peer requested close',
  1002: 'client frames must be masked',
  1003: 'only binary, close, ping, and pong frames are supported',
  1008: 'only binary frames may be fragmented',
} as const;
const tooLarge = 'control frame is too large';

/** One unmasked frame, whole. Source: WS-02. */
export function frame(opcode: number, payload: ByteString): ByteString {
  const { length } = payload;
  const head = String.fromCharCode(0x80 | opcode);
  if (length <= controlBytesMax) return head + String.fromCharCode(length) + payload;
  if (length < 65536) return head + String.fromCharCode(126, length >> 8, length & 255) + payload;
  throw new ModelLimit('a websocket frame of 65536 bytes or more');
}

/** Bytes that wait for the client up to which output is taken. Source: WS-02. */
const outgoingMax = 8192;

/** Whether output is taken, be it a part of it. Source: WS-02. */
export function hasFrameRoom({ outgoing }: Websocket): boolean {
  return outgoing.length < outgoingMax;
}

/** Takes as much output as there is room for, in one frame: the count. Source: WS-02. */
export function encodeOutput(
  socket: Websocket,
  bytes: ByteString,
): { readonly socket: Websocket; readonly count: number } {
  const taken = bytes.slice(0, Math.max(0, outgoingMax - socket.outgoing.length));
  if (taken === '') return { socket, count: 0 };
  return { socket: { ...socket, outgoing: socket.outgoing + binaryFrame(taken) }, count: taken.length };
}

/** So many bytes have gone over the wire. */
export function afterSending(socket: Websocket, count: number): Websocket {
  return { ...socket, outgoing: socket.outgoing.slice(count), pongLeft: Math.max(0, socket.pongLeft - count) };
}

/** Output as it goes over the wire. */
export function binaryFrame(payload: ByteString): ByteString {
  return frame(opcodes.binary, payload);
}

function closeFrame(code: number, reason: string): ByteString {
  return frame(opcodes.close, String.fromCharCode(code >> 8, code & 255) + reason);
}

type Header =
  | { readonly is: 'unfinished' }
  | { readonly is: 'bad'; readonly reply: ByteString }
  | {
      readonly is: 'good';
      readonly bytes: number;
      readonly opcode: number;
      readonly length: number;
      readonly mask: readonly number[];
    };

/** Reads the header at the front. The order of the checks is by experiment. */
function readHeader({ encoded, message }: Websocket): Header {
  if (encoded.length < headerBytesMin) return { is: 'unfinished' };
  const at = (index: number): number => encoded.charCodeAt(index);
  const bad = (code: keyof typeof reasons, reason: string = reasons[code]): Header => ({
    is: 'bad',
    reply: closeFrame(code, reason),
  });
  const opcode = at(0) & 15 || message;
  const whole = (at(0) & 0x80) !== 0;
  if (opcode === opcodes.close) return bad(1000);
  if (!whole && opcode !== opcodes.binary) return bad(1008);
  if (opcode !== opcodes.binary && opcode !== opcodes.ping && opcode !== opcodes.pong) return bad(1003);
  if ((at(1) & 0x80) === 0) return bad(1002);
  const short = at(1) & 127;
  if (short > controlBytesMax && opcode !== opcodes.binary) return bad(1002, tooLarge);
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  const bytes = headerBytesMin + extra;
  if (encoded.length < bytes) return { is: 'unfinished' };
  let length = extra === 0 ? short : 0;
  for (let index = 2; index < 2 + extra; index += 1) length = length * 256 + at(index);
  const mask = [0, 1, 2, 3].map((index) => at(2 + extra + index));
  return { is: 'good', bytes, opcode, length, mask };
}

function unmask(payload: ByteString, mask: readonly number[]): ByteString {
  const plain = [...payload].map((byte, index) => String.fromCharCode(byte.charCodeAt(0) ^ (mask[index % 4] ?? 0)));
  return plain.join('');
}

/** A ping is answered; a defective decoder answers none while an answer waits, and echoes all that it holds. Source: WS-03, Q-WS-2. */
function answerPing(socket: Websocket, payload: ByteString, rest: ByteString, defects: WebsocketDefects): Websocket {
  if (!defects.echoesBeyondPing) return { ...socket, outgoing: socket.outgoing + frame(opcodes.pong, payload) };
  if (socket.pongLeft > 0) return socket;
  const outgoing = socket.outgoing + frame(opcodes.pong, payload + rest);
  return { ...socket, outgoing, pongLeft: outgoing.length };
}

/**
 * Decodes all that is there; of an unfinished binary frame as many bytes as its mask turns round in. What the client is
 * told by itself is among the outgoing frames then. Source: WS-03.
 */
export function decode(before: Websocket, defects: WebsocketDefects): Websocket {
  let socket = before;
  while (socket.encoded !== '') {
    if (socket.left === 0) {
      const header = readHeader(socket);
      if (header.is === 'unfinished') break;
      if (header.is === 'bad')
        return { ...socket, encoded: '', failed: true, outgoing: socket.outgoing + header.reply };
      const { opcode, length, mask } = header;
      const message = opcode === opcodes.binary || defects.echoesBeyondPing ? opcode : socket.message;
      socket = { ...socket, opcode, message, left: length, mask, encoded: socket.encoded.slice(header.bytes) };
    }
    const control = socket.opcode !== opcodes.binary;
    if (control && socket.encoded.length < socket.left) break;
    const whole = socket.encoded.length >= socket.left;
    const payload = socket.encoded.slice(0, whole ? socket.left : socket.encoded.length & ~3);
    if (!whole && payload === '') break;
    const rest = socket.encoded.slice(payload.length);
    const plain = unmask(payload, socket.mask);
    if (socket.opcode === opcodes.ping) socket = answerPing(socket, plain, rest, defects);
    const decoded = control ? socket.decoded : socket.decoded + plain;
    socket = { ...socket, decoded, encoded: rest, left: socket.left - payload.length };
  }
  return socket;
}
