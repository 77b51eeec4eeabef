import type { TargetSpec } from '../run/target-spec.ts';
import { UsageError } from './command.ts';
import { parseRun, type RunRequest } from './run-options.ts';
import { commonHelp, commonOptions, integerOption, parseWords } from './words.ts';

const seedMax = 2 ** 32 - 1;

/** What `charsim record --help` prints. */
export const recordHelp: string = `usage: charsim record [OPTIONS] -- SCENARIO

Runs one scenario and writes its session: every action, decision and outcome, chained by check values. SCENARIO is an id
or a file. The file is made under --out, for its owner only, and never over another.

  --target T         simulated (default) or qemu
  --profile P        simulated: which profile (default design); qemu: the profile to judge by
  --seed N           simulated: draw every decision from this seed (default: always the first option)
  --force            qemu: take a profile that contradicts the version
  --qemu PATH        the qemu-system-x86_64 to use
  --qemu-args WORDS  further words for its command line, in quotes (repeatable)
  --qemu-wrapper W   words before it
  --scenarios DIR    a folder of scenarios, instead of the catalogue (repeatable)
  --timeout SECONDS  for the scenario (default 60)
  --redact           payloads and names of files as lengths and check values: such a session can be looked at only
${commonHelp}

Exit codes: 0 the scenario passed, 1 it failed, 2 bad usage, 3 the target is missing, 5 it ended without a verdict.`;

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
  target: { type: 'string' },
  profile: { type: 'string' },
  force: { type: 'boolean' },
  qemu: { type: 'string' },
  'qemu-args': { type: 'string', multiple: true },
  'qemu-wrapper': { type: 'string' },
  scenarios: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  seed: { type: 'string' },
  redact: { type: 'boolean' },
} as const;

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
