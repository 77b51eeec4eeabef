import { encodeBase64 } from '../base64.ts';
import { bytesOf } from '../bytes.ts';
import { sha1 } from '../sha1.ts';

/** A request that has not ended after so many bytes is refused. Source: WS-01. */
export const requestBytesMax = 4096;
const headersMax = 32;
const keyLength = 24;
const salt = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const nsPerSecond = 1_000_000_000;
const secondsPerDay = 86_400;

/** What to send, and whether frames follow (else the connection ends). */
export type HandshakeReply = { readonly text: string; readonly accepted: boolean };
/** `more`: the request goes on. `rest`: what stands behind it. */
export type Handshake =
  | { readonly kind: 'more' }
  | { readonly kind: 'answered'; readonly reply: HandshakeReply; readonly rest: string };

/** The virtual clock began with 1 January 1970; within that month. */
function dateText(nowNs: number): string {
  const seconds = Math.floor(nowNs / nsPerSecond);
  const day = Math.floor(seconds / secondsPerDay);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [seconds / 3600, seconds / 60, seconds].map((each, at) => two(Math.floor(each) % (at === 0 ? 24 : 60)));
  return `${days[day % days.length]}, ${two((day % 31) + 1)} Jan 1970 ${time.join(':')} GMT`;
}

function reply(status: string, nowNs: number, lines: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, 'Server: QEMU VNC', `Date: ${dateText(nowNs)}`, ...lines, ''].join('\r\n');
}

/** A refusal of a malformed request lacks the empty line. Source: WS-01, by experiment on both QEMUs. */
function refused(
  status: '400 Bad Request' | '404 Not Found' | '403 Request Entity Too Large',
  nowNs: number,
): HandshakeReply {
  const lines = status.startsWith('400')
    ? ['Connection: close', 'Sec-WebSocket-Version: 13']
    : ['Connection: close', ''];
  return { text: reply(status, nowNs, lines), accepted: false };
}

/** Header lines by their name in small letters, the first of each; null: one is malformed, or there are too many. */
function headersOf(lines: readonly string[]): ReadonlyMap<string, string> | null {
  if (lines.length > headersMax) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) return null;
    const name = line.slice(0, colon).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).replace(/^ +/, ''));
  }
  return headers;
}

function asksForFrames(headers: ReadonlyMap<string, string>): boolean {
  const protocol = headers.get('sec-websocket-protocol');
  return (
    headers.has('host') &&
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    headers.get('connection')?.toLowerCase().includes('upgrade') === true &&
    headers.get('sec-websocket-version') === '13' &&
    headers.get('sec-websocket-key')?.length === keyLength &&
    (protocol === undefined || protocol.includes('binary'))
  );
}

function answer(request: string, nowNs: number, answersAll: boolean): HandshakeReply {
  const [first = '', ...lines] = request.split('\r\n');
  const [method, path, version, ...more] = first.split(' ');
  if (lines.length === 0) return refused('400 Bad Request', nowNs); // before its words are looked at
  if (path === undefined && !answersAll) return { text: '', accepted: false };
  if (method !== 'GET' || path === undefined || version === undefined) return refused('400 Bad Request', nowNs);
  if (path !== '/') return refused('404 Not Found', nowNs);
  const headers = headersOf(lines);
  if (version !== 'HTTP/1.1' || more.length > 0 || headers === null || !asksForFrames(headers)) {
    return refused('400 Bad Request', nowNs);
  }
  const accept = encodeBase64(sha1(bytesOf(`${headers.get('sec-websocket-key')}${salt}`)));
  const protocol = headers.has('sec-websocket-protocol') ? ['Sec-WebSocket-Protocol: binary'] : [];
  const agreed = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, ...protocol, ''];
  return { text: reply('101 Switching Protocols', nowNs, agreed), accepted: true };
}

/**
 * Looks at what a client has sent so far, one character a byte. `answersAll`: also a first line without a blank. Source: WS-01,
 * Q-FOUND-18.
 */
export function shakeHands(received: string, nowNs: number, answersAll: boolean): Handshake {
  const end = received.indexOf('\r\n\r\n');
  if (end >= 0) {
    const reply = answer(received.slice(0, end), nowNs, answersAll);
    return { kind: 'answered', reply, rest: received.slice(end + 4) };
  }
  if (received.length < requestBytesMax) return { kind: 'more' };
  return { kind: 'answered', reply: refused('403 Request Entity Too Large', nowNs), rest: '' };
}
