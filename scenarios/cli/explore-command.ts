import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { Execution } from '../explore/execution.ts';
import { executionLines } from '../explore/execution-lines.ts';
import type { Problem } from '../explore/problem.ts';
import { type ProblemEntry, type ProblemSpec, problemOf, problems, specOf } from '../explore/problems.ts';
import { replay } from '../explore/schedule.ts';
import { createStepTable } from '../explore/visible-step.ts';
import { nearest } from '../nearest.ts';
import { matchesPattern } from '../pattern.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { exploreAll } from './explore-all.ts';
import { type ExploreRequest, exploreHelp, isRandom, parseExplore } from './explore-options.ts';
import { type NotApplicable, type ResumeFile, readResumeFile } from './explore-resume.ts';
import type { Io } from './io.ts';
import { shellWord } from './words.ts';
import { checkJsonFile, openOut } from './writable.ts';

/** `charsim explore`: the thread schedules of problems. */
export const exploreCommand: Command = {
  help: exploreHelp,
  async run(words, io) {
    const request = parseExplore(words);
    checkJsonFile(request.json);
    if (request.list) return list(io);
    if (request.schedule !== undefined) return replayOne(request, io);
    const work = request.resume === undefined ? workOf(request) : readResumeFile(request.resume);
    openOut(request.out, []);
    return exploreAll(work, request, io);
  },
};

function list(io: Io): number {
  for (const { id, title, profiles, params, large = false } of problems) {
    io.out(`${id}  ${title} (${profiles.join(', ')}; params ${params}${large ? '; large' : ''})`);
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

/** What is to be done, with all problems made once: bad params are bad usage before anything runs. */
function workOf(request: ExploreRequest): ResumeFile {
  const { settings, params } = request;
  const chosen = selected(request.patterns);
  if (params !== undefined && chosen.length !== 1) {
    throw new UsageError(`--params goes with one problem; ${chosen.length} are named`);
  }
  const { profile } = settings;
  const speaks = ({ profiles }: ProblemEntry): boolean => profiles.includes(profile);
  const notApplicable = chosen
    .filter((entry) => !speaks(entry))
    .map(({ id, profiles }): NotApplicable => {
      return { scenario: id, reason: `speaks of ${profiles.join(', ')}, not of ${profile}` };
    });
  const specs = chosen.filter(speaks).map((entry): ProblemSpec => {
    const usual = isRandom(settings) && entry.usuallyJudged.includes(profile) ? `${entry.params},hist` : entry.params;
    const problem = inWords(() => entry.make({ profile, repairs: request.repairs, params: params ?? usual }));
    // the problem's own words hold what was lifted, too: they name all that it takes to make it again
    return { id: entry.id, profile, params: problem.params };
  });
  return { settings, problems: specs, notApplicable, done: [] };
}

/** What a problem cannot be made with is bad usage. */
function inWords(make: () => Problem): Problem {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** `--schedule`: one execution, step by step. Exit code 1 when something breaks in it. */
function replayOne({ schedule, settings }: ExploreRequest, io: Io): number {
  if (schedule === undefined) throw new Error('no schedule to replay');
  if (!problems.some(({ id }) => id === schedule.problem)) {
    throw new UsageError(
      `--schedule: no problem is called '${schedule.problem}'; charsim explore --list shows them all`,
    );
  }
  const spec = specOf(schedule, settings.profile);
  let execution: Execution;
  try {
    execution = replay(
      inWords(() => problemOf(spec)),
      createStepTable(),
      schedule.turns,
    );
  } catch (error) {
    if (!(error instanceof ReplayDiverged)) throw error;
    const [strategy] = schedule.strategy.split('@');
    throw new UsageError(`--schedule: ${error.message}; it was found by ${strategy} on ${spec.profile}`);
  }
  for (const line of executionLines(execution)) io.out(line);
  return execution.broken === null ? exitCodes.conforms : exitCodes.nonConformance;
}
