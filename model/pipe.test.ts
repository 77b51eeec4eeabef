import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyPipe,
  type PipeContent,
  pipeHasFreeSlot,
  pipeRead,
  pipeWrite,
  pipeWriteSingly,
  slotBytes,
} from './pipe.ts';

const text = (length: number): string => 'x'.repeat(length);

describe('a pipe', () => {
  it('takes one full slot of the last page only while a slot is free', () => {
    const full = pipeWrite(emptyPipe(4096), text(4096)).pipe;
    expect(pipeHasFreeSlot(full)).toBe(false);
    expect(pipeWrite(full, 'a').taken).toBe(0);
  });

  it('takes a small write into the room of its last slot even when no slot is free', () => {
    const { pipe } = pipeWrite(emptyPipe(4096), text(4000));
    expect(pipeHasFreeSlot(pipe)).toBe(false);
    expect(pipeWrite(pipe, text(96)).taken).toBe(96);
    expect(pipeWrite(pipe, text(97)).taken).toBe(0);
  });

  it('frees a slot only when its last byte is read', () => {
    const { pipe } = pipeWrite(emptyPipe(4096), text(4096));
    expect(pipeHasFreeSlot(pipeRead(pipe, 4095).pipe)).toBe(false);
    expect(pipeHasFreeSlot(pipeRead(pipe, 4096).pipe)).toBe(true);
  });

  it('does not use again the bytes that were read from the front of a slot', () => {
    const { pipe } = pipeRead(pipeWrite(emptyPipe(4096), text(4090)).pipe, 4000);
    expect(pipeWrite(pipe, text(6)).taken).toBe(6);
    expect(pipeWrite(pipe, text(7)).taken).toBe(0);
  });

  it('writes singly what single writes one by one would take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 6000 })), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9000 }),
        (history, count) => {
          let pipe: PipeContent = emptyPipe(8192);
          for (const [writes, length] of history)
            pipe = writes ? pipeWrite(pipe, text(length)).pipe : pipeRead(pipe, length).pipe;
          let one = pipe;
          let taken = 0;
          for (; taken < count; taken += 1) {
            const wrote = pipeWrite(one, 'x');
            if (wrote.taken === 0) break;
            one = wrote.pipe;
          }
          expect(pipeWriteSingly(pipe, text(count))).toEqual({ pipe: one, taken });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps bytes and slots in step and never holds more than its slots', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9000 })), { maxLength: 40 }), (history) => {
        let pipe: PipeContent = emptyPipe(16384);
        let sent = '';
        let got = '';
        let next = 0;
        for (const [writes, length] of history) {
          if (writes) {
            const bytes = Array.from({ length }, () => String.fromCharCode(97 + (next++ % 26))).join('');
            const wrote = pipeWrite(pipe, bytes);
            sent += bytes.slice(0, wrote.taken);
            pipe = wrote.pipe;
          } else {
            const read = pipeRead(pipe, length);
            got += read.bytes;
            pipe = read.pipe;
          }
          expect(pipe.slots.reduce((sum, slot) => sum + slot.length, 0)).toBe(pipe.bytes.length);
          expect(pipe.slots.length).toBeLessThanOrEqual(pipe.slotsMax);
          expect(pipe.slots.every((slot) => slot.length > 0 && slot.offset + slot.length <= slotBytes)).toBe(true);
        }
        expect(got + pipe.bytes).toBe(sent);
      }),
    );
  });
});
