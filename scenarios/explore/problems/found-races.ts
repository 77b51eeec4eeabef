import { explore } from '../explore.ts';
import type { Problem } from '../problem.ts';
import { formatSchedule } from '../schedule.ts';
import { shrink } from '../shrink.ts';
import { depthFirst } from '../strategies/depth-first.ts';
import { createStepTable } from '../visible-step.ts';
import { races } from './catalogue.ts';
import type { RaceEntry, Shown } from './race-entry.ts';
import { type ExploredProfile, raceProblem } from './race-stage.ts';

/** How an exploration of every state came to a defect. */
export type FoundRace = Shown & {
  readonly profile: ExploredProfile;
  readonly problem: string;
  /** What happened, in words; null when it was not found. */
  readonly text: string | null;
  /** Runs until it was found: complete ones, and those that were cut short. */
  readonly runs: number;
  /** Of the shrunk schedule. */
  readonly steps: number;
  readonly preemptions: number;
  readonly schedule: string;
};

/** The problem as its table row means it, with these rows lifted. */
export function shownProblem(entry: RaceEntry, profile: ExploredProfile, repairs: readonly string[]): Problem {
  return raceProblem(entry, { profile, repairs, flaw: null }, { writers: entry.writersDefault ?? 1, writes: 1 });
}

/** Every defect that some problem shows, as posted or in the synchronous hotswap, by row. */
export function foundRaces(): readonly FoundRace[] {
  const rows = races.flatMap((entry) => entry.shows.map((shown) => found(entry, shown)));
  return [...rows].sort((a, b) => (a.race < b.race ? -1 : a.race > b.race ? 1 : 0));
}

const findingsMax = 9;

/** Nothing tells the search what to look for: other properties may break before. */
function found(entry: RaceEntry, shown: Shown): FoundRace {
  const profile: ExploredProfile = shown.race.startsWith('RACE-S') ? 'qemu-10.0' : 'posted-2017';
  const problem = shownProblem(entry, profile, shown.after ?? []);
  const none: FoundRace = {
    ...shown,
    profile,
    problem: entry.id,
    text: null,
    runs: 0,
    steps: 0,
    preemptions: 0,
    schedule: '',
  };
  for (let wanted = 1; wanted <= findingsMax; wanted += 1) {
    const { counts, findings } = explore(problem, {
      name: 'states',
      strategy: (table) => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
      limits: { findingsMax: wanted },
    });
    const finding = findings.find(({ broken }) => broken.property === shown.property);
    if (finding === undefined) continue;
    const { schedule, preemptions } = shrink(problem, createStepTable(), finding.schedule, shown.property);
    const { id, params } = problem;
    return {
      ...none,
      text: finding.broken.text,
      runs: counts.executions + counts.pruned + counts.blocked,
      steps: schedule.length,
      preemptions,
      schedule: formatSchedule({ problem: id, params, strategy: `states@${profile}`, turns: schedule }),
    };
  }
  return none;
}
