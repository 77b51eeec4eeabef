import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteString, joined } from '../bytes.ts';
import { sha1 } from '../sha1.ts';
import { createFrameDecoder, encodeFrame } from './websocket-frames.ts';
import { shakeHands } from './websocket-handshake.ts';

const defects = fc.record({ echoesAll: fc.boolean() });

/** A client's frame as the standard has it. */
function masked(payload: Uint8Array, mask: Uint8Array, opcode: number): Uint8Array {
  const plain = encodeFrame('binary', payload);
  const header = plain.slice(0, plain.length - payload.length);
  header[0] = 0x80 | opcode;
  header[1] = (header[1] ?? 0) | 0x80;
  return joined([header, mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

test('no bytes of a client break the decoder of frames', () => {
  fc.assert(
    fc.property(defects, fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (found, pieces) => {
      const decoder = createFrameDecoder(found);
      let given = 0;
      for (const piece of pieces) {
        const decoded = decoder.feed(piece, false);
        given += decoded.bytes.length;
        if (decoded.ends) break;
      }
      expect(given).toBeLessThanOrEqual(pieces.reduce((sum, { length }) => sum + length, 0));
      expect(decoder.incomplete).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('what a client frames is what the guest gets, however it is cut', () => {
  const frame = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 4, maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (frames, size) => {
      const wire = joined(frames.map(([payload, mask]) => masked(payload, mask, 2)));
      const decoder = createFrameDecoder({ echoesAll: false });
      const got: Uint8Array[] = [];
      for (let at = 0; at < wire.length; at += size) got.push(decoder.feed(wire.subarray(at, at + size), false).bytes);
      expect(joined(got)).toEqual(joined(frames.map(([payload]) => payload)));
      expect(decoder.incomplete).toBe(0);
    }),
  );
});

test('no request breaks the handshake, and one without an end is given up after 4096 bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = byteString(bytes);
      const met = shakeHands(text, 0, true);
      expect(met.kind).toBe(text.includes('\r\n\r\n') ? 'answered' : 'more');
    }),
  );
  expect(shakeHands('x'.repeat(4095), 0, true).kind).toBe('more');
  expect(shakeHands('x'.repeat(4096), 0, true)).toMatchObject({ kind: 'answered', reply: { accepted: false } });
});

test('the hash is SHA-1', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(byteString(sha1(bytes))).toBe(createHash('sha1').update(bytes).digest().toString('latin1'));
    }),
  );
});
