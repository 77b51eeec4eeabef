import type { Deviation } from '../deviations/deviation.ts';
import { behavesText } from '../release/behaves-text.ts';
import type { ScenarioResult } from './results.ts';

/** How much a clause binds: see the catalogue of clauses. */
export type Strength = 'must' | 'should' | 'may';
/** By what a plain result is weighed. `strengthOf`: undefined for a clause that the catalogue does not know (a must). */
export type Weights = {
  readonly deviations: readonly Deviation[];
  readonly strengthOf: (clause: string) => Strength | undefined;
  readonly strict: boolean;
  readonly profile: string;
  /** No profile speaks about the release: what is as in another is no failure. */
  readonly unlisted?: boolean;
};

/**
 * Turns passed and failed into what they mean for the run: a listed deviation that fails is known, one that passes is
 * not; a scenario whose clauses are all `should` or `may` fails the run only under `strict` (all `may`: never) and is
 * told as a known deviation otherwise.
 */
export function weigh(result: ScenarioResult, weights: Weights): ScenarioResult {
  const deviation = weights.deviations.find(
    ({ scenario, profiles }) => scenario === result.id && (profiles?.includes(weights.profile) ?? true),
  );
  if (deviation !== undefined) {
    const reason = `${deviation.reason} (${deviation.reference})`;
    if (result.verdict === 'failed') return { ...result, verdict: 'known-deviation', reason };
    if (result.verdict === 'passed') {
      return { ...result, verdict: 'unexpected-pass', reason: `listed as a known deviation: ${reason}` };
    }
  }
  if (result.verdict === 'failed' && result.behaves !== undefined && weights.unlisted === true) {
    return { ...result, verdict: 'as-another-release', reason: result.reason ?? behavesText(result.behaves) };
  }
  if (result.verdict !== 'failed' || result.failure?.kind === 'error' || result.clauses.length === 0) return result;
  const strengths = new Set(result.clauses.map((clause) => weights.strengthOf(clause) ?? 'must'));
  if (strengths.has('must') || (strengths.has('should') && weights.strict)) return result;
  const reason = strengths.has('should')
    ? 'a should-clause is not met (--strict makes this a failure)'
    : 'a may-clause is not taken up';
  return { ...result, verdict: 'known-deviation', reason };
}
