import { join } from 'node:path';
import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import { executionLines } from '../explore/execution-lines.ts';
import type { Exploration } from '../explore/explore.ts';
import { type KeptFinding, keepFinding } from '../explore/keep-finding.ts';
import type { ProblemSpec } from '../explore/problems.ts';
import { type Simplified, simplify } from '../explore/simplify.ts';
import type { Finding } from '../explore/strategy.ts';
import { exitCodes, UsageError } from './command.ts';
import { type ExploreRequest, type ExploreSettings, isRandom, settingsFor } from './explore-options.ts';
import { exploreProgress } from './explore-progress.ts';
import { type ResumeFile, saveResumeFile } from './explore-resume.ts';
import { type Explored, exploreProblem, type StoppedProblem } from './explore-run.ts';
import { explorationLine, howPlain } from './explore-text.ts';
import { catchInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { shellWord } from './words.ts';
import { writeInto } from './writable.ts';

/** Where results go. */
type Outlet = Pick<ExploreRequest, 'json' | 'out' | 'quiet'>;

/** What came of one problem, as it is told and written. */
type Row = { readonly problem: ProblemSpec; readonly exploration: Exploration; readonly findings: readonly Told[] };
type Told = { readonly finding: Finding; readonly plain: Simplified; readonly kept: KeptFinding };

/** Explores what is left of a work; tells, keeps and writes what came of all of it. Resolves with the exit code. */
export async function exploreAll(work: ResumeFile, outlet: Outlet, io: Io): Promise<number> {
  const { settings, problems, notApplicable } = work;
  const interrupt = catchInterrupt(io);
  const progress = exploreProgress(io, outlet.quiet);
  const rows = work.done.map((exploration, at) => rowOf(problems[at] as ProblemSpec, exploration, outlet));
  let stopped: StoppedProblem | undefined;
  try {
    while (rows.length < problems.length && stopped === undefined && !interrupt.signal.aborted) {
      const at = rows.length;
      const problem = problems[at] as ProblemSpec;
      const from = at === work.done.length ? work.current : undefined;
      const explored = await exploredOrRefused(
        settingsFor(settings, problem),
        problem,
        from,
        interrupt.signal,
        (counts) => progress.take(`${problem.id} ${problem.params}`, counts),
      );
      progress.wipe();
      if ('stopped' in explored) {
        stopped = explored.stopped;
        continue;
      }
      const row = rowOf(problem, explored.exploration, outlet);
      rows.push(row);
      if (outlet.json !== '-') say(row, settingsFor(settings, problem), outlet, io);
    }
  } finally {
    progress.wipe();
    interrupt.release();
  }
  for (const { scenario, reason } of notApplicable) {
    if (!outlet.quiet && outlet.json !== '-') io.out(`– ${scenario}: not applicable: ${reason}`);
  }
  const json = `${JSON.stringify(jsonOf(settings, rows, notApplicable), undefined, 2)}\n`;
  if (outlet.json === '-') io.stdout.write(json);
  else if (outlet.json !== undefined) writeInto(outlet.json, json);
  if (rows.length < problems.length) {
    const done = rows.map(({ exploration }) => exploration);
    const current = stopped === undefined ? {} : { current: stopped };
    const file = saveResumeFile(outlet.out, { settings, problems, notApplicable, done, ...current });
    io.err(`charsim: interrupted; ${rows.length} of ${problems.length} problems are done. To go on:`);
    io.err(`npx charsim explore --resume ${shellWord(file)}`);
    return exitCodes.interrupted;
  }
  return exitCodeOf(settings, rows);
}

/** A resume file whose problem has changed since cannot be taken up. */
async function exploredOrRefused(...words: Parameters<typeof exploreProblem>): Promise<Explored> {
  try {
    return await exploreProblem(...words);
  } catch (error) {
    if (!(error instanceof ReplayDiverged) || words[2] === undefined) throw error;
    throw new UsageError(`--resume: ${words[1].id} is not what it was when the file was saved: ${error.message}`);
  }
}

/** Findings that come to the same in their plainest form are one. */
function rowOf(problem: ProblemSpec, exploration: Exploration, { out }: Outlet): Row {
  const told = new Map<string, Told>();
  for (const finding of exploration.findings) {
    const plain = simplify(problem, finding);
    const kept = keepFinding(join(out, 'explore'), plain, exploration.strategy, packageVersion());
    if (!told.has(kept.schedule)) told.set(kept.schedule, { finding, plain, kept });
  }
  return { problem, exploration, findings: [...told.values()] };
}

function exitCodeOf(settings: ExploreSettings, rows: readonly Row[]): number {
  if (rows.some(({ findings }) => findings.length > 0)) return exitCodes.nonConformance;
  return isRandom(settings) || rows.every(({ exploration }) => exploration.complete)
    ? exitCodes.conforms
    : exitCodes.inconclusive;
}

function say({ problem, exploration, findings }: Row, settings: ExploreSettings, { quiet }: Outlet, io: Io): void {
  const { id, params } = problem;
  if (!quiet || findings.length > 0) {
    io.out(explorationLine(`${id} ${params}`, settings.profile, settings, exploration, findings.length));
  }
  for (const { plain, kept } of findings) {
    const { broken } = plain.execution;
    const cited = broken === null || broken.clauses.length === 0 ? '' : ` (${broken.clauses.join(', ')})`;
    io.out(`  ✗ ${broken?.property}${cited}: ${broken?.text}`);
    for (const line of executionLines(plain.execution)) io.out(`    ${line}`);
    io.out(`    ${howPlain(problem, plain)}; kept as a session and as a scenario that fails:`);
    io.out(`    npx charsim replay ${shellWord(kept.session)}`);
    io.out(`    npx charsim run ${shellWord(kept.scenario)}`);
    io.out('    to repeat it without a file:');
    io.out(`    npx charsim explore --schedule ${shellWord(kept.schedule)}`);
  }
}

function jsonOf(settings: ExploreSettings, rows: readonly Row[], notApplicable: ResumeFile['notApplicable']): object {
  const { profile, strategy, seed } = settings;
  return {
    format: 'charsim-explore/1',
    profile,
    strategy,
    seed,
    explorations: rows.map(({ problem, exploration: { counts, complete, elapsedMs }, findings }) => ({
      scenario: problem.id,
      params: problem.params,
      strategy: settingsFor(settings, problem).strategy,
      ...counts,
      exhausted: complete,
      elapsedMs: Math.round(elapsedMs),
      findings: findings.map(({ plain, kept }) => ({
        property: plain.execution.broken?.property,
        clauses: plain.execution.broken?.clauses,
        text: plain.execution.broken?.text,
        ...kept,
        params: plain.problem.params,
        steps: plain.turns.length,
        preemptions: plain.preemptions,
        fewest: plain.fewest === true,
      })),
    })),
    notApplicable,
  };
}
