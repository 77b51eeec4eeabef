/**
 * One scenario that a target fails for a reason that no profile explains. While it fails it is a `known-deviation`;
 * the day it passes it is an `unexpected-pass`, which fails the run until the entry is removed.
 */
export type Deviation = {
  /** The scenario's id. */
  readonly scenario: string;
  /** Profiles on which it deviates; default all. */
  readonly profiles?: readonly string[];
  /** What the target does instead, and why that is not the scenario's fault: one sentence. */
  readonly reason: string;
  /** Where this is written down: a bug report, a commit, a document. */
  readonly reference: string;
};
