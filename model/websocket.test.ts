import { describe, expect, it } from 'vitest';
import { decode, frame, freshWebsocket, type Websocket } from './websocket.ts';
import { shakeHands } from './websocket-handshake.ts';

const request = (...changed: readonly string[]): string =>
  [
    ...(changed.length > 0 ? changed : ['GET / HTTP/1.1']),
    'Host: h',
    'Upgrade: WebSocket',
    'Connection: keep-alive, Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');

/** One frame as a client sends it, under the mask 1 2 3 4. */
function masked(opcode: number, payload: string, whole = true): string {
  const coded = [...payload].map((byte, at) => String.fromCharCode(byte.charCodeAt(0) ^ ((at % 4) + 1))).join('');
  return `${String.fromCharCode((whole ? 0x80 : 0) | opcode, 0x80 | payload.length)}\x01\x02\x03\x04${coded}`;
}

function decoding(bytes: string, echoesBeyondPing = false): Websocket {
  return decode({ ...freshWebsocket(''), encoded: bytes }, { echoesBeyondPing });
}

describe('a websocket handshake', () => {
  it('is answered with the hash of the key (WS-01)', () => {
    const answer = shakeHands(`${request()}rest`, false);
    expect(answer).toMatchObject({ is: 'accepted', rest: 'rest' });
    expect('reply' in answer ? answer.reply : '').toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
  });

  it.each([
    ['GET /x HTTP/1.1', '404 Not Found'],
    ['POST / HTTP/1.1', '400 Bad Request'],
    ['GET / HTTP/1.0', '400 Bad Request'],
    ['GET / HTTP/1.1\r\nno header', '400 Bad Request'],
    ['GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat', '400 Bad Request'],
  ])('refuses %j with %s (WS-01)', (first, status) => {
    const answer = shakeHands(request(first), false);
    expect('reply' in answer ? answer.reply : answer.is).toContain(`HTTP/1.1 ${status}\r\n`);
  });

  it('waits for the end of the request, up to 4096 bytes (WS-01)', () => {
    expect(shakeHands(request().slice(0, -1), false).is).toBe('unfinished');
    expect(shakeHands('a'.repeat(4095), false).is).toBe('unfinished');
    expect(shakeHands('a'.repeat(4096), false).is).toBe('refused');
  });
});

describe('websocket frames', () => {
  it('give their payload without the mask, over fragments too (WS-03)', () => {
    expect(decoding(masked(2, 'hel', false) + masked(0, 'lo'))).toMatchObject({ decoded: 'hello', encoded: '' });
  });

  it('are given in fours while they are unfinished', () => {
    expect(decoding(masked(2, 'abcdefgh').slice(0, -2))).toMatchObject({ decoded: 'abcd', left: 4 });
  });

  it.each([
    ['text', masked(1, ''), 1003, 'only binary, close, ping, and pong frames are supported'],
    ['no mask', '\x82\x04abcd', 1002, 'client frames must be masked'],
    ['a long control frame', masked(9, 'p'.repeat(126)), 1002, 'control frame is too large'],
    ['a control frame in pieces', masked(9, '', false), 1008, 'only binary frames may be fragmented'],
    ['a close', masked(8, ''), 1000, 'peer requested close'],
  ])('end the connection: %s (WS-03)', (_what, bytes, code, reason) => {
    const outgoing = frame(8, String.fromCharCode(code >> 8, code & 255) + reason);
    expect(decoding(bytes)).toMatchObject({ failed: true, outgoing });
  });

  it('answers each ping with its payload, or with all that came behind it once (Q-WS-2)', () => {
    const pings = masked(9, 'a') + masked(9, 'b');
    expect(decoding(pings).outgoing).toBe('\x8a\x01a\x8a\x01b');
    expect(decoding(pings, true).outgoing).toBe('\x8a\x08a\x89\x81\x01\x02\x03\x04c');
  });
});
