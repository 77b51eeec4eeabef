import { resolve } from 'node:path';
import * as v from 'valibot';
import type { LaunchOptions } from '../../model/language/action.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { launchSchema } from '../schema/action-schema.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import { parseRun, type RunRequest } from './run-options.ts';
import { commonHelp, commonOptions, integerOption, parseWords, targetOptions } from './words.ts';

const seedMax = 2 ** 32 - 1;

/** What `charsim record --help` prints. */
export const recordHelp: string = `usage: charsim record [OPTIONS] -- SCENARIO
       charsim record --listen A.sock --qemu B.sock [OPTIONS]
       charsim record --import LOG [OPTIONS]

Runs one scenario and writes its session: every action, decision and outcome, chained by check values. SCENARIO is an id
or a file. The file is made under --out, for its owner only, and never over another.
With --listen: sits between QMP clients, who connect to A.sock, and the running QEMU that listens at B.sock; every byte and
descriptor passes unchanged and is recorded before it is passed on, until Ctrl-C.
With --import: the character events of a log that a QEMU wrote (-icount shift=N,rr=record,rrfile=LOG) become a session.

  --target T         simulated (default) or qemu
  --profile P        simulated: which profile (default design); qemu: the profile to judge by
  --seed N           simulated: draw every decision from this seed (default: always the first option)
  --force            qemu: take a profile that contradicts the version
  --qemu PATH        the qemu-system-x86_64 to use
  --qemu-args WORDS  further words for its command line, in quotes (repeatable)
  --qemu-wrapper W   words before it
  --scenarios DIR    a folder of scenarios, instead of the catalogue (repeatable)
  --timeout SECONDS  for the scenario (default 60)
  --import LOG       a record/replay log of QEMU 7.2 or 10.0; --profile P: the system to judge by (default qemu-10.0)
  --redact           payloads and names of files as lengths and check values: such a session can be looked at only
  --listen PATH      record live: the socket to make for clients; --qemu PATH is then QEMU's own QMP socket
  --connections N    live: end after N connections (default: on Ctrl-C)
  --launch JSON      live: how that QEMU was started, for the replay: {"machine":"none","args":["-chardev","null,id=n"]}
${commonHelp}

Exit codes: 0 the scenario passed, 1 it failed, 2 bad usage, 3 the target is missing, 4 the log of --import
stops too early, 5 it ended without a verdict.`;

/** The words of `record`, checked. */
export type RecordRequest = {
  readonly selection: RunRequest;
  readonly spec: TargetSpec;
  readonly seed: number | undefined;
  readonly redact: boolean;
  readonly timeoutMs: number;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
};

const options = {
  ...commonOptions,
  ...targetOptions,
  scenarios: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  seed: { type: 'string' },
  redact: { type: 'boolean' },
  listen: { type: 'string' },
  connections: { type: 'string' },
  launch: { type: 'string' },
  import: { type: 'string' },
} as const;

/** The words of a live recording, checked. */
export type LiveRequest = {
  readonly listen: string;
  readonly qemu: string;
  readonly launch: LaunchOptions | undefined;
  readonly connections: number | undefined;
  readonly redact: boolean;
  readonly out: string;
  readonly quiet: boolean;
};

const connectionsMax = 1_000_000;

/** The same words, when they ask for a live recording. Throws UsageError on what cannot be meant. */
export function parseLive(words: readonly string[]): LiveRequest | undefined {
  const { values, positionals } = parseWords('record', words, options, ['qemu-args', 'qemu-wrapper']);
  const { listen, qemu, launch, connections } = values;
  if (listen === undefined) {
    for (const name of ['connections', 'launch'] as const) {
      if (values[name] !== undefined) throw new UsageError(`--${name} goes with --listen only`);
    }
    return undefined;
  }
  if (qemu === undefined) throw new UsageError('--listen wants --qemu PATH, the QMP socket of a running QEMU');
  if (positionals.length > 0) throw new UsageError('--listen records what clients say, not a scenario');
  for (const name of ['target', 'profile', 'seed', 'timeout', 'scenarios', 'json'] as const) {
    if (values[name] !== undefined) throw new UsageError(`--${name} does not go with --listen`);
  }
  return {
    listen: resolve(listen),
    qemu: resolve(qemu),
    launch: launch === undefined ? undefined : launchOf(launch),
    connections: connections === undefined ? undefined : integerOption('--connections', connections, 1, connectionsMax),
    redact: values.redact ?? false,
    out: outFolder(values.out),
    quiet: values.quiet ?? false,
  };
}

function launchOf(text: string): LaunchOptions {
  try {
    return v.parse(launchSchema, JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--launch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The words of an import, checked. */
export type ImportRequest = {
  readonly log: string;
  readonly profile: ProfileName;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
};

/** The same words, when they ask for the import of a log. Throws UsageError on what cannot be meant. */
export function parseImport(words: readonly string[]): ImportRequest | undefined {
  const { values, positionals } = parseWords('record', words, options, ['qemu-args', 'qemu-wrapper']);
  const { import: log, profile: wanted = 'qemu-10.0', json, quiet, out, ...others } = values;
  if (log === undefined) return undefined;
  if (positionals.length > 0) throw new UsageError('--import takes a log, not a scenario');
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UsageError(`--${other} does not go with --import`);
  const profile = profiles.find(({ name }) => name === wanted)?.name;
  if (profile === undefined)
    throw new UsageError(`--profile ${wanted}: wanted one of ${profiles.map(({ name }) => name).join(', ')}`);
  return { log: resolve(log), profile, json, out: outFolder(out), quiet: quiet ?? false };
}

/** Reads the words of `record`. Throws UsageError on what cannot be meant. */
export function parseRecord(words: readonly string[]): RecordRequest {
  const { values, positionals } = parseWords('record', words, options, ['qemu-args', 'qemu-wrapper']);
  if (positionals.length !== 1) throw new UsageError('record wants one scenario: charsim record [OPTIONS] -- SCENARIO');
  const isSimulated = (values.target ?? 'simulated') === 'simulated';
  if (!isSimulated && values.seed !== undefined) throw new UsageError('--seed goes with --target simulated only');
  const profile = values.profile ?? (isSimulated ? 'design' : undefined);
  const selection = parseRun([
    ...(['target', 'qemu', 'qemu-wrapper', 'timeout', 'json', 'out'] as const).flatMap((name) =>
      values[name] === undefined ? [] : [`--${name}=${values[name]}`],
    ),
    ...(['qemu-args', 'scenarios'] as const).flatMap((name) => (values[name] ?? []).map((text) => `--${name}=${text}`)),
    ...(profile === undefined ? [] : [`--profile=${profile}`]),
    ...(values.force === true ? ['--force'] : []),
    '--',
    ...positionals,
  ]);
  const [spec] = selection.targets;
  if (spec === undefined || selection.targets.length > 1) throw new UsageError('record takes one profile');
  return {
    selection,
    spec,
    seed: values.seed === undefined ? undefined : integerOption('--seed', values.seed, 0, seedMax),
    redact: values.redact ?? false,
    timeoutMs: selection.timeoutMs,
    json: values.json,
    out: selection.out,
    quiet: values.quiet ?? false,
  };
}
