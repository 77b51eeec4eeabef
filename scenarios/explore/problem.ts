import type { SwapEntry } from '../../sut/engine/hotswap/request.ts';
import type { Chooser } from '../../sut/runtime/chooser.ts';
import type { Scheduler } from '../../sut/runtime/scheduler.ts';
import type { Access } from '../../sut/runtime/step.ts';

/** A property that does not hold: its name (a SAFE clause, `deadlock`, `error`), and what happened in words. */
export type Broken = {
  readonly property: string;
  readonly text: string;
  /** Clauses that the property states; may be empty. */
  readonly clauses: readonly string[];
  /** The shared object that it is about, as steps name it, if it is about one. */
  readonly object?: string;
  /** More of it, a line each, for people. */
  readonly more?: readonly string[];
};

/** One freshly made world: threads that are about to run, and the properties that must hold of them. */
export type World = {
  /** With `explored: true`; every thread is spawned. */
  readonly scheduler: Scheduler;
  /** Looked at after every step; a property that is broken stays broken. */
  check(): Broken | null;
  /** Looked at once when no thread can run any more. */
  end(): Broken | null;
  /**
   * Digest of all shared state, program counters apart: equal for states that cannot be told apart. Monitors are part of
   * it. Without one, states are told apart by what led to them up to the order of independent steps. Source: XE-9.
   */
  digest?(): string;
  /** Steps do not say all that they touch: every one touches this, too, but for those that say all (`Step.complete`). */
  readonly undeclared?: Access;
  /** How far each change came, and after how many steps. */
  readonly swaps?: readonly SwapEntry[];
  /** What may be left out, by the names that params take behind a minus: `command.2`. */
  readonly actions?: readonly string[];
};

/** A problem that lists its states itself, as bytes: for explicit search. Source: XS-7. */
export type ByteModel = {
  /** Bytes of a state; a multiple of four spares a copy of each. */
  readonly length: number;
  initial(): Uint8Array;
  /** Calls `found` with each successor in a buffer that is its own until the call returns; gives a broken property. */
  successors(state: Uint8Array, found: (next: Uint8Array) => void): Broken | null;
  /** Whether no thread can run, and what is wrong with that, if anything is. */
  final(state: Uint8Array): Broken | null;
};

/** Something to explore. Starting it twice gives worlds that behave alike, step by step. Source: XE-5. */
export type Problem = {
  /** `swap-race`, or the id of a race scenario. */
  readonly id: string;
  /** What it was made with, for the schedule string: `W3K2,m1`; no colon. */
  readonly params: string;
  start(chooser: Chooser): World;
  readonly bytes?: ByteModel;
};
