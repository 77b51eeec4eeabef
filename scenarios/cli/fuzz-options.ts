import type { ProfileName } from '../../model/language/profile.ts';
import { profiles } from '../../model/language/profiles.ts';
import type { AreaName } from '../fuzz/area.ts';
import { areaNames } from '../fuzz/areas.ts';
import { nearest } from '../nearest.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import { UsageError } from './command.ts';
import { outFolder } from './package-info.ts';
import { commonHelp, commonOptions, integerOption, parseWords } from './words.ts';

const profileNames = profiles.map(({ name }) => name);
const runsMost = 1_000_000_000;
const timeMost = 1_000_000;
/** When nobody says how long: so many sessions on the simulated target, so many on a real one. */
const runsUsual = { simulated: 1000, qemu: 100 } as const;
const seedMost = 0xffffffff;
const lengthUsual = 60;
const threadsUsual = 0.1;
const jobsMost = 64;
const lengthMost = 1000;

/** What `charsim fuzz --help` prints. */
export const fuzzHelp: string = `usage: charsim fuzz [OPTIONS]

Random sessions over the whole action language, drawn from what the model knows to be there, checked step by step against
the model and at the end for leaks. Each session has a random part of the areas, actions and faults switched on; what
brings something new is tried more often and gone on from. A failure is shrunk and saved as a scenario file that charsim
run takes and as a session file that charsim replay takes. A session that stands still is killed and reported as a hang.

  --seed N             of everything that is drawn (default 1): same seed, same sessions
  --runs N             sessions (default ${runsUsual.simulated}; ${runsUsual.qemu} on a QEMU; no end with --time)
  --time SECONDS       stop after this time
  --jobs N             sessions at the same time (default 1): what is found does not depend on it, time aside
  --length N           actions of a session at most, beside its beginning and end (default ${lengthUsual})
  --area A[,A…]        only these: ${areaNames.slice(0, 10).join(', ')},
                       ${areaNames.slice(10).join(', ')}
  --faults on|off      failing calls and missing descriptors (default on)
  --threads on|off|only  races of threads under random, PCT and POS schedules as a part of the sessions (default on,
                       in design)
  --profile P          which system: ${profileNames.join(', ')} (default design; on a QEMU what its version says)
  --target T           simulated (default) or qemu: divergences are shrunk on the real binary and classed as known quirk,
                       new divergence, crash or hang
  --qemu PATH          the binary (default qemu-system-x86_64 on PATH)
  --force              takes --profile against the version of the binary
${commonHelp}

What a QEMU did once and not again in three tries, or now so and now as foreseen (real time), is told (~) and counts as no failure.

Exit codes: 0 nothing was found, 1 something was, 2 bad usage, 3 the target is missing, 5 nothing was found but no session
went through, 130 interrupted.`;

/** The words of `fuzz`, checked. */
export type FuzzRequest = {
  readonly seed: number;
  readonly runs: number;
  readonly timeMs: number;
  readonly jobs: number;
  readonly length: number;
  readonly areas: readonly AreaName[];
  readonly faults: boolean;
  /** The share of sessions that are races of threads. */
  readonly threads: number;
  readonly target: TargetSpec;
  readonly json: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
};

/** Reads the words of `fuzz`. Throws UsageError on what cannot be meant. */
export function parseFuzz(words: readonly string[]): FuzzRequest {
  const { values, positionals } = parseWords('fuzz', words, {
    ...commonOptions,
    seed: { type: 'string' },
    runs: { type: 'string' },
    time: { type: 'string' },
    jobs: { type: 'string', short: 'j' },
    length: { type: 'string' },
    area: { type: 'string', multiple: true },
    faults: { type: 'string' },
    threads: { type: 'string' },
    profile: { type: 'string' },
    target: { type: 'string' },
    qemu: { type: 'string' },
    force: { type: 'boolean' },
  });
  if (positionals[0] !== undefined)
    throw new UsageError(`fuzz takes options only, not ${positionals[0]}; charsim fuzz --help lists them`);
  const faults = values.faults ?? 'on';
  if (faults !== 'on' && faults !== 'off') throw new UsageError(`--faults ${faults}: wanted on or off`);
  const target = targetOf(values);
  const { time } = values;
  const usual = time === undefined ? runsUsual[target.kind] : runsMost;
  return {
    seed: integerOption('--seed', values.seed ?? '1', 0, seedMost),
    runs: values.runs === undefined ? usual : integerOption('--runs', values.runs, 1, runsMost),
    timeMs: time === undefined ? Number.POSITIVE_INFINITY : integerOption('--time', time, 1, timeMost) * 1000,
    jobs: integerOption('--jobs', values.jobs ?? '1', 1, jobsMost),
    length: integerOption('--length', values.length ?? `${lengthUsual}`, 8, lengthMost),
    areas: (values.area ?? []).flatMap((text) => text.split(',')).map(areaOf),
    faults: faults === 'on',
    threads: threadsOf(values.threads, target),
    target,
    json: values.json,
    out: outFolder(values.out),
    quiet: values.quiet ?? false,
  };
}

/** Areas are about sequential sessions: with --area there are no others. */
function threadsOf(text: string | undefined, target: TargetSpec): number {
  const able = target.kind === 'simulated' && target.profile === 'design';
  if (text === undefined || text === 'on') return able ? threadsUsual : 0;
  if (text === 'off') return 0;
  if (text !== 'only') throw new UsageError(`--threads ${text}: wanted on, off or only`);
  if (!able) throw new UsageError('--threads only: the hotswap that threads race in is that of --profile design');
  return 1;
}

type TargetWords = {
  readonly target?: string;
  readonly profile?: string;
  readonly qemu?: string;
  readonly force?: boolean;
};

function targetOf({ target = 'simulated', profile, qemu, force = false }: TargetWords): TargetSpec {
  const named = profile === undefined ? undefined : profileOf(profile);
  if (target === 'simulated') {
    if (qemu !== undefined || force) throw new UsageError('--qemu and --force go with --target qemu');
    return { kind: 'simulated', profile: named ?? 'design' };
  }
  if (target !== 'qemu') throw new UsageError(`--target ${target}: wanted simulated or qemu`);
  return {
    kind: 'qemu',
    args: [],
    wrapper: [],
    force,
    ...(qemu === undefined ? {} : { path: qemu }),
    ...(named === undefined ? {} : { profile: named }),
  };
}

function profileOf(text: string): ProfileName {
  const found = profileNames.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--profile ${text}: wanted one of ${profileNames.join(', ')}`);
  return found;
}

function areaOf(text: string): AreaName {
  const found = areaNames.find((name) => name === text.trim());
  if (found !== undefined) return found;
  const near = nearest(text, areaNames);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw new UsageError(`--area ${text}: no such area${hint}; there are ${areaNames.join(', ')}`);
}
