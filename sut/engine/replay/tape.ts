import type { Task } from '../../runtime/task.ts';
import type { Chardev } from '../chardev/chardev.ts';

/** What a write of a logged chardev gave: its last result (below zero: it failed) and how much was taken in all. */
export type LoggedWrite = { readonly result: number; readonly taken: number };

/** Record or replay, while it is on. Source: RR-01. */
export type Tape = {
  readonly recording: boolean;
  /** The chardevs whose traffic is logged: the place of one is its index in the log. Source: RR-08, RR-09. */
  readonly drivers: Chardev[];
  /** Recording: one write is through. Source: RR-03. */
  wrote(write: LoggedWrite): void;
  /** Replaying: what became of this write then. Never comes back when the log does not have it. Source: RR-04, RR-15. */
  nextWrite(length: number): Task<LoggedWrite>;
  /** Input from outside: recorded and kept for the next checkpoint, or nobody's. Source: RR-06. */
  heard(driver: number, bytes: Uint8Array): void;
  /** The machine runs, for the first time or again: a checkpoint comes at once. Source: RR-16, experiment. */
  machineRuns(): void;
  /** The process ends in good order. Source: RR-01. */
  finish(): void;
};
