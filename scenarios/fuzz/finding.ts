import { createHash } from 'node:crypto';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { isRecord } from '../run/agreement.ts';
import type { Failure } from '../run/results.ts';
import type { ExpectedOutcome, Scenario, Step } from '../scenario.ts';
import { type Cause, causeKey } from './cause.ts';

/** What a divergence on a real system is: explained by a quirk that the profile lacks, new, or the end of the system. */
export type Classification = 'known quirk' | 'new divergence' | 'crash' | 'hang';

/** One cause of failures, with the smallest session found that shows it. */
export type Finding = {
  readonly name: string;
  readonly cause: Cause;
  readonly classification: Classification;
  /** The quirk that explains it, if one does. */
  readonly quirk?: string;
  /** Clauses of the areas of the session. */
  readonly clauses: readonly string[];
  readonly message: string;
  readonly model: readonly Outcome[];
  readonly target?: Outcome;
  /** Number of the session that met it first, counted from 0, and how many met it. */
  readonly run: number;
  readonly count: number;
  /** Actions of the session, and of what is left of it. */
  readonly actions: number;
  readonly actionsLeft: number;
  /** False when the same actions did not fail again: then nothing was shrunk. */
  readonly reproduced: boolean;
  readonly scenario: Scenario;
};

/** A name for files: what was done, and a part of a digest that tells causes apart. */
export function nameOf(cause: Cause): string {
  const digest = createHash('sha256').update(causeKey(cause)).digest('hex').slice(0, 8);
  const verb = cause.verb
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${verb === '' ? 'session' : verb}-${digest}`;
}

/** Words for the kind of failure that a real system's divergence is. */
export function classOf({ kind }: Pick<Failure, 'kind'>): Classification {
  if (kind === 'died') return 'crash';
  return kind === 'hang' ? 'hang' : 'new divergence';
}

/** The steps with what the model says of the last one, where a literal can say it: for the profile of the finding alone. */
export function withExpectation(
  steps: readonly Step[],
  model: readonly Outcome[],
  profile: ProfileName,
): readonly Step[] {
  const last = steps.at(-1);
  const [outcome] = model;
  if (last === undefined || last.length > 1 || outcome === undefined || model.length > 1) return steps;
  if (outcome.see === 'unknown' || holdsNumbers(outcome)) return steps;
  const literal = outcome as ExpectedOutcome;
  return [...steps.slice(0, -1), [last[0], { byProfile: { [profile]: literal } }]];
}

/** A descriptor number of the model's own is no literal. */
function holdsNumbers(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('⟦fd:');
  if (Array.isArray(value)) return value.some(holdsNumbers);
  return isRecord(value) && ('$fd' in value || Object.values(value).some(holdsNumbers));
}
