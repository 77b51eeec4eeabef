import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { type ExportKind, exportKinds } from '../session/exports.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import type { ContinueRequest } from './replay-continue.ts';
import { parseRun } from './run-options.ts';
import { commonHelp, commonOptions, integerOption, parseWords, targetOptions } from './words.ts';

/** What `charsim replay --help` prints. */
export const replayHelp: string = `usage: charsim replay SESSION [OPTIONS]

Replays a recorded session and stops at the first record that differs. Without --target and --profile: a session of the
simulated target bit by bit, decisions included; one of a real QEMU against the model and the simulated target of its
version, where the first reply that does not conform is the diagnosis. A session that charsim explore kept is a schedule:
it is run again step by step, compared byte by byte, and printed in words.

  --profile P        replay on the simulated target of another profile: ${profiles.map(({ name }) => name).join(', ')}
  --target T         simulated (default) or qemu
  --qemu PATH        the qemu-system-x86_64 to use (also --qemu-args, --qemu-wrapper, --force as for run)
  --until N          stop before record N and show the model's state there; with --step: begin there
  --continue W       go on from the session (or with --until from record N): random takes random actions as fuzz does;
                     explore lets the recorded actions go on under every other decision of the simulation (without
                     --until: from the launch on). Findings are kept under --out as scenarios and sessions
  --seed N, --runs N, --time SECONDS
                     with --continue: default 1, 1000 runs, 20 seconds
  --salvage          of a corrupt file replay what is intact before the first thing that is wrong
  --step             walk through the session in the terminal, forwards and backwards (? lists the keys)
  --commands FILE    with --step: commands from a file, - for standard input, and each screen as text
  --export K FILE    write the session as perfetto (Chrome trace events), mermaid or scenario, and replay nothing (a schedule is run
                     for it: a lane for each thread); as
                     html: replay it, and write a page of its steps with model and engine side by side
${commonHelp}

Exit codes: 0 the same to the end and a pass, 1 something differs (or the recorded run failed, and fails again), 2 bad
usage, or a file that is foreign, newer or corrupt, 3 the target is missing, 4 a truncated session (or the intact beginning
of a corrupt one), the same up to its cut, 5 inconclusive.`;

/** The words of `replay`, checked. `spec` absent: what the session itself asks for. */
export type ReplayWords = {
  readonly session: string;
  readonly spec: TargetSpec | undefined;
  readonly profile: ProfileName | undefined;
  readonly until: number | undefined;
  readonly continue: Omit<ContinueRequest, 'out' | 'json' | 'quiet'> | undefined;
  readonly out: string;
  readonly salvage: boolean;
  readonly step: boolean;
  readonly commands: string | undefined;
  readonly export: { readonly kind: ExportKind; readonly file: string } | undefined;
  readonly json: string | undefined;
  readonly quiet: boolean;
};

const options = {
  ...commonOptions,
  ...targetOptions,
  until: { type: 'string' },
  export: { type: 'string' },
  step: { type: 'boolean' },
  salvage: { type: 'boolean' },
  continue: { type: 'string' },
  seed: { type: 'string' },
  runs: { type: 'string' },
  time: { type: 'string' },
  commands: { type: 'string' },
} as const;

/** Reads the words of `replay`. Throws UsageError on what cannot be meant. */
export function parseReplay(words: readonly string[]): ReplayWords {
  const { values, positionals } = parseWords('replay', words, options, ['qemu-args', 'qemu-wrapper']);
  const [session, ...more] = positionals;
  const [file, ...others] = values.export === undefined ? [undefined, ...more] : more;
  if (session === undefined || others.some((word) => word !== undefined))
    throw new UsageError('replay wants one session file');
  const run = parseRun([
    ...(['target', 'profile', 'qemu', 'qemu-wrapper'] as const).flatMap((name) =>
      values[name] === undefined ? [] : [`--${name}=${values[name]}`],
    ),
    ...(values['qemu-args'] ?? []).map((text) => `--qemu-args=${text}`),
    ...(values.force === true ? ['--force'] : []),
  ]);
  if (values.profile !== undefined && run.targets.length !== 1) throw new UsageError('replay takes one profile');
  const [first] = run.targets;
  if (values.commands !== undefined && values.step !== true) throw new UsageError('--commands goes with --step only');
  if (values.continue !== undefined && (values.step === true || values.export !== undefined)) {
    throw new UsageError('--continue goes with neither --step nor --export');
  }
  if (values.step === true && (values.export ?? values.json) !== undefined) {
    throw new UsageError('--step goes with neither --export nor --json');
  }
  const named = values.profile !== undefined || first?.kind === 'qemu';
  return {
    session,
    spec: named ? first : undefined,
    profile: profiles.find(({ name }) => name === values.profile)?.name,
    until: values.until === undefined ? undefined : integerOption('--until', values.until, 1, Number.MAX_SAFE_INTEGER),
    step: values.step ?? false,
    salvage: values.salvage ?? false,
    continue: continueOf(values),
    out: outFolder(values.out),
    commands: values.commands,
    export: values.export === undefined ? undefined : exportOf(values.export, file),
    json: values.json,
    quiet: values.quiet ?? false,
  };
}

type Continuing = { readonly [name in 'continue' | 'seed' | 'runs' | 'time']?: string | undefined };

function continueOf({ continue: word, seed, runs, time }: Continuing): ReplayWords['continue'] {
  if (word === undefined) {
    if ((seed ?? runs ?? time) !== undefined) throw new UsageError('--seed, --runs and --time go with --continue only');
    return undefined;
  }
  if (word !== 'random' && word !== 'explore') throw new UsageError(`--continue ${word}: wanted random or explore`);
  return {
    way: word,
    seed: integerOption('--seed', seed ?? '1', 0, 2 ** 32 - 1),
    runs: integerOption('--runs', runs ?? '1000', 1, Number.MAX_SAFE_INTEGER),
    timeMs: 1000 * integerOption('--time', time ?? '20', 1, 1_000_000),
  };
}

function exportOf(word: string, file: string | undefined): { readonly kind: ExportKind; readonly file: string } {
  const kind = exportKinds.find((each) => each === word);
  if (kind === undefined) throw new UsageError(`--export ${word}: wanted one of ${exportKinds.join(', ')}`);
  if (file === undefined)
    throw new UsageError(`--export ${word} wants a file after the session: replay SESSION --export ${word} FILE`);
  return { kind, file };
}
