import { explore } from '../explore.ts';
import { formatSchedule } from '../schedule.ts';
import { shrink } from '../shrink.ts';
import { depthFirst } from '../strategies/depth-first.ts';
import { createStepTable } from '../visible-step.ts';
import { engineRaces } from './engine-races.ts';
import { engineProblem } from './engine-stage.ts';

/** What breaks first where the engine does as QEMU 10.0; `runs` until then. */
export type FoundEngineRace = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly runs: number;
  readonly steps: number;
  readonly schedule: string;
};

/** The races on the engine whose first defect is soon found; a search that would not come to its end is cut short. */
export function foundEngineRaces(): readonly FoundEngineRace[] {
  return engineRaces.flatMap((race): readonly FoundEngineRace[] => {
    const problem = engineProblem(race, 'qemu-10.0', race.writersDefault);
    const { counts, findings } = explore(problem, {
      name: 'states',
      strategy: (table) => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
      limits: { findingsMax: 1, executionsMax: 50 },
    });
    const [finding] = findings;
    if (finding === undefined) return [];
    const { property, text } = finding.broken;
    const { schedule } = shrink(problem, createStepTable(), finding.schedule, property);
    const { id, params } = problem;
    return [
      {
        ...{ id, title: race.title, text: `${property}: ${text}` },
        runs: counts.executions + counts.pruned + counts.blocked,
        steps: schedule.length,
        schedule: formatSchedule({ problem: id, params, strategy: 'states@qemu-10.0', turns: schedule }),
      },
    ];
  });
}
