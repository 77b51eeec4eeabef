import type { ByteString } from './language/value.ts';
import { encodeBase64 } from './ringbuf.ts';
import { sha1 } from './sha1.ts';

/** How far a client's opening request is: not all there, or answered. `reply` is sent; `rest` came behind the request. */
export type Handshake =
  | { readonly is: 'unfinished' }
  | { readonly is: 'refused'; readonly reply: ByteString }
  | { readonly is: 'accepted'; readonly reply: ByteString; readonly rest: ByteString };

/** Bytes that a request may have, and lines behind its first. Source: WS-01; the second by experiment. */
const requestBytesMax = 4096;
const headersMax = 32;
/** Appended to the key before it is hashed. Source: RFC 6455, 1.3. */
const keySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const keyLength = 24;

const greeting = ['Server: QEMU VNC', 'Date: {date}'];
const lines = (...each: readonly string[]): ByteString => each.map((line) => `${line}\r\n`).join('');

const badRequest = lines('HTTP/1.1 400 Bad Request', ...greeting, 'Connection: close', 'Sec-WebSocket-Version: 13');
const notFound = lines('HTTP/1.1 404 Not Found', ...greeting, 'Connection: close', '');
const tooLarge = lines('HTTP/1.1 403 Request Entity Too Large', ...greeting, 'Connection: close', '');

const refused = (reply: ByteString): Handshake => ({ is: 'refused', reply });

/** Headers by lower-case name, the first of each; `null` if a line is none. */
function headersOf(written: readonly string[]): ReadonlyMap<string, string> | null {
  if (written.length > headersMax) return null;
  const headers = new Map<string, string>();
  for (const line of written) {
    const colon = line.indexOf(':');
    if (colon < 0) return null;
    const name = line.slice(0, colon).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).replace(/^ +/, ''));
  }
  return headers;
}

/** Whether the headers ask for what this server speaks. */
function fits(headers: ReadonlyMap<string, string>): boolean {
  const protocol = headers.get('sec-websocket-protocol');
  return (
    headers.has('host') &&
    headers.get('sec-websocket-version') === '13' &&
    headers.get('sec-websocket-key')?.length === keyLength &&
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    headers.get('connection')?.toLowerCase().includes('upgrade') === true &&
    (protocol === undefined || protocol.includes('binary'))
  );
}

/**
 * Answers a request once it is complete; one whose first line is a single word may be refused `wordlessly`. Source: WS-01, Q-FOUND-18; texts
 * and order by experiment on both versions.
 */
export function shakeHands(bytes: ByteString, wordlessly: boolean): Handshake {
  const end = bytes.slice(0, requestBytesMax).indexOf('\r\n\r\n');
  if (end < 0) return bytes.length >= requestBytesMax ? refused(tooLarge) : { is: 'unfinished' };
  const [request = '', ...written] = bytes.slice(0, end).split('\r\n');
  const [method, path, version, ...others] = request.split(' ');
  if (written.length === 0) return refused(badRequest); // whatever the path
  if (wordlessly && !request.includes(' ')) return refused('');
  if (method !== 'GET' || path === undefined || version === undefined) return refused(badRequest);
  if (path !== '/') return refused(notFound);
  const headers = [version, ...others].join(' ') === 'HTTP/1.1' ? headersOf(written) : null;
  if (headers === null || !fits(headers)) return refused(badRequest);
  const accept = encodeBase64(sha1(headers.get('sec-websocket-key') + keySuffix));
  const protocol = headers.has('sec-websocket-protocol') ? ['Sec-WebSocket-Protocol: binary'] : [];
  const reply = lines(
    'HTTP/1.1 101 Switching Protocols',
    ...greeting,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...protocol,
    '',
  );
  return { is: 'accepted', reply, rest: bytes.slice(end + 4) };
}
