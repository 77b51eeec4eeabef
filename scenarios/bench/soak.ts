import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { profiles } from '../../model/language/profiles.ts';
import { type FoundQemu, findQemus } from '../../sut/qemu/find-qemu.ts';
import { againstStress, onOtherNodes } from './soak-explorer.ts';
import { chosenParts, type SoakPart, type SoakResult, type SoakSize } from './soak-part.ts';
import { killedRecorders } from './soak-recorder.ts';
import { longSession } from './soak-session.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const outFolder = fileURLToPath(new URL('../../reports/out/soak', import.meta.url));
const help = `usage: npm run soak -- [NAME…] [OPTIONS]

Long runs, all or those named; a name stands for every part that begins with it (fuzz, fuzz/qemu, fuzz/qemu:7.2.22):

  fuzz/simulated:PROFILE   fuzz on each profile            catalogue/qemu:VERSION   the catalogue, again and again
  fuzz/qemu:VERSION        fuzz on each QEMU found         kills                    the live recorder, killed
  session                  a long session in little memory
  explore:nodes            the explorer on other Nodes     explore:stress           a mutant against threads in C

  --minutes N    of fuzz for each (default 10; 0.5 is half a minute)
  --repeat N     runs of the catalogue on each QEMU (default 10)
  --kills N      of the live recorder in all (default 200)
  --megabytes N  of the long session (default 1024)
  --seed N       of fuzz and kills (default 1)
  --jobs N       of fuzz (default 1)
  --list         only the names of the parts

One line for each part at the end. Exit codes: 0 all parts came out as wanted, 1 one did not, 2 bad usage, 3 no QEMU was
found where one is needed; else the worst code of a command.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function sizeOf(values: Readonly<Record<string, string | boolean | undefined>>): SoakSize | undefined {
  const number = (name: string, usual: number): number => Number(values[name] ?? usual);
  const size = {
    seconds: Math.round(number('minutes', 10) * 60),
    repeat: number('repeat', 10),
    kills: number('kills', 200),
    megabytes: number('megabytes', 1024),
    seed: number('seed', 1),
    jobs: number('jobs', 1),
  };
  const isFine = Object.values(size).every((value) => Number.isInteger(value) && value >= 0) && size.seconds > 0;
  return isFine ? size : undefined;
}

/** `npm run soak`: what takes longer than the tests may. Exit code: the worst of the parts. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: text,
      repeat: text,
      kills: text,
      megabytes: text,
      seed: text,
      jobs: text,
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const size = sizeOf(values);
  if (values.help === true || size === undefined) {
    say(help);
    return values.help === true ? 0 : 2;
  }
  const chosen = chosenParts(partsOf(size), positionals);
  if ('unknown' in chosen) {
    process.stderr.write(`soak: no part is called ${chosen.unknown}; --list says which there are\n`);
    return 2;
  }
  if (values.list === true) {
    for (const { name } of chosen.parts) say(name);
    return 0;
  }
  const lines: string[] = [];
  let worst = 0;
  for (const part of chosen.parts) {
    say(`— ${part.name}`);
    const { status, text: figures } = await part.run();
    lines.push(`${status === 0 ? '✓' : '✗'} ${part.name}: ${figures}`);
    say(lines.at(-1) ?? '');
    worst = Math.max(worst, status);
  }
  say(`\n${lines.join('\n')}`);
  return worst;
}

function partsOf(size: SoakSize): readonly SoakPart[] {
  const qemus = findQemus().map((found) => ({ found, id: `qemu:${versionOf(found)}` }));
  const noQemu: SoakResult = { status: 3, text: 'no QEMU found; `npx charsim doctor` says how to get one' };
  const needsQemu = (name: string, run: (found: readonly FoundQemu[]) => Promise<SoakResult>): SoakPart => ({
    name,
    run: async () => (qemus.length === 0 ? noQemu : run(qemus.map(({ found }) => found))),
  });
  const onEach = (kind: string, run: (found: FoundQemu, name: string) => SoakResult): readonly SoakPart[] =>
    qemus.length === 0
      ? [needsQemu(`${kind}/qemu`, async () => noQemu)]
      : qemus.map(({ found, id }) => ({ name: `${kind}/${id}`, run: async () => run(found, `${kind}/${id}`) }));
  return [
    ...profiles.map(({ name }) => {
      const part = `fuzz/simulated:${name}`;
      return { name: part, run: async () => fuzz(part, size, ['--profile', name]) };
    }),
    ...onEach('fuzz', ({ path }, name) => fuzz(name, size, ['--target', 'qemu', '--qemu', path])),
    ...onEach('catalogue', ({ path }, name) => catalogue(name, size, path)),
    needsQemu('kills', (found) => killedRecorders(found, size.kills, size.seed, say)),
    { name: 'session', run: () => longSession(size.megabytes, say) },
    { name: 'explore:nodes', run: async () => onOtherNodes() },
    { name: 'explore:stress', run: async () => againstStress() },
  ];
}

function versionOf({ path }: FoundQemu): string {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return /version (\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1] ?? path;
}

/** Runs charsim with reports in a folder of the part's own; what it says is seen as it comes. */
function charsim(name: string, words: readonly string[]): { readonly status: number; readonly folder: string } {
  const folder = join(outFolder, name.replaceAll(/[^\w.]+/g, '-'));
  mkdirSync(folder, { recursive: true });
  say(`  charsim ${words.join(' ')}`);
  const { status } = spawnSync(process.execPath, [cli, ...words, '--out', folder], { stdio: 'inherit' });
  return { status: status ?? 1, folder };
}

function readJson<Shape>(path: string): Partial<Shape> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Shape;
  } catch {
    return {}; // the command told why it wrote none
  }
}

type FuzzDocument = { readonly runs: number; readonly actions: number; readonly findings: readonly unknown[] };

function fuzz(name: string, { seconds, seed, jobs }: SoakSize, target: readonly string[]): SoakResult {
  const json = join(outFolder, `${name.replaceAll(/[^\w.]+/g, '-')}.json`);
  mkdirSync(outFolder, { recursive: true });
  const given = ['fuzz', '--time', `${seconds}`, '--seed', `${seed}`, '--jobs', `${jobs}`, '--json', json];
  const { status } = charsim(name, [...given, ...target]);
  const { runs, actions, findings } = readJson<FuzzDocument>(json);
  return { status, text: `${runs} sessions, ${actions} actions in ${seconds} s, ${findings?.length} findings` };
}

type ResultsDocument = {
  readonly targets: readonly { readonly summary: Readonly<Record<string, number>> }[];
};

function catalogue(name: string, { repeat }: SoakSize, path: string): SoakResult {
  const { status, folder } = charsim(name, ['run', '--target', 'qemu', '--qemu', path, '--repeat', `${repeat}`]);
  const summary = readJson<ResultsDocument>(join(folder, 'results.json')).targets?.[0]?.summary ?? {};
  const counts = Object.entries(summary).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
  return { status, text: `${counts.join(', ')}, each ${repeat} times` };
}

process.exitCode = await main();
