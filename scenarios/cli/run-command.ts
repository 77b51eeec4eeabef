import { type Catalogue, findScenarioFiles, loadCatalogue } from '../catalogue.ts';
import { matchesPattern } from '../pattern.ts';
import { deviationProblems, deviationsOf } from '../run/deviations.ts';
import type { TargetResults } from '../run/results.ts';
import { runOnSpec } from '../run/run.ts';
import { selectScenarios } from '../run/select.ts';
import type { Scenario } from '../scenario.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { catchInterrupt, type Interrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { reproducer } from './reproduce.ts';
import { checkJsonFile, openOut, parseRun, type RunRequest, runHelp } from './run-options.ts';
import { writeOutputs } from './run-output.ts';
import { openProgress, type ProgressDisplay } from './run-progress.ts';

/** `charsim run`: the suite on one target, or on each profile of the simulated one. */
export const runCommand: Command = {
  help: runHelp,
  async run(words, io) {
    const request = parseRun(words);
    const catalogue = await loadSelected(request);
    const scenarios = await selected(request, catalogue);
    if (request.list) {
      for (const { id, title } of scenarios) io.out(`${id}  ${title}`);
      return exitCodes.conforms;
    }
    openOut(request.out);
    checkJsonFile(request.json);
    return runAll(request, catalogue, scenarios, words, io);
  },
};

async function runAll(
  request: RunRequest,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
  words: readonly string[],
  io: Io,
): Promise<number> {
  const interrupt = catchInterrupt(io);
  const display = openProgress(io, scenarios, request);
  let ended: Ended;
  try {
    ended = await runTargets(request, scenarios, display, interrupt);
  } finally {
    display.close();
    interrupt.release();
  }
  const { results, targetFailure } = ended;
  const reproduce = reproducer(request, catalogue);
  if (results.length > 0) await writeOutputs({ request, results, reproduce, words, io });
  if (targetFailure !== undefined) io.err(`charsim: the target failed: ${targetFailure}`);
  if (interrupt.signal.aborted) {
    const again = ['npx charsim run', ...words].join(' ');
    io.err(`charsim: interrupted; what was finished is kept in ${request.out}. To go on, run it again: ${again}`);
  }
  return exitCodeOf(results, targetFailure, interrupt.signal.aborted);
}

type Ended = { readonly results: readonly TargetResults[]; readonly targetFailure?: string };

async function runTargets(
  request: RunRequest,
  scenarios: readonly Scenario[],
  display: ProgressDisplay,
  interrupt: Interrupt,
): Promise<Ended> {
  const results: TargetResults[] = [];
  for (const spec of request.targets) {
    const deviations = await deviationsOf(spec.kind);
    const known = new Set(scenarios.map(({ id }) => id));
    const problems = deviationProblems(spec.kind, deviations, (id) => known.has(id) || isInCatalogue(request, id));
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    const ended = await runOnSpec(spec, scenarios, request.jobs, {
      timeoutMs: request.timeoutMs,
      repeat: request.repeat,
      bail: request.bail,
      strict: request.strict,
      artifacts: `${request.out}/artifacts`,
      deviations,
      onEvent: display.take,
      signal: interrupt.signal,
    });
    if (ended.results !== undefined) results.push(ended.results);
    if (ended.targetFailure !== undefined) return { results, targetFailure: ended.targetFailure };
    const failed = ended.results !== undefined && isNonConforming(ended.results);
    if (interrupt.signal.aborted || (request.bail && failed)) break;
  }
  return { results };
}

/** For ids outside of the selection it is enough that their file is there; a test checks tables' names. */
function isInCatalogue(request: RunRequest, id: string): boolean {
  // other folders than the catalogue say nothing about its entries
  if (request.scenarioFolders.length > 0) return true;
  return request.roots.some((root) => findScenarioFiles(root).some((file) => matchesPattern(file.id ?? '', id)));
}

async function loadSelected(request: RunRequest): Promise<Catalogue> {
  const { roots, patterns, files } = request;
  const catalogue = await loadCatalogue({ roots, patterns, files });
  if (catalogue.problems.length > 0) {
    const shown = catalogue.problems.slice(0, 20);
    const more = catalogue.problems.length - shown.length;
    throw new UsageError(
      ['scenarios that cannot be run:', ...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n  '),
    );
  }
  const [unmatched] = catalogue.unmatched;
  if (unmatched !== undefined) {
    throw new UsageError(`no scenario matches ${unmatched}; charsim run --list shows them all (quote patterns with *)`);
  }
  return catalogue;
}

async function selected(request: RunRequest, catalogue: Catalogue): Promise<readonly Scenario[]> {
  const { filter } = request;
  const scenarios = selectScenarios(catalogue.scenarios, filter);
  if (scenarios.length > 0) return scenarios;
  if (filter.clauses.length > 0) await checkClauseGlobs(filter.clauses);
  const whole = selectScenarios(catalogue.scenarios, {
    clauses: filter.clauses,
    tags: filter.tags,
    exclude: filter.exclude,
  });
  if (whole.length > 0) return []; // an empty shard of something: nothing to do here, which is fine
  const by = [
    ...filter.clauses.map((each) => `--clause ${each}`),
    ...filter.tags.map((each) => `--tag ${each}`),
    ...filter.exclude.map((each) => `--exclude ${each}`),
  ];
  const what =
    by.length === 0 ? `no scenario in ${request.roots.join(', ')}` : `no scenario is left by ${by.join(' ')}`;
  throw new UsageError(`${what}; charsim run --list shows them all`);
}

async function checkClauseGlobs(globs: readonly string[]): Promise<void> {
  const { clauses } = await import('../../model/language/clauses.ts');
  for (const glob of globs) {
    if (!clauses.some(({ id }) => matchesPattern(glob, id))) {
      throw new UsageError(`--clause ${glob}: no clause has such an id; charsim clauses lists them`);
    }
  }
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
