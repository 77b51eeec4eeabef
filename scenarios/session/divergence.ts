import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { StateChange } from './state-delta.ts';

/** The first record, in file order, that a replay did not meet. Source: SLOG-07. */
export type Divergence = {
  /**
   * `outcome`: something else was seen; `happening`: something else happened inside; `decision`: the simulation decides elsewhere; `digest`: all that is seen is equal
   * and the inner trace is not; `result`: the run ends otherwise; `target`: the replaying target broke or cannot do it.
   */
  readonly kind: 'outcome' | 'happening' | 'decision' | 'digest' | 'result' | 'target';
  readonly record: number;
  readonly step: number;
  readonly tNs: string;
  readonly action?: Action;
  /** What the file says, what came now, what the model of the replaying profile allows. */
  readonly recorded?: Outcome;
  readonly replayed?: Outcome;
  readonly model?: readonly Outcome[];
  /** In words: where they part, and with whom the model goes. */
  readonly text: string;
  readonly clauses: readonly string[];
  /** What the action changed in the model; its states before and after in full. */
  readonly changes: readonly StateChange[];
  readonly stateBefore?: unknown;
  readonly stateAfter?: unknown;
  /** The lines of the file before it, ten at most, oldest first. Source: SLOG-07. */
  readonly before: readonly string[];
};
