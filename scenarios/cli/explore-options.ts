import { dirname } from 'node:path';
import { isClauseId } from '../../model/language/clause-id.ts';
import { type ExploredProfile, exploredProfiles, isLarge, type ProblemSpec } from '../explore/problems.ts';
import { parseSchedule, type ScheduleString } from '../explore/schedule.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import { commonHelp, commonOptions, integerOption, parseWords } from './words.ts';

/** A way to go through schedules. `exhaustive`: visited states and sleep sets. */
export type StrategyName = (typeof strategyNames)[number];

const strategyNames = [
  'exhaustive',
  'dpor',
  'bounded',
  'random',
  'pct',
  'pos',
  'portfolio',
  'swarm',
  'explicit',
] as const;

/** What `charsim explore --help` prints. */
export const exploreHelp: string = `usage: charsim explore PROBLEM or GLOB… [OPTIONS]
       charsim explore --schedule STRING
       charsim explore --resume FILE

Goes through the thread schedules of a problem. A finding is a property that some schedule breaks, once for each cause:
its schedule is made as plain as possible (fewest preemptions; then the problem without actions that it does not need,
then with fewer writers), printed step by step, and kept as a session (charsim replay) and as a scenario that fails
(charsim run), below explore/ in the folder for reports. Ctrl-C saves a file to go on from.

  --list             the problems there are, with their params
  --strategy S       exhaustive: every state, each once (default, but for problems that --list calls large: those go
                     through bounded with one preemption); dpor: every order of dependent steps, each once;
                     bounded: at most 0, 1, … --bound preemptions; random, pct, pos, portfolio (these three in turn):
                     --runs random schedules; swarm: the same over random configurations (which actions happen, how
                     many writers; for mix which race), those that show something new again; explicit: a breadth-first
                     search, for problems that list their states
  --bound N          preemptions of bounded (default 2); priority changes of pct (default 3)
  --runs N           executions at most (default 10000 for random strategies, else 10 million)
  --depth N          steps of one execution at most (default 100000)
  --seed N           of the random strategies (default 1)
  --schedule STRING  exactly this schedule, printed step by step
  --profile P        which system: ${exploredProfiles.join(', ')} (default design)
  --params TEXT      size and variant of the problem, such as W3K2,disc (one problem); with hist the history of its calls
                     is judged, too: some order of them, each at one moment, must explain what they returned; that of
                     engine/* by the model (random strategies do that unless told otherwise, for engine/* on design;
                     every history of a race of small size by dpor)
  --repair IDS       defects to lift, such as RACE-01,RACE-09 (profile posted-2017)
  --bail             stop a problem at its first finding
  --jobs N           cut the space of each problem into pieces for N worker threads; the same result with any number
  --resume FILE      go on where an interrupted explore stopped, to the same end; all other options are in the
                     file; what is kept goes beside it, unless --out says otherwise
${commonHelp}

Exit codes: 0 nothing was found, 1 something was, 2 bad usage, 5 a limit was met before everything was covered, 130 interrupted.`;

/** What decides how problems are explored: plain data, kept in resume files. */
export type ExploreSettings = {
  readonly strategy: StrategyName;
  /** Whether nobody named the strategy: a large problem takes another then. */
  readonly usual?: boolean;
  readonly profile: ExploredProfile;
  readonly bound?: number;
  readonly runs?: number;
  readonly depth: number;
  readonly seed: number;
  readonly bail: boolean;
  /** Worker threads; absent: none, everything in this one. */
  readonly jobs?: number;
};

/** With which of the settings this problem is explored: a large one with one preemption, unless a strategy was named. */
export function settingsFor(settings: ExploreSettings, { id }: ProblemSpec): ExploreSettings {
  if (settings.usual !== true || !isLarge(id)) return settings;
  return { ...settings, strategy: 'bounded', bound: settings.bound ?? 1 };
}

/** Whether the strategy draws schedules and never covers them all. */
export function isRandom({ strategy }: Pick<ExploreSettings, 'strategy'>): boolean {
  return ['random', 'pct', 'pos', 'portfolio', 'swarm'].includes(strategy);
}

/** The words of `explore`, checked. */
export type ExploreRequest = {
  readonly patterns: readonly string[];
  readonly list: boolean;
  readonly settings: ExploreSettings;
  readonly schedule: ScheduleString | undefined;
  readonly params: string | undefined;
  readonly repairs: ReadonlySet<string>;
  readonly resume: string | undefined;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
};

const limits = {
  bound: 100,
  jobs: 64,
  runs: 1_000_000_000,
  depth: 10_000_000,
  seed: 0xffffffff,
  depthDefault: 100_000,
} as const;

const options = {
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
  jobs: { type: 'string' },
  resume: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseWords<typeof options>>['values'];

/** Reads the words of `explore`. Throws UsageError on what cannot be meant. */
export function parseExplore(words: readonly string[]): ExploreRequest {
  const { values, positionals } = parseWords('explore', words, options);
  const schedule = values.schedule === undefined ? undefined : scheduleOf(values.schedule);
  if (values.resume !== undefined) checkResume(values, positionals);
  else if (schedule === undefined && positionals.length === 0 && values.list !== true) {
    throw new UsageError('explore wants the name of a problem or a glob; charsim explore --list shows them all');
  }
  if (schedule !== undefined && (positionals.length > 0 || values.params !== undefined)) {
    throw new UsageError('--schedule names problem and params itself; leave them out');
  }
  const settings = settingsOf(values);
  const repairs = repairsOf(values.repair ?? []);
  const { profile } = settings;
  if (repairs.size > 0 && schedule === undefined && profile !== 'posted-2017')
    throw new UsageError(`--repair lifts defects of posted-2017; ${profile} has none of them (--profile posted-2017)`);
  const folder = values.out ?? (values.resume === undefined ? undefined : dirname(values.resume));
  return {
    patterns: positionals,
    list: values.list ?? false,
    settings,
    schedule,
    params: values.params,
    repairs,
    resume: values.resume,
    json: values.json,
    out: outFolder(folder),
    quiet: values.quiet ?? false,
  };
}

function settingsOf(values: Values): ExploreSettings {
  const strategy = strategyNames.find((name) => name === (values.strategy ?? 'exhaustive'));
  if (strategy === undefined)
    throw new UsageError(`--strategy ${values.strategy}: wanted one of ${strategyNames.join(', ')}`);
  const profile = exploredProfiles.find((name) => name === (values.profile ?? 'design'));
  if (profile === undefined)
    throw new UsageError(`--profile ${values.profile}: wanted one of ${exploredProfiles.join(', ')}`);
  const number = (name: 'bound' | 'runs' | 'depth' | 'seed' | 'jobs', least: number): number | undefined =>
    values[name] === undefined ? undefined : integerOption(`--${name}`, values[name], least, limits[name]);
  const bound = number('bound', 0);
  const runs = number('runs', 1);
  const jobs = number('jobs', 1);
  return {
    strategy,
    ...(values.strategy === undefined ? { usual: true } : {}),
    profile,
    ...(bound === undefined ? {} : { bound }),
    ...(runs === undefined ? {} : { runs }),
    depth: number('depth', 1) ?? limits.depthDefault,
    seed: number('seed', 0) ?? 1,
    bail: values.bail ?? false,
    ...(jobs === undefined ? {} : { jobs }),
  };
}

function checkResume(values: Values, positionals: readonly string[]): void {
  const known = new Set([...Object.keys(commonOptions), 'resume']);
  const others = Object.keys(values).filter((name) => !known.has(name));
  if (positionals.length === 0 && others.length === 0) return;
  const what = [...positionals, ...others.map((name) => `--${name}`)].join(', ');
  throw new UsageError(`--resume goes on with what its file says; leave out ${what}`);
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
