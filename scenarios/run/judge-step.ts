import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile, ProfileName } from '../../model/language/profile.ts';
import type { Expectation, Scenario } from '../scenario.ts';
import type { Agreement } from './agreement.ts';
import { alternativesFor, alternativesForAny, type LiteralMatch, matchLiteral } from './literal.ts';
import type { Branch } from './lockstep.ts';
import type { Failure } from './results.ts';
import type { Symbols } from './symbols.ts';

/** Everything that was said about one step. `agreements` runs along `branches`. */
export type Testimony = {
  readonly scenario: Scenario;
  readonly index: number;
  readonly action: Action;
  readonly expectation: Expectation | undefined;
  readonly target: Outcome;
  readonly branches: readonly Branch[];
  readonly agreements: readonly Agreement[];
  readonly symbols: Symbols;
  readonly profile: Profile;
  /** Profiles whose literals stand; default: that profile's. */
  readonly literals?: readonly ProfileName[] | undefined;
};

/**
 * All three witnesses must agree: the literal fits the target, the literal fits every outcome that the model allows, and
 * the target did one of these. Returns the symbols bound so far, or the failure that names who parts from whom.
 */
export function judgeStep(testimony: Testimony): { readonly symbols: Symbols } | { readonly failure: Failure } {
  const { expectation, profile, target, symbols } = testimony;
  const { literals } = testimony;
  const alternatives =
    literals === undefined ? alternativesFor(expectation, profile.name) : alternativesForAny(expectation, literals);
  const fit: LiteralMatch =
    alternatives === undefined
      ? { match: true, symbols }
      : matchLiteral(alternatives, target, 'target', symbols, profile.version);
  const modelMisfit = alternatives === undefined ? undefined : modelMismatch(testimony, alternatives);
  const together = testimony.agreements.some(({ agree }) => agree);
  if (fit.match && modelMisfit === undefined && together) return { symbols: fit.symbols };

  const parting = firstParting(testimony.agreements);
  if (!fit.match && (modelMisfit === undefined || !together)) {
    const others = modelMisfit === undefined ? 'the model agrees with the literal' : `the model: at ${modelMisfit}`;
    return failed(
      testimony,
      targetKind(testimony) ?? 'target-against-literal',
      `at ${fit.path}: ${fit.text} (${others})`,
    );
  }
  if (modelMisfit !== undefined) {
    const target_ = fit.match ? 'the target agrees with the literal' : 'model and target agree with each other';
    return failed(testimony, 'model-against-literal', `at ${modelMisfit} (${target_})`);
  }
  const numbers = parting?.numbers === true;
  const kind = numbers ? 'descriptor-numbers' : (targetKind(testimony) ?? 'target-against-model');
  return failed(testimony, kind, `at ${parting?.path}: ${parting?.text}`);
}

/** What the literal does not allow although the model does; undefined when it allows all of it. */
function modelMismatch(testimony: Testimony, alternatives: Parameters<typeof matchLiteral>[0]): string | undefined {
  const { branches, symbols, profile } = testimony;
  for (const branch of branches) {
    if (branch.outcome.see === 'unknown') continue;
    const known = symbols.size === 0 ? symbols : ownNumbers(symbols, branch);
    const match = matchLiteral(alternatives, branch.outcome, 'model', known, profile.version);
    if (!match.match) return `${match.path}: ${match.text}`;
  }
  return undefined;
}

function ownNumbers(symbols: Symbols, { numbers }: Branch): Symbols {
  const known = new Map<string, number>();
  for (const [name, number] of symbols) {
    const own = numbers.modelOf.get(number);
    if (own !== undefined) known.set(name, own);
  }
  return known;
}

/** The parting of the branch that came furthest: a difference inside an outcome tells more than another outcome. */
function firstParting(agreements: readonly Agreement[]): Extract<Agreement, { agree: false }>['parting'] | undefined {
  const partings = agreements.flatMap((agreement) => (agreement.agree ? [] : [agreement.parting]));
  return partings.find(({ path }) => path !== 'see') ?? partings[0];
}

function targetKind({ target, action }: Testimony): Failure['kind'] | undefined {
  if (target.see === 'died') return 'died';
  const patient = 'patienceMs' in action && action.patienceMs !== undefined;
  return target.see === 'silent' && !patient ? 'hang' : undefined;
}

function failed(testimony: Testimony, kind: Failure['kind'], message: string): { readonly failure: Failure } {
  const { scenario, index, action, expectation, target, branches } = testimony;
  return {
    failure: {
      kind,
      step: index,
      action,
      ...(expectation === undefined ? {} : { expected: expectation }),
      model: branches.map(({ outcome }) => outcome),
      target,
      message,
      clauses: scenario.clauses,
    },
  };
}
