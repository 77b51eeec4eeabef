import { createHash } from 'node:crypto';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { isRecord } from '../run/agreement.ts';
import type { Failure } from '../run/results.ts';
import type { ExpectedOutcome, Step } from '../scenario.ts';
import { type Cause, causeKey } from './cause.ts';
import type { Investigated } from './investigate.ts';

/**
 * What a divergence is: explained by a quirk that the profile lacks, new, the end of the system, or one of threads; `not
 * again`: a difference that a real system showed once, and not when the same was done again (real time passes there);
 * `real time`: it showed it in some tries and did as foreseen in others.
 */
export type Classification = 'known quirk' | 'new divergence' | 'crash' | 'hang' | 'race' | 'not again' | 'real time';

/** What real time alone decides: told, and no failure. */
export function isOfRealTime(classification: Classification): boolean {
  return classification === 'not again' || classification === 'real time';
}

/** One cause of failures in a campaign. */
export type Finding = Investigated & {
  /** Number of the session that met it first, counted from 0, and how many met it. */
  readonly run: number;
  readonly count: number;
  /** Other differences that the same small session shows, or that vanish with it. */
  readonly also: readonly string[];
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

/** Actions that only look. */
const looks: ReadonlySet<string> = new Set([
  'observe',
  'receive',
  'read',
  'read-file',
  'get-flags',
  'witness-records',
  'screen',
]);

/** The small session without its last look, and without the names that were drawn for it. */
function essence({ scenario: { steps }, reproduced, cause }: Investigated): string {
  const actions = steps.map(([action]) => action);
  const last = actions.at(-1);
  const isLook = last !== undefined && (looks.has(last.do) || (last.do === 'qmp' && last.execute.startsWith('query-')));
  const needed = isLook && actions.length > 2 ? actions.slice(0, -1) : actions;
  // what did not come again, or is short enough to be everybody's beginning, is told apart by its difference
  if (!reproduced || needed.length < 2) return causeKey(cause);
  const names = new Map<string, string>();
  return JSON.stringify(needed).replace(/"([a-z]+\d+)(?=[."])/g, (_, name: string) => {
    const short = names.get(name) ?? `name${names.size}`;
    names.set(name, short);
    return `"${short}`;
  });
}

/** One finding for each small session: the one met first stands for those that show the same in another look. */
export function oneOfEach(findings: readonly Finding[]): readonly Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of [...findings].sort((one, other) => one.run - other.run)) {
    const key = essence(finding);
    const first = kept.get(key);
    if (first === undefined) kept.set(key, finding);
    else {
      const also = [...first.also, causeKey(finding.cause)];
      kept.set(key, { ...first, count: first.count + finding.count, also });
    }
  }
  return [...kept.values()];
}
