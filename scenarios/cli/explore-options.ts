import { isClauseId } from '../../model/language/clause-id.ts';
import type { ExploredProfile } from '../explore/problems.ts';
import { parseSchedule, type ScheduleString } from '../explore/schedule.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import { commonHelp, commonOptions, integerOption, parseWords } from './words.ts';

/** A way to go through schedules. `exhaustive`: visited states and sleep sets. */
export type StrategyName = 'exhaustive' | 'dpor' | 'bounded' | 'random' | 'pct' | 'pos' | 'portfolio' | 'explicit';

const strategyNames: readonly StrategyName[] = [
  'exhaustive',
  'dpor',
  'bounded',
  'random',
  'pct',
  'pos',
  'portfolio',
  'explicit',
];

const profileNames: readonly ExploredProfile[] = ['design', 'posted-2017', 'qemu-7.2', 'qemu-10.0'];

/** What `charsim explore --help` prints. */
export const exploreHelp: string = `usage: charsim explore PROBLEM or GLOB… [OPTIONS]
       charsim explore --schedule STRING

Goes through the thread schedules of a problem. A finding is a property that some schedule breaks: printed with the
shortest schedule found, step by step, and the command that repeats it.

  --list             the problems there are, with their params
  --strategy S       exhaustive: every state, each once (default); dpor: every order of dependent steps, each once;
                     bounded: at most 0, 1, … --bound preemptions; random, pct, pos, portfolio (these three in turn):
                     --runs random schedules; explicit: a breadth-first search, for problems that list their states
  --bound N          preemptions of bounded (default 2); priority changes of pct (default 3)
  --runs N           executions at most (default 10000 for random strategies, else 10 million)
  --depth N          steps of one execution at most (default 100000)
  --seed N           of the random strategies (default 1)
  --schedule STRING  exactly this schedule, printed step by step
  --profile P        which system: ${profileNames.join(', ')} (default design)
  --params TEXT      size and variant of the problem, such as W3K2,disc (one problem)
  --repair IDS       defects to lift, such as RACE-01,RACE-09 (profile posted-2017)
  --bail             stop a problem at its first finding
${commonHelp}

Exit codes: 0 nothing was found, 1 something was, 2 bad usage, 5 a limit was met before everything was covered, 130 interrupted.`;

/** The words of `explore`, checked. */
export type ExploreRequest = {
  readonly patterns: readonly string[];
  readonly list: boolean;
  readonly strategy: StrategyName;
  readonly bound: number | undefined;
  readonly runs: number | undefined;
  readonly depth: number;
  readonly seed: number;
  readonly schedule: ScheduleString | undefined;
  readonly profile: ExploredProfile;
  readonly params: string | undefined;
  readonly repairs: ReadonlySet<string>;
  readonly bail: boolean;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
};

const limits = { bound: 100, runs: 1_000_000_000, depth: 10_000_000, seed: 0xffffffff, depthDefault: 100_000 } as const;

/** Reads the words of `explore`. Throws UsageError on what cannot be meant. */
export function parseExplore(words: readonly string[]): ExploreRequest {
  const { values, positionals } = parseWords('explore', words, {
    ...commonOptions,
    list: { type: 'boolean' },
    strategy: { type: 'string' },
    bound: { type: 'string' },
    runs: { type: 'string' },
    depth: { type: 'string' },
    seed: { type: 'string' },
    schedule: { type: 'string' },
    profile: { type: 'string' },
    params: { type: 'string' },
    repair: { type: 'string', multiple: true },
    bail: { type: 'boolean' },
  });
  const strategy = strategyNames.find((name) => name === (values.strategy ?? 'exhaustive'));
  if (strategy === undefined)
    throw new UsageError(`--strategy ${values.strategy}: wanted one of ${strategyNames.join(', ')}`);
  const profile = profileNames.find((name) => name === (values.profile ?? 'design'));
  if (profile === undefined)
    throw new UsageError(`--profile ${values.profile}: wanted one of ${profileNames.join(', ')}`);
  const number = (name: 'bound' | 'runs' | 'depth' | 'seed', least: number): number | undefined =>
    values[name] === undefined ? undefined : integerOption(`--${name}`, values[name], least, limits[name]);
  const schedule = values.schedule === undefined ? undefined : scheduleOf(values.schedule);
  if (schedule === undefined && positionals.length === 0 && values.list !== true) {
    throw new UsageError('explore wants the name of a problem or a glob; charsim explore --list shows them all');
  }
  if (schedule !== undefined && (positionals.length > 0 || values.params !== undefined)) {
    throw new UsageError('--schedule names problem and params itself; leave them out');
  }
  return {
    patterns: positionals,
    list: values.list ?? false,
    strategy,
    bound: number('bound', 0),
    runs: number('runs', 1),
    depth: number('depth', 1) ?? limits.depthDefault,
    seed: number('seed', 0) ?? 1,
    schedule,
    profile,
    params: values.params,
    repairs: repairsOf(values.repair ?? []),
    bail: values.bail ?? false,
    json: values.json,
    out: outFolder(values.out),
    quiet: values.quiet ?? false,
  };
}

function scheduleOf(text: string): ScheduleString {
  try {
    return parseSchedule(text);
  } catch (error) {
    throw new UsageError(`--schedule: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function repairsOf(texts: readonly string[]): ReadonlySet<string> {
  const ids = texts.flatMap((text) => text.split(',')).map((id) => id.trim());
  for (const id of ids) {
    if (!isClauseId(id) || !/^RACE-\d/.test(id)) {
      throw new UsageError(`--repair ${id}: wanted ids such as RACE-01; charsim clauses RACE lists them`);
    }
  }
  return new Set(ids);
}
