import type { Task } from '../../runtime/task.ts';
import { type Chardev, deliver, roomFor } from './chardev.ts';

/** Input that a backend makes by itself and hands over as its frontend has room. Source: VC-02, MISC-01, CHR-38. */
export type HeldInput = {
  /** Takes what still fits; the rest is lost. */
  push(bytes: Uint8Array): void;
  /** Hands over while there is room. */
  offer(): Task<void>;
  clear(): void;
};

/** Holds at most `max` bytes. */
export function createHeldInput(chardev: Chardev, max: number): HeldInput {
  const input: Held = { bytes: new Uint8Array(0) };
  return {
    push(bytes: Uint8Array): void {
      const held = input.bytes;
      const fits = bytes.subarray(0, max - held.length);
      const joined = new Uint8Array(held.length + fits.length);
      joined.set(held);
      joined.set(fits, held.length);
      input.bytes = joined;
    },
    offer: () => offer(input, chardev),
    clear(): void {
      input.bytes = new Uint8Array(0);
    },
  };
}

type Held = { bytes: Uint8Array };

function* offer(input: Held, chardev: Chardev): Task<void> {
  for (let room = roomFor(chardev); room > 0 && input.bytes.length > 0; room = roomFor(chardev)) {
    const piece = input.bytes.subarray(0, room);
    input.bytes = input.bytes.slice(piece.length);
    yield* deliver(chardev, piece);
  }
}
