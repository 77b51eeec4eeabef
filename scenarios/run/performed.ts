import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Session, Target } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { isShareable } from './applicability.ts';
import { judgedProfile } from './judged-profile.ts';
import { alternativesFor, matchLiteral } from './literal.ts';
import { stepsOf, withVersions } from './lockstep.ts';
import { actionForTarget, type Symbols } from './symbols.ts';

/** Everything that a target said to a scenario that it was taken through without the other witnesses. */
export type Performed = {
  readonly outcomes: readonly Outcome[];
  readonly digest?: string;
  readonly problems: readonly string[];
  /** Wall time that it took. */
  readonly durationMs: number;
};

/**
 * Takes a target through a scenario while the model is elsewhere. Null as soon as anything is not as the scenario's literals
 * say, or cannot be done: then all witnesses have to go together, step by step.
 */
export async function performAlone(target: Target, scenario: Scenario): Promise<Performed | null> {
  const startedAt = performance.now();
  const session = await target.open({ scenario: scenario.id, shareable: isShareable(scenario) });
  const outcomes = outcomesAlone(session, scenario, judgedProfile(target.identity));
  const digest = session.digest?.();
  const problems = await session.close();
  if (outcomes === null) return null;
  const durationMs = performance.now() - startedAt;
  return { outcomes, problems, durationMs, ...(digest === undefined ? {} : { digest }) };
}

function outcomesAlone(session: Session, scenario: Scenario, profile: Profile): readonly Outcome[] | null {
  const outcomes: Outcome[] = [];
  let symbols: Symbols = new Map();
  try {
    for (const { step } of stepsOf(scenario)) {
      const [action, expectation] = withVersions(step, profile);
      if (action.do === 'launch') symbols = new Map();
      const outcome = session.perform(actionForTarget(action, symbols));
      outcomes.push(outcome);
      const alternatives = alternativesFor(expectation, profile.name);
      if (alternatives === undefined) continue;
      const fit = matchLiteral(alternatives, outcome, 'target', symbols, profile.version);
      if (!fit.match) return null;
      symbols = fit.symbols;
    }
  } catch {
    return null; // whoever goes step by step tells what it was
  }
  return outcomes;
}

/** A session that says again what was said. Throws where it is asked for more. */
export function saidAgain({ outcomes, digest, problems }: Performed): Session {
  let next = 0;
  return {
    perform() {
      const outcome = outcomes[next];
      if (outcome === undefined) throw new Error(`${outcomes.length} actions were performed, one more is asked for`);
      next += 1;
      return outcome;
    },
    settle: () => undefined,
    ...(digest === undefined ? {} : { digest: () => digest }),
    close: async () => problems,
  };
}
