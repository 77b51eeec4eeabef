import { createHash } from 'node:crypto';
import type { ProfileName } from '../../model/language/profile.ts';
import { firstChoice } from '../../sut/runtime/chooser.ts';
import type { Turn } from '../explore/execution.ts';
import { explore } from '../explore/explore.ts';
import { scenarioOf, scheduleOf } from '../explore/keep-finding.ts';
import type { Broken } from '../explore/problem.ts';
import { type ProblemSpec, problemOf } from '../explore/problems.ts';
import { replay } from '../explore/schedule.ts';
import { scheduleSession } from '../explore/schedule-session.ts';
import { shrink } from '../explore/shrink.ts';
import type { Simplified } from '../explore/simplify.ts';
import { smallerProblems } from '../explore/smaller.ts';
import { type PolicyPlan, type StrategyPlan, strategyOf } from '../explore/strategies.ts';
import { createStepTable } from '../explore/visible-step.ts';
import { drawing, sessionSeed } from './draw.ts';
import { nameOf } from './finding.ts';
import type { Genome } from './genome.ts';
import type { Investigated } from './investigate.ts';
import type { Failed, FuzzSetup, Report } from './play.ts';

/** A race that a session of threads met: plain data. */
export type MetRace = {
  readonly problem: ProblemSpec;
  /** Of `explore`: findings of one cause are one finding. */
  readonly cause: string;
  readonly broken: Broken;
  readonly schedule: readonly Turn[];
};

/** What tests plant: flaws of the design, by their names in params. */
export type RaceFlaw = 'F1' | 'F2' | 'F3';

const threadSalt = 0x7e4ad;
const executions = 24;
const stepsMax = 1500;
const policies: readonly PolicyPlan[] = [
  { policy: 'uniform' },
  { policy: 'pct', depth: 2 },
  { policy: 'pct', depth: 4 },
  { policy: 'pos' },
];

/** Whether a session is one of threads: so many of a hundred are. Repeats of other sessions never are. */
export function isOfThreads({ seed, threads = 0 }: FuzzSetup, { run }: Genome): boolean {
  return threads > 0 && drawing(sessionSeed(seed ^ threadSalt, run)).chance(threads);
}

/** One session of threads: a random race under random, PCT and POS schedules, judged by every SAFE property that it has. */
export function playThreads(setup: FuzzSetup, genome: Genome, profile: ProfileName): Report {
  const draw = drawing(sessionSeed(setup.seed ^ threadSalt, genome.run + 0x10000));
  const size = `W${draw.pick([0, 1, 1, 2])}K${draw.pick([1, 1, 2])}`;
  const seed = draw.below(0x7fffffff);
  const params = [size, `S${seed}`, ...(setup.raceFlaw === undefined ? [] : [setup.raceFlaw])].join(',');
  const problem: ProblemSpec = { id: 'mix', profile, params };
  const { findings, counts } = explore(problemOf(problem), {
    name: 'fuzz',
    strategy: (table) => strategyOf({ kind: 'random', policies }, table),
    limits: { executionsMax: executions, depthMax: stepsMax, findingsMax: 1 },
    seed,
  });
  const [finding] = findings;
  const trace = createHash('sha256')
    .update(JSON.stringify([params, counts, finding?.schedule]))
    .digest('hex');
  const common = { genome, trace, actions: actionsOf(problem), news: [], unknown: [] };
  if (finding === undefined) return { ...common, verdict: 'passed' };
  const { broken, cause, schedule } = finding;
  const failed: Failed = {
    cause: { kind: 'race', verb: 'threads', difference: cause },
    failure: { kind: 'error', step: 0, message: `${broken.property}: ${broken.text}`, clauses: broken.clauses },
    taken: [],
    clauses: broken.clauses,
    unforeseen: false,
    race: { problem, cause, broken, schedule },
  };
  return { ...common, verdict: 'failed', failed };
}

/** Writers, and what else is done in a race. */
function actionsOf(spec: ProblemSpec): number {
  const { actions = [] } = problemOf(spec).start(firstChoice());
  const left = actions.filter((name) => !spec.params.split(',').includes(`-${name}`));
  return Number(/^W(\d)/.exec(spec.params)?.[1] ?? 0) + left.length;
}

const runsMax = 200;

/** The race with as few threads, actions, calls and preemptions as were found to show it, as scenario and session. */
export async function investigateRace(
  { cause }: Failed,
  race: MetRace,
  setup: FuzzSetup,
  stop: () => boolean,
  turn: () => Promise<void>,
): Promise<Investigated> {
  let best = plain(race.problem, race.cause, race.schedule);
  for (let improved = true; improved && !stop(); ) {
    improved = false;
    for (const problem of smallerProblems(best.problem)) {
      await turn();
      const found = stop() ? undefined : brokenIn(problem, race.broken.property);
      if (found === undefined) continue;
      best = plain(problem, found.cause, found.turns);
      improved = true;
      break;
    }
  }
  const strategy = `fuzz.s${setup.seed}`;
  const name = nameOf(cause);
  const scenario = scenarioOf(best, scheduleOf(best, strategy), name);
  return {
    name,
    cause,
    classification: 'race',
    clauses: race.broken.clauses,
    message: `${race.broken.property}: ${best.execution.broken?.text ?? race.broken.text}`,
    model: [],
    actions: actionsOf(race.problem),
    actionsLeft: actionsOf(best.problem),
    reproduced: best.execution.broken !== null,
    scenario: { ...scenario, id: `fuzz/${name}` },
    session: scheduleSession({ problem: best.problem, turns: best.turns }, setup.version ?? '0').toString(),
  };
}

function plain(problem: ProblemSpec, cause: string, schedule: readonly Turn[]): Simplified {
  const {
    schedule: turns,
    preemptions,
    deviations,
    replays,
  } = shrink(problemOf(problem), createStepTable(), schedule, cause);
  const execution = replay(problemOf(problem), createStepTable(), turns);
  return { problem, turns, preemptions, deviations, fewest: null, replays, execution };
}

/** A schedule, with few preemptions if there is one, that breaks the same property of a smaller problem. */
function brokenIn(
  spec: ProblemSpec,
  property: string,
): { readonly cause: string; readonly turns: readonly Turn[] } | undefined {
  const few = [0, 1, 2].map((preemptionsMax): StrategyPlan => {
    return { kind: 'depth first', visited: true, sleep: false, preemptionsMax };
  });
  for (const plan of [...few, { kind: 'random', policies } as const]) {
    const { findings, complete } = explore(problemOf(spec), {
      name: 'fuzz',
      strategy: (table) => strategyOf(plan, table),
      limits: { executionsMax: runsMax, depthMax: stepsMax, findingsMax: 20 },
    });
    const found = findings.find(({ broken }) => broken.property === property);
    if (found !== undefined) return { cause: found.cause, turns: found.schedule };
    if (complete && plan === few.at(-1)) return undefined;
  }
  return undefined;
}
