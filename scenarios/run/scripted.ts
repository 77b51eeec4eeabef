import type { Action } from '../../model/language/action.ts';
import type { Capability } from '../../model/language/capability.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profileByName } from '../../model/language/profiles.ts';
import type { Target } from '../../sut/target.ts';
import type { ModelWitness } from './witness.ts';

/** A model that answers from a list, whatever is asked: entry 0 is the launch, each entry holds what is allowed. */
export function scriptedModel(script: readonly (readonly Outcome[])[]): ModelWitness<number> {
  return {
    start: () => 0,
    step: (state) => (script[state] ?? [{ see: 'done' }]).map((outcome) => ({ state: state + 1, outcome })),
  };
}

/** What a scripted target is like; everything has a default. */
export type ScriptedOptions = {
  readonly profile?: ProfileName;
  readonly name?: string;
  readonly capabilities?: readonly Capability[];
  /** What `close` tells. */
  readonly problems?: readonly string[];
  readonly digest?: string;
  /** Every action as it came, for a test to look at. */
  readonly seen?: Action[];
};

/** A target that answers from a list, an entry an action, the launch first; a function is called (and may throw). */
export function scriptedTarget(script: readonly (Outcome | (() => Outcome))[], options: ScriptedOptions = {}): Target {
  const { profile = 'design', name = 'scripted', digest } = options;
  const { major, minor, micro } = profileByName[profile].version;
  return {
    identity: { id: `${name}:${profile}`, name, version: `${major}.${minor}.${micro}`, profile, profileExact: true },
    capabilities: new Set<Capability>(options.capabilities ?? ['qmp', 'launch']),
    open: async () => {
      let at = 0;
      return {
        perform(action) {
          options.seen?.push(action);
          const answer = script[at++] ?? { see: 'done' };
          return typeof answer === 'function' ? answer() : answer;
        },
        settle: () => undefined,
        close: async () => options.problems ?? [],
        ...(digest === undefined ? {} : { digest: () => digest }),
      };
    },
    shutdown: async () => undefined,
  };
}
