import { resolve } from 'node:path';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles, usualProfiles } from '../../model/language/profiles.ts';
import { isScenarioFile, ownRoot } from '../catalogue.ts';
import type { Filter } from '../run/select.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import { commonHelp, commonOptions, integerOption, parseWords, splitWords, targetOptions } from './words.ts';

const jobsMax = 64;
const repeatMax = 100_000;
const shardsMax = 10_000;
const timeoutMaxS = 86_400;
/** Of one scenario, when nobody says. */
export const timeoutDefaultMs = 60_000;

/** What `run --help` prints. */
export const runHelp: string = `usage: charsim run [PATTERN or FILE…] [OPTIONS]

Runs scenarios: each step on the model and on the target, both compared with what the scenario says.
PATTERN is an id, a folder of ids, or has * ? {a,b}: 'fdset/*'. FILE is a *.scenario.ts or a .json file.

  --target T         simulated (default) or qemu
  --profile P        simulated: one of ${profiles.map(({ name }) => name).join(', ')}, a comma list, or all
                     (default: ${usualProfiles.join(', ')})
                     qemu: the profile to judge by (default: that of the version)
  --force            qemu: take a profile that contradicts the version
  --qemu PATH        the qemu-system-x86_64 to use (default: $CHARSIM_QEMU, $PATH, an installed one)
  --qemu-args WORDS  further words for its command line, in quotes (repeatable)
  --qemu-wrapper W   words before it, such as a memory checker
  --clause GLOB      scenarios that cite such a clause: 'FDSET-*' (repeatable: any)
  --tag TAG          scenarios with this tag (repeatable: any)
  --exclude PATTERN  scenarios to leave out (repeatable)
  --scenarios DIR    a folder of scenarios, instead of the catalogue (repeatable)
  --list             print the scenarios, id first, and run nothing (with --json as charsim-list/1)
  --strict           should-clauses fail the run too
  --shard I/N        the Ith of N parts, from 1
  --jobs N           scenarios at the same time (default: 2 qemu; 1 simulated, the system in a thread beside the model)
  --repeat N         run each scenario N times
  --timeout SECONDS  for one scenario (default 60)
  --bail             stop at the first failure
${commonHelp}

Writes results.json, junit.xml and index.html under --out.
Exit codes: 0 conforms, 1 a non-conformance, 2 bad usage or input, 3 the target is missing or died outside a scenario,
5 inconclusive (a limit was met), 130 interrupted.`;

/** Everything that the words of `run` say, checked. */
export type RunRequest = {
  readonly patterns: readonly string[];
  readonly files: readonly string[];
  /** As given by --scenarios, for the command that reproduces. */
  readonly scenarioFolders: readonly string[];
  readonly roots: readonly string[];
  readonly filter: Filter;
  /** One for each run: several profiles of the simulated target run one after the other. */
  readonly targets: readonly TargetSpec[];
  readonly list: boolean;
  readonly strict: boolean;
  /** Absent: nobody asked. */
  readonly jobs?: number;
  readonly repeat: number;
  readonly timeoutMs: number;
  readonly bail: boolean;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
  /** Words that say which target, as typed: for the command that reproduces. */
  readonly targetWords: readonly string[];
};

const options = {
  ...commonOptions,
  ...targetOptions,
  clause: { type: 'string', multiple: true },
  tag: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  scenarios: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  strict: { type: 'boolean' },
  shard: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  repeat: { type: 'string' },
  timeout: { type: 'string' },
  bail: { type: 'boolean' },
} as const;

/** Reads the words of `run`. Throws UsageError on what cannot be meant. */
export function parseRun(words: readonly string[]): RunRequest {
  const { values, positionals } = parseWords('run', words, options, ['qemu-args', 'qemu-wrapper']);
  const target = values.target ?? 'simulated';
  if (target !== 'simulated' && target !== 'qemu') {
    throw new UsageError(`--target ${target}: wanted simulated or qemu`);
  }
  const isFile = new Map(positionals.map((word) => [word, isScenarioFile(word)]));
  const folders = values.scenarios ?? [];
  const qemuWords = (values['qemu-args'] ?? []).flatMap((text) => splitWords('--qemu-args', text));
  const wrapper = splitWords('--qemu-wrapper', values['qemu-wrapper'] ?? '');
  if (target === 'simulated') {
    for (const option of ['qemu', 'qemu-args', 'qemu-wrapper', 'force'] as const) {
      if (values[option] !== undefined) throw new UsageError(`--${option} goes with --target qemu only`);
    }
  }
  const targetWords = ['--target', target];
  if (values.qemu !== undefined) targetWords.push('--qemu', values.qemu);
  for (const text of values['qemu-args'] ?? []) targetWords.push('--qemu-args', text);
  if (values['qemu-wrapper'] !== undefined) targetWords.push('--qemu-wrapper', values['qemu-wrapper']);
  const shard = values.shard === undefined ? undefined : shardOf(values.shard);
  return {
    patterns: positionals.filter((word) => isFile.get(word) !== true),
    files: positionals.filter((word) => isFile.get(word) === true),
    scenarioFolders: folders,
    roots: folders.length === 0 ? [ownRoot] : folders.map((folder) => resolve(folder)),
    filter: {
      clauses: values.clause ?? [],
      tags: values.tag ?? [],
      exclude: values.exclude ?? [],
      ...(shard === undefined ? {} : { shard }),
    },
    targets:
      target === 'simulated'
        ? simulatedProfiles(values.profile).map((profile) => ({ kind: 'simulated', profile }))
        : [qemuSpec(values, qemuWords, wrapper)],
    list: values.list ?? false,
    strict: values.strict ?? false,
    ...(values.jobs === undefined ? {} : { jobs: integerOption('--jobs', values.jobs, 1, jobsMax) }),
    repeat: values.repeat === undefined ? 1 : integerOption('--repeat', values.repeat, 1, repeatMax),
    timeoutMs:
      values.timeout === undefined
        ? timeoutDefaultMs
        : 1000 * integerOption('--timeout', values.timeout, 1, timeoutMaxS),
    bail: values.bail ?? false,
    json: values.json,
    out: outFolder(values.out),
    quiet: values.quiet ?? false,
    targetWords: target === 'simulated' ? [] : targetWords,
  };
}

type QemuValues = {
  readonly qemu?: string | undefined;
  readonly profile?: string | undefined;
  readonly force?: boolean | undefined;
};

function qemuSpec(values: QemuValues, args: readonly string[], wrapper: readonly string[]): TargetSpec {
  const profile = values.profile === undefined ? undefined : profileNamed(values.profile);
  return {
    kind: 'qemu',
    args,
    wrapper,
    force: values.force ?? false,
    ...(values.qemu === undefined ? {} : { path: resolve(values.qemu) }),
    ...(profile === undefined ? {} : { profile }),
  };
}

function simulatedProfiles(text: string | undefined): readonly ProfileName[] {
  if (text === undefined) return usualProfiles;
  if (text === 'all') return profiles.map(({ name }) => name);
  return [...new Set(text.split(',').map(profileNamed))];
}

function profileNamed(name: string): ProfileName {
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return found.name;
  throw new UsageError(`--profile ${name}: wanted one of ${profiles.map((profile) => profile.name).join(', ')}`);
}

function shardOf(text: string): { readonly index: number; readonly count: number } {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined || count === undefined) throw new UsageError(`--shard ${text}: wanted I/N, such as 1/4`);
  const shards = integerOption('--shard I/N, N =', count, 1, shardsMax);
  return { index: integerOption('--shard I/N, I =', index, 1, shards), count: shards };
}
