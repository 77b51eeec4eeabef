import { bytesOf, joined } from '../bytes.ts';

const opcode = { continued: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const finalBit = 0x80;
const maskBit = 0x80;
const controlBit = 8;
const maskBytes = 4;
const nothing: Uint8Array = new Uint8Array(0);

/** Which defects of the real decoder it has. */
export type FrameDefects = {
  /** A pong echoes everything behind the ping's header, one at a time, and a ping ends the message that it interrupts. */
  readonly echoesAll: boolean;
};

/** What came of some input: the guest's bytes, what is to be sent back, and whether the connection has to end after it. */
export type Decoded = { readonly bytes: Uint8Array; readonly reply: Uint8Array; readonly ends: boolean };

/** Decodes a client's frames. */
export type FrameDecoder = {
  /** `pongWaits`: an answer to a ping has not gone yet. */
  feed(bytes: Uint8Array, pongWaits: boolean): Decoded;
  /** Bytes that wait for the rest of their frame. */
  readonly incomplete: number;
};

type Header = { readonly opcode: number; readonly length: number; readonly mask: Uint8Array; readonly size: number };
type Refusal = { readonly code: number; readonly text: string };

/** One frame, unmasked, final. Source: WS-02. */
export function encodeFrame(kind: 'binary' | 'close' | 'pong', payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const first = finalBit | opcode[kind];
  const head =
    length < 126
      ? [first, length]
      : length < 65536
        ? [first, 126, length >> 8, length & 0xff]
        : [first, 127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
  return joined([Uint8Array.from(head), payload]);
}

function closing({ code, text }: Refusal): Uint8Array {
  return encodeFrame('close', joined([Uint8Array.of(code >> 8, code & 0xff), bytesOf(text)]));
}

/** Why a frame is not taken, in the order of the checks. Source: WS-03. */
function refusalOf(code: number, final: boolean, masked: boolean, length: number): Refusal | null {
  if (code === opcode.close) return { code: 1000, text: 'peer requested close' };
  if (!final && code !== opcode.binary) return { code: 1008, text: 'only binary frames may be fragmented' };
  if (final && code !== opcode.binary && code !== opcode.ping && code !== opcode.pong) {
    return { code: 1003, text: 'only binary, close, ping, and pong frames are supported' };
  }
  if (!masked) return { code: 1002, text: 'client frames must be masked' };
  return length >= 126 && (code & controlBit) !== 0 ? { code: 1002, text: 'control frame is too large' } : null;
}

/** The header at the front, where it is complete; `message`: the opcode that a continuation goes on with. */
function headerOf(bytes: Uint8Array, message: number): Header | Refusal | null {
  const [first = 0, second = 0] = bytes;
  if (bytes.length < 2 + maskBytes) return null;
  const own = first & 0x0f;
  const code = own === opcode.continued ? message : own;
  const short = second & 0x7f;
  const refusal = refusalOf(code, (first & finalBit) !== 0, (second & maskBit) !== 0, short);
  if (refusal !== null) return refusal;
  const extended = short < 126 ? 0 : short === 126 ? 2 : 8;
  const size = 2 + extended + maskBytes;
  if (bytes.length < size) return null;
  const length = extended === 0 ? short : bytes.subarray(2, 2 + extended).reduce((sum, byte) => sum * 256 + byte, 0);
  return { opcode: code, length, mask: bytes.slice(size - maskBytes, size), size };
}

/**
 * The decoder of one connection. Bytes of an incomplete binary frame are passed on four at a time; the payload of a
 * control frame is waited for. Source: WS-03, Q-WS-2; by experiment on both QEMUs.
 */
export function createFrameDecoder(defects: FrameDefects): FrameDecoder {
  let waiting: Uint8Array = nothing;
  /** The frame whose payload is coming in, and how much of that is missing. */
  let frame: Header | null = null;
  let missing = 0;
  let message = 0;
  let data: Uint8Array[] = [];
  let replies: Uint8Array[] = [];
  let answered = false;

  /** The next frame begins. Null: not yet, or never again. */
  const begin = (): 'begun' | 'wait' | 'refused' => {
    const header = headerOf(waiting, message);
    if (header === null) return 'wait';
    if ('text' in header) {
      replies.push(closing(header));
      return 'refused';
    }
    frame = header;
    missing = header.length;
    if (defects.echoesAll || (header.opcode & controlBit) === 0) message = header.opcode;
    waiting = waiting.subarray(header.size);
    return 'begun';
  };

  /** Takes what is there of the payload. False: it has to wait. */
  const takePayload = ({ opcode: code, mask }: Header): boolean => {
    const control = (code & controlBit) !== 0;
    const whole = waiting.length >= missing;
    const count = whole ? missing : control ? 0 : waiting.length - (waiting.length % maskBytes);
    if (count === 0 && missing > 0) return false;
    const payload = waiting.slice(0, count).map((byte, at) => byte ^ (mask[at % maskBytes] ?? 0));
    if (code === opcode.binary) data.push(payload);
    if (code === opcode.ping && !defects.echoesAll) replies.push(encodeFrame('pong', payload));
    if (code === opcode.ping && defects.echoesAll && !answered) {
      answered = true;
      replies.push(encodeFrame('pong', joined([payload, waiting.subarray(count)])));
    }
    waiting = waiting.subarray(count);
    missing -= count;
    if (missing === 0) frame = null;
    return true;
  };

  return {
    feed(bytes: Uint8Array, pongWaits: boolean): Decoded {
      answered = pongWaits;
      waiting = joined([waiting, bytes]);
      data = [];
      replies = [];
      let ends = false;
      while (waiting.length > 0 || (frame !== null && missing === 0)) {
        if (frame === null) {
          const begun = begin();
          ends = begun === 'refused';
          if (begun !== 'begun') break;
        }
        if (frame !== null && !takePayload(frame)) break;
      }
      return { bytes: joined(data), reply: joined(replies), ends };
    },
    get incomplete(): number {
      return waiting.length;
    },
  };
}
