import type { Target } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import type { ToJob } from './job-messages.ts';
import { type Performed, performAlone } from './performed.ts';
import { openTarget } from './target-spec.ts';

/** Takes batches one after the other. */
export type Performer = (order: Extract<ToJob, { say: 'perform' }>) => Promise<readonly (Performed | null)[]>;

/** The far end of a `TargetThread`: knows the scenarios that came before by their numbers, and keeps a target while it is asked of. */
export function createPerformer(): Performer {
  const known: Scenario[] = [];
  let open: { readonly key: string; readonly target: Target } | undefined;
  return async ({ target: spec, scenarios }) => {
    const key = JSON.stringify(spec);
    if (open?.key !== key) {
      await open?.target.shutdown();
      open = { key, target: await openTarget(spec) };
    }
    const said: (Performed | null)[] = [];
    for (const each of scenarios) {
      if (typeof each !== 'number') known[each[0]] = each[1];
      const scenario = known[typeof each === 'number' ? each : each[0]];
      said.push(scenario === undefined ? null : await performAlone(open.target, scenario));
    }
    return said;
  };
}
