import type { Outcome } from './language/outcome.ts';
import type { ModelState, Turn } from './state.ts';

/** How an action starts, and what is gathered once the system is at rest. */
export type Plan = {
  readonly turn: Turn;
  readonly gather: (turn: Turn, before: ModelState) => Outcome;
};

/** Outcomes that are known at once. */
export function seen(turn: Turn, outcome: Outcome): Plan {
  return { turn, gather: () => outcome };
}
