import type { Profile, ProfileName } from '../../model/language/profile.ts';
import type { Scenario } from '../scenario.ts';
import { type Judgement, type Judges, judge, type Seen } from './seen.ts';
import { type Trait, traitsAmong, traitValue, withTrait } from './traits.ts';

/** One trait taken from another profile. */
export type Change = { readonly trait: Trait; readonly from: Profile };
/** A profile with some traits of others, under which everything seen agrees. */
export type Blend = {
  readonly judges: Judges;
  readonly changes: readonly Change[];
  /** Profiles under which, as they are, everything seen agrees. */
  readonly as: readonly ProfileName[];
};

/** Traits that are taken from others in one scenario at most, where no single profile explains it. */
const changesMax = 4;

/**
 * Under which rules everything seen agrees, when it does not under `base`: those of another profile, or `base` with a few
 * traits of others. As few traits as can be. Undefined: no rule that any profile has explains it.
 */
export function blendOf(seen: Seen, base: Profile, others: readonly Profile[]): Blend | undefined {
  const whole = others.filter((profile) => judge(seen, judgesOf(seen.scenario, base, profile, [profile])).agrees);
  const [first] = whole;
  const all = changesAmong(seen.scenario, base, first === undefined ? others : [first]);
  // literals of a profile that the scenario does not speak about are no witness
  const literals = first === undefined ? [base, ...others] : speaksAbout(seen.scenario, first) ? [base, first] : [];
  const trial = (changes: readonly Change[]): { readonly judges: Judges; readonly judgement: Judgement } => {
    const profile = changes.reduce((blend, { trait, from }) => withTrait(blend, trait, from), base);
    const judges = judgesOf(seen.scenario, profile, profile, literals);
    return { judges, judgement: judge(seen, judges) };
  };
  const changes = single(all, trial) ?? (first === undefined ? climbed(all, trial) : fewest(all, trial));
  const as = whole.map(({ name }) => name);
  if (changes !== undefined) return { judges: trial(changes).judges, changes, as };
  // its literals are of no blend: the whole profile is
  return first === undefined ? undefined : { judges: judgesOf(seen.scenario, base, first, [first]), changes: [], as };
}

type Trial = (changes: readonly Change[]) => { readonly judgement: Judgement };

/** The rules of `profile`, and the literals of those that the scenario speaks about; none of them: no literal is asked. */
export function judgesOf(scenario: Scenario, base: Profile, profile: Profile, literals: readonly Profile[]): Judges {
  const spoken = literals.filter((each) => speaksAbout(scenario, each));
  return { profile: { ...profile, version: base.version }, literals: spoken.map(({ name }) => name) };
}

function speaksAbout({ profiles }: Scenario, { name }: Profile): boolean {
  return profiles?.includes(name) ?? true;
}

/** Every trait that one of the others has otherwise, those that the scenario's clauses name first. */
export function changesAmong(scenario: Scenario, base: Profile, others: readonly Profile[]): readonly Change[] {
  const known = new Set<string>();
  const changes = others.flatMap((from) =>
    traitsAmong([base, from]).flatMap((trait) => {
      const key = `${trait.id} ${traitValue(trait, from)}`;
      if (known.has(key)) return [];
      known.add(key);
      return [{ trait, from }];
    }),
  );
  const named = changes.filter(({ trait }) => isNamed(scenario, trait));
  return [...named, ...changes.filter(({ trait }) => !isNamed(scenario, trait))];
}

/** Whether the scenario cites the trait, or a clause that it is about. */
export function isNamed({ clauses }: Scenario, { id, clauses: own }: Trait): boolean {
  return clauses.includes(id) || own.some((clause) => clauses.includes(clause));
}

function single(all: readonly Change[], trial: Trial): readonly Change[] | undefined {
  const found = all.find((change) => trial([change]).judgement.agrees);
  return found === undefined ? undefined : [found];
}

/** Leaves away what is not needed, one after the other; undefined if not even all of them explain it. */
function fewest(all: readonly Change[], trial: Trial): readonly Change[] | undefined {
  if (!trial(all).judgement.agrees) return undefined;
  let kept = all;
  for (const change of [...all].reverse()) {
    const without = kept.filter((each) => each !== change);
    if (trial(without).judgement.agrees) kept = without;
  }
  return kept;
}

/** Takes the trait that brings the agreement furthest, again and again, while it gets further. */
function climbed(all: readonly Change[], trial: Trial): readonly Change[] | undefined {
  let taken: readonly Change[] = [];
  let reached = stepOf(trial([]).judgement);
  while (taken.length < changesMax) {
    let best: Change | undefined;
    for (const change of all) {
      const { judgement } = trial([...taken, change]);
      if (judgement.agrees) return [...taken, change];
      if (judgement.step > reached) {
        best = change;
        reached = judgement.step;
      }
    }
    if (best === undefined) return undefined;
    taken = [...taken, best];
  }
  return undefined;
}

function stepOf(judgement: Judgement): number {
  return judgement.agrees ? Number.POSITIVE_INFINITY : judgement.step;
}
