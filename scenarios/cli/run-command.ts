import { availableParallelism } from 'node:os';
import { type Catalogue, findScenarioFiles } from '../catalogue.ts';
import { matchesPattern } from '../pattern.ts';
import { deviationProblems, deviationsOf } from '../run/deviations.ts';
import type { TargetResults } from '../run/results.ts';
import { runOnSpec } from '../run/run.ts';
import { summaryOf } from '../run/tally.ts';
import { openTarget, type TargetSpec } from '../run/target-spec.ts';
import { makeTargetThread, type TargetThread } from '../run/target-thread.ts';
import { makeThreads, type Threads } from '../run/threads.ts';
import type { Scenario } from '../scenario.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { catchInterrupt, type Interrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { reproducer } from './reproduce.ts';
import { parseRun, type RunRequest, runHelp } from './run-options.ts';
import { outputFiles, writeOutputs } from './run-output.ts';
import { openProgress, type ProgressDisplay } from './run-progress.ts';
import { filtered, loadSelected } from './run-selection.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, openOut, writeInto } from './writable.ts';

/** `charsim run`: the suite on one target, or on each profile of the simulated one. */
export const runCommand: Command = {
  help: runHelp,
  async run(words, io) {
    const request = parseRun(words);
    // it starts while this one reads the catalogue
    let ahead = isWhole(request) ? threadFor(request) : undefined;
    try {
      const catalogue = await loadSelected(request);
      const scenarios = await filtered(request, catalogue);
      checkJsonFile(request.json);
      if (request.list) return list(request, scenarios, io);
      openOut(request.out, outputFiles);
      if (scenarios.length * request.targets.length >= aheadFrom) ahead ??= threadFor(request);
      return await runAll({ request, catalogue, scenarios, words, io, ahead });
    } finally {
      ahead?.close();
    }
  },
};

/** Runs of scenarios that make a second thread worth its start. */
const aheadFrom = 300;

function isWhole({ patterns, files, filter, list }: RunRequest): boolean {
  return !list && patterns.length + files.length + filter.clauses.length + filter.tags.length === 0;
}

/** Nobody asked for a number of jobs, and there is a processor for each half: target and model run in threads of their own. */
function threadFor({ jobs, targets }: RunRequest): TargetThread | undefined {
  const [first] = targets;
  if (jobs !== undefined || first?.kind !== 'simulated' || availableParallelism() < 2) return undefined;
  const thread = makeTargetThread();
  void thread.perform(first, []);
  return thread;
}

type Run = {
  readonly request: RunRequest;
  readonly catalogue: Catalogue;
  readonly scenarios: readonly Scenario[];
  readonly words: readonly string[];
  readonly io: Io;
  readonly ahead: TargetThread | undefined;
};

/** `--list`: lines for people, `charsim-list/1` for programs. */
function list({ json }: RunRequest, scenarios: readonly Scenario[], io: Io): number {
  const rows = scenarios.map(({ id, title, clauses, profiles, needs, tags }) => ({
    ...{ id, title, clauses },
    ...(profiles === undefined ? {} : { profiles }),
    ...(needs === undefined ? {} : { needs }),
    ...(tags === undefined ? {} : { tags }),
  }));
  const text = `${JSON.stringify({ format: 'charsim-list/1', scenarios: rows }, undefined, 2)}\n`;
  if (json === '-') {
    io.stdout.write(text);
    return exitCodes.conforms;
  }
  if (json !== undefined) writeInto(json, text);
  for (const { id, title } of scenarios) io.out(`${id}  ${title}`);
  return exitCodes.conforms;
}

async function runAll({ request, catalogue, scenarios, words, io, ahead }: Run): Promise<number> {
  const interrupt = catchInterrupt(io);
  const display = openProgress(io, scenarios, request);
  let ended: Ended;
  try {
    ended = await runTargets(request, scenarios, display, interrupt, ahead);
  } catch (error) {
    interrupt.release();
    throw error;
  } finally {
    display.close();
  }
  const { results, targetFailure } = ended;
  const reproduce = reproducer(request, catalogue);
  try {
    // still deaf to a single Ctrl-C: half a report is worth nothing
    if (results.length > 0) await writeOutputs({ request, results, reproduce, words, io });
  } finally {
    interrupt.release();
  }
  const interrupted = interrupt.signal.aborted;
  if (targetFailure !== undefined && !(interrupted && results.length === 0)) {
    io.err(`charsim: the target failed: ${targetFailure}`);
  }
  if (interrupted) {
    const again = ['npx', 'charsim', 'run', ...words].map(shellWord).join(' ');
    const kept = results.length > 0 ? `what was finished is kept in ${request.out}` : 'nothing was finished';
    io.err(`charsim: interrupted; ${kept}. To go on, run it again: ${again}`);
  }
  return exitCodeOf(results, targetFailure, interrupted);
}

type Ended = { readonly results: readonly TargetResults[]; readonly targetFailure?: string };

async function runTargets(
  request: RunRequest,
  scenarios: readonly Scenario[],
  display: ProgressDisplay,
  interrupt: Interrupt,
  ahead: TargetThread | undefined,
): Promise<Ended> {
  const threads = makeThreads();
  try {
    return await runEach(request, scenarios, display, interrupt, threads, ahead);
  } finally {
    threads.close();
  }
}

async function runEach(
  request: RunRequest,
  scenarios: readonly Scenario[],
  display: ProgressDisplay,
  interrupt: Interrupt,
  threads: Threads,
  ahead: TargetThread | undefined,
): Promise<Ended> {
  const results: TargetResults[] = [];
  for (const [at, spec] of request.targets.entries()) {
    const deviations = await deviationsOf(spec.kind);
    const known = new Set(scenarios.map(({ id }) => id));
    const problems = deviationProblems(spec.kind, deviations, (id) => known.has(id) || isInCatalogue(request, id));
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    const options = {
      timeoutMs: request.timeoutMs,
      repeat: request.repeat,
      bail: request.bail,
      strict: request.strict,
      artifacts: `${request.out}/artifacts`,
      deviations,
      onEvent: display.take,
      signal: interrupt.signal,
    };
    const jobs = request.jobs ?? (spec.kind === 'simulated' ? 1 : 2);
    const ended = await runOnSpec(spec, scenarios, jobs, options, threads, ahead);
    if (ended.results !== undefined) results.push(ended.results);
    if (ended.targetFailure !== undefined) return { results, targetFailure: ended.targetFailure };
    const failed = ended.results !== undefined && isNonConforming(ended.results);
    if (interrupt.signal.aborted || (request.bail && failed)) {
      const first = ended.results === undefined ? at : at + 1;
      return { results: [...results, ...(await untouched(request.targets.slice(first), scenarios.length))] };
    }
  }
  return { results };
}

/** Targets that the run did not come to: without rows and incomplete, so that nobody takes the others for all. */
async function untouched(specs: readonly TargetSpec[], planned: number): Promise<readonly TargetResults[]> {
  const rows: TargetResults[] = [];
  for (const spec of specs) {
    if (spec.kind !== 'simulated') continue; // who a real target is, only it can tell
    const { identity, shutdown } = await openTarget(spec);
    await shutdown();
    rows.push({
      target: identity,
      complete: false,
      summary: summaryOf([], planned),
      scenarios: [],
      warnings: [],
    });
  }
  return rows;
}

/** For ids outside of the selection it is enough that their file is there; a test checks tables' names. */
function isInCatalogue(request: RunRequest, id: string): boolean {
  // other folders than the catalogue say nothing about its entries
  if (request.scenarioFolders.length > 0) return true;
  return request.roots.some((root) => findScenarioFiles(root).some((file) => matchesPattern(file.id ?? '', id)));
}

function isNonConforming({ summary }: TargetResults): boolean {
  return summary.failed + summary.unexpectedPasses > 0;
}

function exitCodeOf(
  results: readonly TargetResults[],
  targetFailure: string | undefined,
  interrupted: boolean,
): number {
  if (interrupted) return exitCodes.interrupted;
  if (targetFailure !== undefined) return exitCodes.targetMissing;
  if (results.some(isNonConforming)) return exitCodes.nonConformance;
  return results.some(({ summary }) => summary.unknown > 0) ? exitCodes.inconclusive : exitCodes.conforms;
}
