import type { Profile } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import type { Target } from '../../sut/target.ts';
import { numbersAtStart } from '../run/descriptor-numbers.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import type { Behaviour, ScenarioResult } from '../run/results.ts';
import { type ScenarioLimits, type Witnessed, witnessScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { behavesText } from './behaves-text.ts';
import { type Blend, blendOf, judgesOf } from './blend.ts';
import { askedOf, type Judges, judge } from './seen.ts';
import { shownTraits } from './shown-traits.ts';
import { traitValue } from './traits.ts';

/** Further runs of a scenario at most, each judged by what explains the one before. */
const rerunsMax = 3;

/** Of what a scenario is asked, and by which rules first. */
type Asked = {
  readonly target: Target;
  readonly model: ModelWitness;
  readonly scenario: Scenario;
  readonly limits: ScenarioLimits;
  readonly base: Profile;
  readonly others: readonly Profile[];
};

/**
 * Runs a scenario on a real release. What fails by the target's profile is looked at by the rules of the others, and run
 * again by those that explain it: they must agree to the end. Of a release without a profile of its own, results also
 * tell which traits they show, and scenarios that speak about other profiles are tried by these. Rejects with
 * TargetFailure when the target broke.
 */
export async function runRelease(
  target: Target,
  model: ModelWitness,
  scenario: Scenario,
  limits: ScenarioLimits,
): Promise<ScenarioResult> {
  const base = judgedProfile(target.identity);
  const asked = { target, model, scenario, limits, base, others: othersOf(base) };
  const own: Judges = { profile: base, literals: [base.name] };
  if (target.identity.unlisted === true && scenario.profiles?.includes(base.name) === false) return asElsewhere(asked);
  const witnessed = await witnessScenario(target, model, scenario, limits);
  const { result } = witnessed;
  if (result.verdict === 'passed') return { ...result, ...shownBy(asked, witnessed, own) };
  if (result.verdict !== 'failed' || witnessed.steps.length === 0) return result;
  return explained(asked, witnessed);
}

/** The others, releases before `design`, those nearest to it first. */
function othersOf(base: Profile): readonly Profile[] {
  const place = (profile: Profile): number => profiles.findIndex(({ name }) => name === profile.name);
  const distance = (profile: Profile): number =>
    profile.name === 'design' ? profiles.length : Math.abs(place(profile) - place(base));
  return profiles.filter(({ name }) => name !== base.name).sort((a, b) => distance(a) - distance(b));
}

/** Looks for rules that explain what was seen, and runs it again by them until nothing parts or nothing explains. */
async function explained(asked: Asked, first: Witnessed): Promise<ScenarioResult> {
  const { target, model, scenario, limits, base, others } = asked;
  let seen = first;
  for (let rerun = 0; rerun < rerunsMax; rerun += 1) {
    const told = { scenario, model, steps: seen.steps, numbers: numbersAtStart(target.capabilities) };
    if (judge(told, { profile: base, literals: [base.name] }).agrees) break;
    const blend = blendOf(told, base, others);
    if (blend === undefined) break;
    const again = await witnessScenario(
      target,
      model,
      askedOf(scenario, blend.judges.literals),
      limits,
      undefined,
      blend.judges,
    );
    if (again.result.verdict === 'passed') {
      const behaves = behaviourOf(blend);
      const told = { ...first.result, reason: behavesText(behaves), behaves };
      return { ...told, ...shownBy(asked, again, blend.judges) };
    }
    if (again.result.verdict !== 'failed' || again.steps.length <= seen.steps.length) break;
    seen = again;
  }
  return first.result;
}

/** A scenario that does not speak about the profile: by the rules of a release that it speaks about, or not applicable. */
async function asElsewhere(asked: Asked): Promise<ScenarioResult> {
  const { target, model, scenario, limits, base, others } = asked;
  const spoken = others.filter(({ name }) => name !== 'design' && scenario.profiles?.includes(name));
  for (const profile of spoken) {
    const judges: Judges = { profile: { ...profile, version: base.version }, literals: [profile.name] };
    const witnessed = await witnessScenario(target, model, scenario, limits, undefined, judges);
    const { result } = witnessed;
    if (result.verdict === 'not-applicable') return result;
    if (result.verdict !== 'passed') continue;
    const behaves: Behaviour = { as: [profile.name], because: [] };
    const reason = `does not speak about ${base.name}; ${behavesText(behaves)}`;
    return { ...result, verdict: 'as-another-release', reason, behaves, ...shownBy(asked, witnessed, judges) };
  }
  const { id, title, clauses } = scenario;
  const only = scenario.profiles?.join(', ');
  const reason = `speaks about ${only} only, not about ${base.name}${spoken.length === 0 ? '' : ', and the release does not behave so'}`;
  return { id, title, clauses, verdict: 'not-applicable', durationMs: 0, reason };
}

/** Of a release without a profile of its own: what the scenario shows, by every release that agrees, else by `judges`. */
function shownBy(
  { target, model, scenario, others, base }: Asked,
  { steps }: Witnessed,
  judges: Judges,
): Pick<ScenarioResult, 'shows'> {
  if (target.identity.unlisted !== true) return {};
  const seen = { scenario, model, steps, numbers: numbersAtStart(target.capabilities) };
  const releases = [base, ...others].filter(({ name }) => name !== 'design');
  const whole = releases
    .map((profile) => judgesOf(scenario, base, profile, [profile]))
    .filter((each) => judge(seen, each).agrees);
  const agreeing = new Set(whole.map(({ profile }) => profile.name));
  const shows = shownTraits(
    seen,
    whole.length > 0 ? whole : [judges],
    [...others, base].filter(({ name }) => !agreeing.has(name)),
  );
  return shows.length === 0 ? {} : { shows };
}

function behaviourOf({ as, changes }: Blend): Behaviour {
  return {
    as,
    because: changes.map(({ trait, from }) => ({
      trait: trait.id,
      kind: trait.kind,
      title: trait.title,
      value: traitValue(trait, from),
      from: from.name,
    })),
  };
}
