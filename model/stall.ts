import type { Backend } from './backend.ts';
import type { Chardev } from './chardev.ts';
import type { Taken } from './hub.ts';
import type { Value } from './language/value.ts';
import type { Opening } from './open.ts';

/** One file that making a chardev opens, in order: its log, its output, its input. Source: FILE-02. */
export type ChardevFile = {
  readonly role: 'log' | 'out' | 'in';
  readonly path: string;
  readonly opening: Opening;
};

/** A chardev being made: what is open already, and the number of an open that sleeps. */
export type ChardevMaking = {
  readonly label: string;
  readonly backend: Backend;
  readonly opened: readonly { readonly role: ChardevFile['role']; readonly number: number }[];
  readonly sleeping: number | null;
  /** It will take the place of another. Source: ENG-15. */
  readonly replaces: boolean;
};

/** What to do once the chardev is made. */
export type ChardevGoal =
  | { readonly goal: 'add'; readonly label: string }
  | { readonly goal: 'change-unused' | 'change'; readonly label: string; readonly backend: Backend };

/** Who waits for the answer of a command that is stuck. */
export type Asker = {
  readonly connection: string;
  readonly id: Value | undefined;
  /** Descriptors bound to the command, still to be disposed of when it is through. */
  readonly bound: readonly number[];
};

/** What the main loop is stuck in, and how it goes on. Source: FILE-06, DEF-03, LOG-03. */
export type Stall =
  | {
      readonly kind: 'open';
      readonly making: ChardevMaking;
      readonly goal: ChardevGoal;
      readonly asker: Asker;
    }
  /** A server chardev, made but not registered, that waits for its first client. Source: SOCK-02. */
  | { readonly kind: 'client'; readonly chardev: Chardev; readonly goal: ChardevGoal; readonly asker: Asker }
  /** A frontend that waits for its chardev's connection: a caller, or (`dueNs`) its next attempt. Source: SOCK-18. */
  | { readonly kind: 'connection'; readonly chardev: string; readonly dueNs: number | null }
  /** A port's byte in write(2) to the backend, or (`triedNs`) in naps of 100 µs between tries. Source: DEF-03, RR-13. */
  | { readonly kind: 'output'; readonly port: string; readonly byte: string; readonly triedNs: number | null }
  /**
   * The same byte in write(2) to the log, or in naps of 100 µs between tries of it (`triedNs`: the last one).
   * `taken`: what the backend said before.
   */
  | {
      readonly kind: 'log';
      readonly port: string;
      readonly byte: string;
      readonly triedNs: number | null;
      readonly taken: Taken;
    }
  /** A frontend's write_all, in naps of 100 µs between tries of what is not `taken` (a count). Source: CHR-61. */
  | {
      readonly kind: 'write-all';
      readonly chardev: string;
      readonly bytes: string;
      readonly taken: number;
      readonly triedNs: number;
    };
