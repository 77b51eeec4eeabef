import type { Machine } from '../machine.ts';

/** The descriptors that came with the last message and that no command took yet. Source: FDSET-01, FDSET-03, FDSET-07. */
export type PendingList = {
  /** The first one; all others are closed. Null when there is none. */
  takeFirst(): number | null;
  /** All of them, still open. */
  takeAll(): readonly number[];
  /** What waits, oldest first; it stays. */
  held(): readonly number[];
  /** Closes what is there and keeps these instead. */
  replace(fds: readonly number[]): void;
};

/** An empty list. */
export function createPendingList(machine: Machine): PendingList {
  let pending: readonly number[] = [];
  return {
    takeFirst(): number | null {
      const [first, ...others] = pending;
      pending = [];
      for (const fd of others) machine.process.close(fd);
      return first ?? null;
    },
    takeAll(): readonly number[] {
      const all = pending;
      pending = [];
      return all;
    },
    held: () => pending,
    replace(fds: readonly number[]): void {
      for (const fd of pending) machine.process.close(fd);
      pending = fds;
    },
  };
}
