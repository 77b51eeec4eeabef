import type { ByteString } from '../../model/language/value.ts';
import type { SocketProtocol } from '../../model/socket-address.ts';
import { clientFrame, websocketHeaders, websocketRequest } from '../steps.ts';
import type { Draw } from './draw.ts';
import { payload } from './values.ts';

/** What a client speaks; handles of such clients begin so. */
const speeches = { plain: 'k', telnet: 'tel', websocket: 'ws' } as const;

/** The stem of handles for clients of a chardev with this protocol: what they write goes by it. */
export function stemOf({ telnet, tn3270, websocket }: SocketProtocol): string {
  if (websocket) return speeches.websocket;
  return telnet || tn3270 ? speeches.telnet : speeches.plain;
}

/** What somebody writes to this handle: words of the protocol that is spoken there, mostly. */
export function wordsFor(draw: Draw, handle: string): ByteString {
  if (handle.startsWith(speeches.websocket) && draw.chance(0.95)) return websocketWords(draw);
  if (handle.startsWith(speeches.telnet) && draw.chance(0.9)) return telnetWords(draw);
  return draw.of(payload);
}

const telnetCommands: readonly ByteString[] = [
  '\xff\xff',
  '\xff\xf3',
  '\xff\xf3',
  '\xff\xf1',
  '\xff\xf4',
  '\xff\xf4a',
  '\xff\xef',
  '\xff\xfb\x01',
  '\xff\xfc\x03',
  '\xff\xfd\x00',
  '\xff\xfe\x18',
  '\xff\xfa\x18\x00vt\xff\xf0',
  '\xff\xf0',
  '\xff',
  '\xff\x00',
  '\xffa',
];

/** Text with commands in between, sometimes cut in the middle of one. */
function telnetWords(draw: Draw): ByteString {
  const parts = Array.from({ length: draw.pick([1, 1, 2, 3, 5]) }, () =>
    draw.chance(0.6) ? draw.pick(telnetCommands).repeat(draw.pick([1, 1, 1, 2, 3])) : draw.of(payload).slice(0, 100),
  );
  // a command is left half said when its sender goes, or goes on later
  const half = draw.chance(0.2) ? draw.pick(['\xff', '\xff\xfb', '\xff\xf1', '\xff\xfa']) : '';
  return cut(draw, parts.join(''), 0.1) + half;
}

/** The text or, in that share of cases, a part of it. */
function cut(draw: Draw, text: ByteString, share: number): ByteString {
  if (!draw.chance(share)) return text;
  const at = draw.below(text.length + 1);
  return draw.chance(0.7) ? text.slice(0, at) : text.slice(at);
}

const firstBytes: readonly number[] = [0x82, 0x82, 0x82, 0x02, 0x02, 0x00, 0x80, 0x89, 0x89, 0x8a, 0x81, 0x88, 0x83];
const frameLengths: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 14, 15, 30];
const longLengths: readonly number[] = [124, 125, 126, 127, 128, 300, 1000, 4081, 4082, 4096, 5000];
const longestLength = 65535;
/** Beyond it the length of a frame takes eight bytes. */
const sixteenBits = 0x10000;

/** A client's frame, mostly a right one; lengths at the edges of each form. */
function frameOf(draw: Draw): ByteString {
  const first = draw.chance(0.7) ? draw.pick([0x82, 0x82, 0x89, 0x02, 0x80]) : draw.pick(firstBytes);
  const length = draw.chance(0.85) ? draw.pick(frameLengths) : draw.pick([...longLengths, longestLength]);
  const text = draw.of(payload).padEnd(length, '0123456789').slice(0, length);
  const frame = clientFrame(first, text);
  if (draw.chance(0.03)) return String.fromCharCode(first, Math.min(length, 125)) + text; // without a mask
  if (draw.chance(0.03)) return widened(first, text);
  if (draw.chance(0.02)) return frame.slice(0, 2) + draw.pick(['\0\0\0\0', '\xff\xff\xff\xff']) + frame.slice(6);
  return frame;
}

/** The same frame with its length in eight bytes. */
function widened(first: number, text: ByteString): ByteString {
  const sizes = [0, 0, 0, 0, 0, Math.floor(text.length / sixteenBits), (text.length >> 8) & 255, text.length & 255];
  const frame = clientFrame(first, text);
  const masked = frame.slice(text.length < 126 ? 2 : 4);
  return `${String.fromCharCode(first)}\xff${String.fromCharCode(...sizes)}${masked}`;
}

/** A message in parts, with control frames in between. */
function fragmented(draw: Draw): readonly ByteString[] {
  const part = (first: number): ByteString =>
    clientFrame(first, draw.of(payload).slice(0, draw.pick([1, 3, 4, 7, 40])));
  const between = (): ByteString => (draw.chance(0.4) ? part(draw.pick([0x89, 0x89, 0x8a])) : '');
  const more = Array.from({ length: draw.below(3) }, () => part(0) + between());
  return [part(0x02), between(), ...more, part(0x80)];
}

function websocketWords(draw: Draw): ByteString {
  if (draw.chance(0.04)) return handshakeWords(draw);
  const frames = draw.chance(0.25)
    ? fragmented(draw)
    : Array.from({ length: draw.pick([1, 1, 1, 2, 2, 3]) }, () => frameOf(draw));
  return cut(draw, frames.join(''), 0.2);
}

const wrongHeaders: readonly string[] = [
  'Host: example',
  'Upgrade: nothing',
  'Connection: close',
  'Sec-WebSocket-Key: short',
  'Sec-WebSocket-Version: 12',
  'Sec-WebSocket-Protocol: chat',
  'Sec-WebSocket-Protocol: binary',
  'Sec-WebSocket-Protocol: chat, binary',
  'Origin: http://elsewhere',
  'nothing',
  ': x',
  `X: ${'y'.repeat(1000)}`,
];
const requestLines = ['POST / HTTP/1.1', 'GET /x HTTP/1.1', 'GET / HTTP/1.0', 'GET /', ''];

/** A request to begin with: mostly right, else with a line less, another one or a wrong first one. */
export function handshakeWords(draw: Draw): ByteString {
  if (draw.chance(0.75)) return websocketRequest();
  const headers = [...websocketHeaders];
  if (draw.chance(0.4)) headers.splice(draw.below(headers.length), 1);
  if (draw.chance(0.5)) headers.splice(draw.below(headers.length + 1), 0, draw.pick(wrongHeaders));
  if (draw.chance(0.02)) headers.push(`X: ${'z'.repeat(4096)}`);
  return websocketRequest(headers, draw.chance(0.8) ? 'GET / HTTP/1.1' : draw.pick(requestLines));
}

/** Where it is that handles of websocket clients go. */
export function speaksFrames(handle: string): boolean {
  return handle.startsWith(speeches.websocket);
}

/** Pages of typing only take time: a human monitor draws its line anew for every byte. */
const typedMax = 100;

/** What a client says as soon as it is there, to a human or another (`isTyped`): of websockets a request, in one or two pieces, mostly, then often frames. */
export function firstWords(draw: Draw, handle: string, isTyped: boolean): readonly ByteString[] {
  if (handle.startsWith(speeches.telnet)) return draw.chance(0.4) ? [telnetWords(draw)] : [];
  if (!handle.startsWith(speeches.websocket) || draw.chance(0.1)) return [];
  const request = handshakeWords(draw);
  if (isTyped) return draw.chance(0.5) ? [request] : [request, websocketWords(draw).slice(0, typedMax)];
  if (draw.chance(0.5)) return [request, websocketWords(draw)];
  if (draw.chance(0.6)) return [draw.chance(0.7) ? request : request + websocketWords(draw)];
  const at = draw.below(request.length + 1);
  return [request.slice(0, at), request.slice(at)];
}
