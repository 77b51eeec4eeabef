/** Bytes that wait for room, oldest first: those put behind are copied once, not with all that waits already. */
export type Backlog = {
  /** All of them, as a view of bytes that never change. */
  waiting(): Uint8Array;
  /** The caller leaves the bytes as they are from now on. */
  put(bytes: Uint8Array): void;
  /** The oldest `count` are through. */
  took(count: number): void;
};

const nothing = new Uint8Array(0);

/** Nothing waits. */
export function createBacklog(): Backlog {
  let room: Uint8Array = nothing;
  let from = 0;
  let end = 0;
  return {
    waiting: () => room.subarray(from, end),
    put(bytes): void {
      if (end === 0) {
        room = bytes;
        end = bytes.length;
        return;
      }
      if (end + bytes.length > room.length) {
        const kept = room.subarray(from, end);
        room = new Uint8Array(2 * (kept.length + bytes.length));
        room.set(kept);
        from = 0;
        end = kept.length;
      }
      room.set(bytes, end);
      end += bytes.length;
    },
    took(count): void {
      from = Math.min(end, from + count);
      if (from < end) return;
      room = nothing; // whoever took them may keep them
      from = end = 0;
    },
  };
}
