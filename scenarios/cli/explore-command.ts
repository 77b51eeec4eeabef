import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { Execution } from '../explore/execution.ts';
import { type Exploration, exploreInTurns } from '../explore/explore.ts';
import type { Problem } from '../explore/problem.ts';
import { type ProblemEntry, problems } from '../explore/problems.ts';
import { formatSchedule, replay } from '../explore/schedule.ts';
import { type Shrunk, shrink } from '../explore/shrink.ts';
import { searchStates } from '../explore/strategies/explicit.ts';
import type { Finding, Limits } from '../explore/strategy.ts';
import { createStepTable } from '../explore/visible-step.ts';
import { nearest } from '../nearest.ts';
import { matchesPattern } from '../pattern.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { type ExploreRequest, exploreHelp, parseExplore } from './explore-options.ts';
import { passesOf } from './explore-strategies.ts';
import { executionLines, explorationLine } from './explore-text.ts';
import { catchInterrupt } from './interrupt.ts';
import { heartbeatMs, type Io } from './io.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, writeInto } from './writable.ts';

/** `charsim explore`: the thread schedules of problems. */
export const exploreCommand: Command = {
  help: exploreHelp,
  async run(words, io) {
    const request = parseExplore(words);
    checkJsonFile(request.json);
    if (request.list) return list(io);
    if (request.schedule !== undefined) return replayOne(request, io);
    return exploreAll(request, io);
  },
};

function list(io: Io): number {
  for (const { id, title, profiles, params } of problems) {
    io.out(`${id}  ${title} (${profiles.join(', ')}; params ${params})`);
  }
  return exitCodes.conforms;
}

function selected(patterns: readonly string[]): readonly ProblemEntry[] {
  for (const pattern of patterns) {
    if (problems.some(({ id }) => matchesPattern(pattern, id))) continue;
    const near = nearest(pattern, new Set(problems.map(({ id }) => id)));
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
    throw new UsageError(
      `no problem is called ${shellWord(pattern)}${hint}; charsim explore --list shows them all (quote patterns with *)`,
    );
  }
  return problems.filter(({ id }) => patterns.some((pattern) => matchesPattern(pattern, id)));
}

function made(entry: ProblemEntry, request: ExploreRequest, params: string): Problem {
  try {
    return entry.make({ profile: request.profile, repairs: request.repairs, params });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** `--schedule`: one execution, step by step. Exit code 1 when something breaks in it. */
function replayOne(request: ExploreRequest, io: Io): number {
  const wanted = request.schedule;
  const entry = problems.find(({ id }) => id === wanted?.problem);
  if (wanted === undefined || entry === undefined) {
    throw new UsageError(
      `--schedule: no problem is called '${wanted?.problem}'; charsim explore --list shows them all`,
    );
  }
  const [strategy, profile] = wanted.strategy.split('@');
  const asked = { ...request, profile: entry.profiles.find((each) => each === profile) ?? request.profile };
  let execution: Execution;
  try {
    execution = replay(made(entry, asked, wanted.params), createStepTable(), wanted.turns);
  } catch (error) {
    if (!(error instanceof ReplayDiverged)) throw error;
    throw new UsageError(`--schedule: ${error.message}; it was found by ${strategy} on ${asked.profile}`);
  }
  for (const line of executionLines(execution)) io.out(line);
  return execution.broken === null ? exitCodes.conforms : exitCodes.nonConformance;
}

/** What came of one problem, as it is told and written. */
type Row = {
  readonly entry: ProblemEntry;
  readonly params: string;
  readonly exploration: Exploration;
  readonly findings: readonly Told[];
};
type Told = { readonly finding: Finding; readonly shrunk: Shrunk; readonly schedule: string };

async function exploreAll(request: ExploreRequest, io: Io): Promise<number> {
  const chosen = selected(request.patterns);
  if (request.params !== undefined && chosen.length !== 1) {
    throw new UsageError(`--params goes with one problem; ${chosen.length} are named`);
  }
  const applicable = chosen.filter(({ profiles }) => profiles.includes(request.profile));
  const others = chosen.filter(({ profiles }) => !profiles.includes(request.profile));
  const notApplicable = others.map(({ id, profiles }) => ({
    scenario: id,
    reason: `speaks of ${profiles.join(', ')}, not of ${request.profile}`,
  }));
  // bad params are bad usage before anything runs
  const ready = applicable.map((entry) => {
    const problem = made(entry, request, request.params ?? entry.params);
    // the problem's own words hold what was lifted, too: a schedule names all that it takes to repeat it
    return { entry, params: problem.params, problem };
  });
  const interrupt = catchInterrupt(io);
  const rows: Row[] = [];
  try {
    for (const { entry, params, problem } of ready) {
      if (interrupt.signal.aborted) break;
      const row = await exploreOne(request, entry, params, problem, interrupt.signal, io);
      rows.push(row);
      if (request.json !== '-') say(row, request, io);
    }
  } finally {
    interrupt.release();
  }
  for (const { scenario, reason } of notApplicable) {
    if (!request.quiet && request.json !== '-') io.out(`– ${scenario}: not applicable: ${reason}`);
  }
  const json = `${JSON.stringify(jsonOf(request, rows, notApplicable), undefined, 2)}\n`;
  if (request.json === '-') io.stdout.write(json);
  else if (request.json !== undefined) writeInto(request.json, json);
  if (interrupt.signal.aborted) {
    io.err(`charsim: interrupted; ${rows.length} of ${ready.length} problems were begun`);
    return exitCodes.interrupted;
  }
  if (rows.some(({ findings }) => findings.length > 0)) return exitCodes.nonConformance;
  const isRandom = ['random', 'pct', 'pos', 'portfolio'].includes(request.strategy);
  return isRandom || rows.every(({ exploration }) => exploration.complete)
    ? exitCodes.conforms
    : exitCodes.inconclusive;
}

async function exploreOne(
  request: ExploreRequest,
  entry: ProblemEntry,
  params: string,
  problem: Problem,
  signal: AbortSignal,
  io: Io,
): Promise<Row> {
  const exploration =
    request.strategy === 'explicit'
      ? explicitly(problem, request)
      : await inPasses(problem, request, signal, entry.id, io);
  const findings = exploration.findings.map((finding): Told => {
    const shrunk = shrink(problem, createStepTable(), finding.schedule, finding.broken.property);
    const strategy = `${exploration.strategy}@${request.profile}`;
    const schedule = formatSchedule({ problem: entry.id, params, strategy, turns: shrunk.schedule });
    return { finding, shrunk, schedule };
  });
  return { entry, params, exploration, findings };
}

/** One pass after the other (bounded has several) until one finds something or the last is done. */
async function inPasses(
  problem: Problem,
  request: ExploreRequest,
  signal: AbortSignal,
  id: string,
  io: Io,
): Promise<Exploration> {
  const limits: Partial<Limits> = {
    depthMax: request.depth,
    findingsMax: request.bail ? 1 : 100,
    ...(request.runs === undefined ? {} : { executionsMax: request.runs }),
  };
  let toldAt = performance.now();
  let last: Exploration | undefined;
  for (const pass of passesOf(request)) {
    last = await exploreInTurns(problem, {
      name: pass.name,
      strategy: pass.strategy,
      limits: { executionsMax: pass.runs, ...limits },
      seed: request.seed,
      signal,
      onProgress(counts): void {
        if (request.quiet || performance.now() - toldAt < heartbeatMs) return;
        toldAt = performance.now();
        io.err(`${id}: ${counts.executions} executions, ${counts.states} states, ${counts.steps} steps so far`);
      },
    });
    if (last.findings.length > 0 || signal.aborted) return last;
  }
  if (last === undefined) throw new Error('a strategy without a pass');
  return last;
}

function explicitly(problem: Problem, request: ExploreRequest): Exploration {
  if (problem.bytes === undefined) {
    throw new UsageError(
      `${problem.id} does not list its states with params ${problem.params}; --strategy explicit cannot search it`,
    );
  }
  const startedAt = performance.now();
  const { states, transitions, complete, broken } = searchStates(problem.bytes, request.runs ?? 50_000_000);
  const counts = { executions: 0, pruned: 0, blocked: 0, cut: 0, states, steps: transitions, depthMax: 0 };
  if (broken !== null)
    throw new UsageError(
      `explicit search says ${broken.property}: ${broken.text}; --strategy exhaustive shows a schedule`,
    );
  return { strategy: 'explicit', counts, complete, elapsedMs: performance.now() - startedAt, findings: [] };
}

function say({ entry, params, exploration, findings }: Row, request: ExploreRequest, io: Io): void {
  if (!request.quiet || findings.length > 0) {
    io.out(explorationLine(`${entry.id} ${params}`, request.profile, request.strategy, exploration));
  }
  for (const { finding, shrunk, schedule } of findings) {
    const { property, text, clauses } = finding.broken;
    const cited = clauses.length === 0 ? '' : ` (${clauses.join(', ')})`;
    io.out(`  ✗ ${property}${cited}: ${text}`);
    const problem = made(entry, request, params);
    for (const line of executionLines(replay(problem, createStepTable(), shrunk.schedule))) io.out(`    ${line}`);
    io.out(
      `    ${shrunk.schedule.length} steps, ${shrunk.preemptions} preemption${shrunk.preemptions === 1 ? '' : 's'}; to repeat it:`,
    );
    io.out(`    npx charsim explore --schedule ${shellWord(schedule)}`);
  }
}

function jsonOf(
  request: ExploreRequest,
  rows: readonly Row[],
  notApplicable: readonly { readonly scenario: string; readonly reason: string }[],
): object {
  return {
    format: 'charsim-explore/1',
    profile: request.profile,
    strategy: request.strategy,
    seed: request.seed,
    explorations: rows.map(({ entry, params, exploration: { counts, complete, elapsedMs }, findings }) => ({
      scenario: entry.id,
      params,
      ...counts,
      exhausted: complete,
      elapsedMs: Math.round(elapsedMs),
      findings: findings.map(({ finding: { broken }, shrunk, schedule }) => ({
        property: broken.property,
        clauses: broken.clauses,
        text: broken.text,
        schedule,
        steps: shrunk.schedule.length,
        preemptions: shrunk.preemptions,
      })),
    })),
    notApplicable,
  };
}
