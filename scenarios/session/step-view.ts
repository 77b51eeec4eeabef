import type { Action } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import type { Inside } from '../../model/language/inside.ts';
import type { Outcome } from '../../model/language/outcome.ts';

/** How a played step compares with the recorded one; `unseen`: the recording ended in it. */
export type StepMark = 'same' | 'unseen' | 'differs' | 'fails' | 'inconclusive';

/** One step of a session as people look at it: what was done, who saw what, and what both witnesses have inside then. */
export type StepView = {
  /** Counted from 0 in the order of playing. */
  readonly index: number;
  /** Step of the scenario, -1 for the launch; records of the action and of what was seen. */
  readonly at: number;
  readonly record: number;
  readonly seenRecord?: number;
  readonly tNs: bigint;
  readonly action: Action;
  readonly recorded?: Outcome;
  readonly replayed?: Outcome;
  readonly model: readonly Outcome[];
  /** Decisions of the simulation during the action, and those that did not take the first option. */
  readonly decisions: number;
  readonly deviations: number;
  /** Inside, as recorded. */
  readonly happened: readonly Happening[];
  readonly mark: StepMark;
  /** Where they part, or why nothing can be said. */
  readonly text?: string;
  readonly clauses: readonly string[];
  /** After the step. */
  readonly inside: { readonly model?: Inside; readonly engine?: Inside };
};

/** Of which session, on what. */
export type SessionView = {
  readonly file: string;
  readonly scenario: string;
  readonly title?: string;
  readonly recordedOn: string;
  readonly replayedOn: string;
  readonly records: number;
  readonly steps: readonly StepView[];
  /** How it ends, in words. */
  readonly end: string;
  /** Steps that are not shown because there are too many. */
  readonly left: number;
};
