import { profileByName } from '../../model/language/profiles.ts';
import type { Flaw } from '../../sut/engine/hotswap/design-state.ts';
import { raceIds } from '../../sut/engine/hotswap/race-id.ts';
import type { ByteModel, Problem } from './problem.ts';
import { races } from './problems/catalogue.ts';
import { engineRaces } from './problems/engine-races.ts';
import { engineScripts } from './problems/engine-scripts.ts';
import { type EngineRace, engineProblem, wordsOf } from './problems/engine-stage.ts';
import { mixOf } from './problems/mix.ts';
import type { RaceEntry } from './problems/race-entry.ts';
import { type ExploredProfile, raceProblem } from './problems/race-stage.ts';
import { scriptedProblem } from './problems/scripted-problem.ts';
import { type ScriptedEntry, scriptedRaces } from './problems/scripted-races.ts';
import { storm } from './problems/storm.ts';
import type { ScheduleString } from './schedule.ts';
import { type SwapRaceVariant, swapRace } from './swap-race.ts';
import { swapRaceBytes } from './swap-race-bytes.ts';

export type { ExploredProfile };

/** Every system that may be explored. */
export const exploredProfiles: readonly ExploredProfile[] = [
  'design',
  'posted-2017',
  'qemu-7.2',
  'qemu-10.0',
  'qemu-11.1',
];

/** What is asked of a problem: for which system, with which defects of it lifted, how large. */
export type ProblemRequest = {
  readonly profile: ExploredProfile;
  /** RACE ids. */
  readonly repairs: ReadonlySet<string>;
  /** As in the schedule string: `W2K1,m1`. */
  readonly params: string;
};

/** A problem that can be explored by name. `make` throws a RangeError that says what params are wanted. */
export type ProblemEntry = {
  /** `swap-race`, `race/…`. */
  readonly id: string;
  readonly title: string;
  readonly profiles: readonly ExploredProfile[];
  readonly params: string;
  /** For which systems histories of its calls are judged, with `hist` among its params. */
  readonly histories: readonly ExploredProfile[];
  /** For which of these random strategies do so by themselves: not where the model foresees what the problem is to find. */
  readonly usuallyJudged: readonly ExploredProfile[];
  /** All its schedules take minutes to hours: unless somebody names a strategy, those with one preemption are enough. */
  readonly large?: boolean;
  make(request: ProblemRequest): Problem;
};

const variants: readonly SwapRaceVariant[] = ['m1', 'm2', 'm3', 'm4', 'm5', 'merged'];

/** The reference problem: `WnKm`, then `disc`, `coarse`, `big`, `hist` and one variant, by commas. */
const swapRaceEntry: ProblemEntry = {
  id: 'swap-race',
  title: 'the reference problem: a deferred swap against writers',
  profiles: exploredProfiles,
  params: 'W2K2,disc',
  histories: [], // judged on request alone: its trace counts are an oracle
  usuallyJudged: [],
  make({ params }): Problem {
    const [size = '', ...flags] = params.split(',');
    const [, writers = '', writes = ''] = /^W([1-8])K([1-9]\d?)$/.exec(size) ?? [];
    const variant = variants.find((each) => flags.includes(each));
    const known = ['disc', 'coarse', 'big', 'hist', 'hist1', ...variants];
    const stranger = flags.find((flag) => !known.includes(flag));
    if (writers === '' || stranger !== undefined) {
      throw new RangeError(`swap-race wants W1..8 K1..99 and of ${known.join(', ')}: W2K1,m1; this is '${params}'`);
    }
    const disconnect = flags.includes('disc');
    const problem = swapRace({
      writers: Number(writers),
      writes: Number(writes),
      disconnect,
      coarse: flags.includes('coarse'),
      bigLock: flags.includes('big'),
      ...(flags.includes('hist') ? { histories: 'each' as const } : {}),
      ...(flags.includes('hist1') ? { histories: 'one' as const } : {}),
      ...(variant === undefined ? {} : { variant }),
    });
    if (variant !== undefined || flags.some((flag) => /^(coarse|hist1?)$/.test(flag))) return problem;
    const bytes: ByteModel = swapRaceBytes(Number(writers), Number(writes), disconnect);
    return { ...problem, bytes };
  },
};

/** A problem as data: its id, and what it is made with. */
export type ProblemSpec = { readonly id: string; readonly profile: ExploredProfile; readonly params: string };

/** What a schedule string speaks of: the profile stands behind its strategy, `states@posted-2017`; else it is `usual`. */
export function specOf({ problem, params, strategy }: ScheduleString, usual: ExploredProfile = 'design'): ProblemSpec {
  const named = strategy.split('@')[1];
  const profile = exploredProfiles.find((each) => each === named) ?? usual;
  return { id: problem, profile, params };
}

/** Whether all schedules of the problem of this name take minutes to hours. */
export function isLarge(id: string): boolean {
  return problems.some((each) => each.id === id && each.large === true);
}

/** The problem that this means. Throws a RangeError that says what is wanted. */
export function problemOf({ id, profile, params }: ProblemSpec): Problem {
  const entry = problems.find((each) => each.id === id);
  if (entry === undefined) throw new RangeError(`no problem is called '${id}'`);
  if (!entry.profiles.includes(profile)) {
    throw new RangeError(`${id} speaks of ${entry.profiles.join(', ')}, not of ${profile}`);
  }
  return entry.make({ profile, repairs: new Set(), params });
}

function profilesOf({ onlyDesign, notReal }: RaceEntry): readonly ExploredProfile[] {
  if (onlyDesign === true) return ['design'];
  return notReal === true ? ['design', 'posted-2017'] : exploredProfiles;
}

/** Writers and calls of each, as every race of the hotswap has them; RACE ids behind them are lifted, too; `-command.2` does not happen. */
function problemEntry(race: RaceEntry): ProblemEntry {
  const { id, title } = race;
  return {
    id,
    title,
    profiles: profilesOf(race),
    params: `W${race.writersDefault ?? 1}K1`,
    histories: profilesOf(race),
    usuallyJudged: profilesOf(race),
    make({ profile, repairs, params }): Problem {
      const [size = '', ...more] = params.split(',');
      const [, writers = '', writes = ''] = /^W([0-8])K([1-9])$/.exec(size) ?? [];
      if (writers === '') throw new RangeError(`${id} wants W0..8 K1..9, then RACE ids: W2K1; this is '${params}'`);
      const lifted = raceIds.filter((each) => repairs.has(each) || more.includes(each));
      const without = more.filter((each) => /^-[\w.]+$/.test(each)).map((each) => each.slice(1));
      const histories = more.includes('hist');
      const words = [...repairs, ...more].filter((each) => each !== 'hist' && !each.startsWith('-'));
      const stranger = words.find((each) => !raceIds.includes(each));
      if (stranger !== undefined) throw new RangeError(`${stranger} cannot be lifted in ${id}`);
      return raceProblem(
        race,
        { profile, repairs: lifted, flaw: null, without, histories },
        { writers: Number(writers), writes: Number(writes) },
      );
    },
  };
}

/** Behind the size a seed (S7) that the whole race is drawn from; F1 to F3 are flaws of the design that tests plant. */
const mixEntry: ProblemEntry = {
  id: 'mix',
  title: mixOf(1).title,
  profiles: ['design', 'posted-2017'],
  params: 'W1K1,S1',
  histories: [],
  usuallyJudged: [],
  make({ profile, repairs, params }): Problem {
    const [, size = '', seed = '', flawed = '', rest = ''] =
      /^(W[0-8]K[1-9]),S(\d{1,10})((?:,F[1-3])?)((?:,(?:RACE-\w+|-[\w.]+))*)$/.exec(params) ?? [];
    if (size === '') throw new RangeError(`mix wants W0..8 K1..9 and a seed: W1K1,S7; this is '${params}'`);
    const more = rest.split(',').slice(1);
    const lifted = raceIds.filter((each) => repairs.has(each) || more.includes(each));
    const without = more.filter((each) => each.startsWith('-')).map((each) => each.slice(1));
    const flaw = flaws[Number(flawed.slice(2)) - 1] ?? null;
    const [writers, writes] = [Number(size[1]), Number(size[3])];
    const problem = raceProblem(mixOf(Number(seed)), { profile, repairs: lifted, flaw, without }, { writers, writes });
    return { ...problem, params };
  },
};
const flaws: readonly Flaw[] = ['no lock', 'closes early', 'no way back'];

const engineProfiles = ['design', 'qemu-7.2', 'qemu-10.0', 'qemu-11.1'] as const;

/** Everything that `charsim explore` knows by name. */
export const problems: readonly ProblemEntry[] = [
  swapRaceEntry,
  ...[...races, storm].map(problemEntry),
  mixEntry,
  ...engineRaces.map(engineEntry),
  ...scriptedRaces.map(scriptedEntry),
];

function isHub(word: string): boolean {
  return word.startsWith('hub,');
}

/** A race that is told as a script, and always judged by the model. */
function scriptedEntry(race: ScriptedEntry): ProblemEntry {
  const { id, title, script } = race;
  const profiles = script.profiles ?? engineProfiles;
  return {
    ...{ id, title, profiles, params: 'W0,hist', histories: [], usuallyJudged: [], large: true },
    make({ profile, params }): Problem {
      if (params !== 'W0,hist' || profile === 'posted-2017') throw new RangeError(`${id} has the params W0,hist alone`);
      return scriptedProblem(race, profile, 0);
    },
  };
}

/** A race on the engine's own objects: `W2` is two writers; with `hist` the model judges its histories. */
function engineEntry(race: EngineRace): ProblemEntry {
  const { id, title, writersDefault, clauses } = race;
  const script = engineScripts[id];
  const profiles = engineProfiles.filter(
    (name) => profileByName[name].hub || !wordsOf(race, profileByName[name]).some(isHub),
  );
  const histories = script === undefined ? [] : profiles.filter((name) => script.profiles?.includes(name) ?? true);
  return {
    id,
    title,
    profiles,
    params: `W${writersDefault}`,
    histories,
    usuallyJudged: histories.filter((name) => name === 'design'),
    make({ profile, params }): Problem {
      const [, writers = '', hist = ''] = /^W([0-8])(,hist)?$/.exec(params) ?? [];
      const judged = histories.some((name) => name === profile);
      if (writers === '' || (hist !== '' && !judged) || profile === 'posted-2017') {
        const more = judged ? ' and hist, by a comma' : '';
        throw new RangeError(`${id} wants W0..8${more}; this is '${params}'`);
      }
      if (hist !== '' && script !== undefined)
        return scriptedProblem({ id, clauses, script }, profile, Number(writers));
      return engineProblem(race, profile, Number(writers));
    },
  };
}
