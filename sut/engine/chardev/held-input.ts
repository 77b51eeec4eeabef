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
  let held = new Uint8Array(0);
  return {
    push(bytes: Uint8Array): void {
      const fits = bytes.subarray(0, max - held.length);
      const joined = new Uint8Array(held.length + fits.length);
      joined.set(held);
      joined.set(fits, held.length);
      held = joined;
    },
    *offer(): Task<void> {
      for (let room = roomFor(chardev); room > 0 && held.length > 0; room = roomFor(chardev)) {
        const piece = held.subarray(0, room);
        held = held.slice(piece.length);
        yield* deliver(chardev, piece);
      }
    },
    clear(): void {
      held = new Uint8Array(0);
    },
  };
}
