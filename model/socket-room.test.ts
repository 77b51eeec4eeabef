import { describe, expect, it } from 'vitest';
import { chargeOf, hasPollRoom, piecesTaken } from './socket-room.ts';

/** How many writes of `size` bytes an unread stream socket takes, and how much of the next. */
function fill(size: number): readonly [writes: number, rest: number] {
  let underWay = 0;
  for (let count = 0; ; count += 1) {
    const pieces = piecesTaken(underWay, 'x'.repeat(size));
    const taken = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (taken < size) return [count, taken];
    for (const piece of pieces) underWay += chargeOf(piece.length);
  }
}

describe('a unix stream socket that nobody reads', () => {
  it.each([
    [1, 278, 0],
    [192, 278, 0],
    [193, 167, 0],
    [1000, 93, 0],
    [3776, 49, 0],
    [3777, 44, 0],
    [4096, 44, 0],
    [8192, 24, 0],
    [30_000, 7, 0],
    [60_000, 3, 36_544],
    [400_000, 0, 219_264],
  ])('takes writes of %d bytes %d times, and %d bytes more (VSER-33)', (size, writes, rest) => {
    expect(fill(size)).toEqual([writes, rest]);
  });

  it('is writable again once three quarters are read', () => {
    expect([hasPollRoom(10 * chargeOf(4096)), hasPollRoom(11 * chargeOf(4096))]).toEqual([true, false]);
  });
});
