import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Expectation } from '../scenario.ts';

/** `unknown`: a limit was met (too many model states, no time left); never a pass. */
export type Verdict =
  | 'passed'
  | 'failed'
  | 'not-applicable'
  | 'known-deviation'
  | 'unexpected-pass'
  | 'unknown'
  /** On a release without a profile of its own: not as in the one that it is judged by, but as in others that are known. */
  | 'as-another-release';

/** Why a scenario did not pass: the first step at which the three witnesses disagree, all three side by side. */
export type Failure = {
  /** `model-against-literal`: the model contradicts the scenario; `target-against-literal`; `target-against-model`; … */
  readonly kind:
    | 'model-against-literal'
    | 'target-against-literal'
    | 'target-against-model'
    | 'descriptor-numbers'
    | 'leak'
    | 'died'
    | 'hang'
    | 'error';
  /** 0-based; -1 for the implicit launch, steps.length for the end of the scenario. */
  readonly step: number;
  readonly action?: Action;
  /** The literal of the scenario, if it has one here. */
  readonly expected?: Expectation;
  /** What the model allows (one or more). */
  readonly model?: readonly Outcome[];
  readonly target?: Outcome;
  /** Where exactly they part, in words. */
  readonly message: string;
  /** Clauses of the scenario, for the eye. */
  readonly clauses: readonly string[];
  /** Folder with command line, stderr and transcripts (real target only). */
  readonly artifacts?: string;
};

/** One step as it ran, for reports that show how a scenario went. */
export type StepRecord = { readonly action: Action; readonly model: readonly Outcome[]; readonly target?: Outcome };

/** A trait of the system that a scenario shows: were it otherwise, what was seen could not be. `value` as `traitValue` tells. */
export type TraitShown = { readonly trait: string; readonly value: string };

/** By which other rules all that was seen in a scenario agrees, although it does not by those of the target's profile. */
export type Behaviour = {
  /** Profiles under which, as they are, everything agrees; none: it takes traits of several. */
  readonly as: readonly string[];
  /** The traits that make the difference, each with a profile that has it so. Empty: more than can be told apart. */
  readonly because: readonly (TraitShown & {
    readonly from: string;
    readonly kind: 'quirk' | 'rule';
    readonly title: string;
  })[];
};

/** What became of one scenario on one target. */
export type ScenarioResult = {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly verdict: Verdict;
  readonly durationMs: number;
  /** SHA-256 (hex) over actions, normalised outcomes and, where the target tells, its inner trace. */
  readonly traceHash?: string;
  /** Why not applicable, known deviation, unknown. */
  readonly reason?: string;
  readonly failure?: Failure;
  /** Present where the rules of other profiles explain the failure. */
  readonly behaves?: Behaviour;
  /** What it tells of the release; of releases without a profile of their own. */
  readonly shows?: readonly TraitShown[];
  /** Present for what did not pass. */
  readonly steps?: readonly StepRecord[];
};

/** Which target answered: its identity, as data. */
export type TargetInfo = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly profile: string;
  readonly profileExact: boolean;
  /** True for a release that no profile speaks about. */
  readonly unlisted?: boolean;
};

/** How many scenarios had which verdict; `notRun`: planned, but the run ended before. */
export type Summary = {
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly knownDeviations: number;
  readonly unexpectedPasses: number;
  readonly unknown: number;
  readonly notRun: number;
  /** Absent: none, as in results of before there was the verdict. */
  readonly asAnotherRelease?: number;
};

/** What a run tells of one trait of the release; several readings contradict each other. */
export type TraitReading = {
  readonly id: string;
  readonly kind: 'quirk' | 'rule';
  readonly title: string;
  readonly readings: readonly {
    readonly value: string;
    /** Profiles that have it so. */
    readonly as: readonly string[];
    /** Ids of the scenarios that show it. */
    readonly scenarios: readonly string[];
  }[];
};

/** Everything that one run on one target found. `complete` is false after Ctrl-C, --bail or a dead target. */
export type TargetResults = {
  readonly target: TargetInfo;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly scenarios: readonly ScenarioResult[];
  readonly warnings: readonly string[];
  /** What was seen of the traits of a release without a profile of its own; absent for others. */
  readonly traits?: readonly TraitReading[];
};

/** One line of progress while a run goes on. */
export type RunEvent =
  | { readonly type: 'target-started'; readonly target: TargetInfo; readonly count: number }
  | { readonly type: 'scenario-finished'; readonly target: TargetInfo; readonly result: ScenarioResult }
  | { readonly type: 'target-finished'; readonly results: TargetResults };
