import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { profiles } from '../../model/language/profiles.ts';
import { findQemus } from '../../sut/qemu/find-qemu.ts';
import { againstStress, onOtherNodes } from './soak-explorer.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const outFolder = fileURLToPath(new URL('../../reports/out/soak', import.meta.url));
const help = `usage: npm run soak -- [--minutes N] [--repeat N] [--seed N] [--jobs N] [--only TEXT]

  --minutes N   of fuzz on every profile and on every QEMU found (default 10)
  --repeat N    times that the catalogue runs on every QEMU found (default 10)
  --seed N      of the fuzz (default 1)
  --jobs N      of the fuzz (default 1)
  --only TEXT   only what has this in its name: design, qemu-7.2, qemu:, catalogue, explore`;

/** One long run: its name, and the words for charsim. */
type Run = { readonly name: string; readonly words: readonly string[] };

/**
 * `npm run soak`: what takes longer than the tests may: minutes of fuzz on every profile and on every QEMU found, and the
 * catalogue several times in a row on each of these; the explorer on other Nodes, and against a stress test. Exit code: the worst of all.
 */
function main(): number {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      repeat: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = Math.round(Number(values.minutes) * 60);
  if (values.help || !(seconds > 0)) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const found = findQemus();
  if (found.length === 0) process.stderr.write('soak: no QEMU found; `npx charsim doctor` says how to get one\n');
  const fuzzed = (name: string, ...words: readonly string[]): Run => {
    const given = ['fuzz', '--time', `${seconds}`, '--seed', values.seed, '--jobs', values.jobs];
    return { name: `fuzz ${name}`, words: [...given, ...words] };
  };
  const runs: readonly Run[] = [
    ...profiles.map(({ name }) => fuzzed(name, '--profile', name)),
    ...found.map(({ path }) => fuzzed(`qemu:${path}`, '--target', 'qemu', '--qemu', path)),
    ...found.map(({ path }) => {
      const words = ['run', '--target', 'qemu', '--qemu', path, '--repeat', values.repeat];
      return { name: `catalogue qemu:${path}`, words };
    }),
  ];
  const statuses = runs.filter(({ name }) => name.includes(values.only)).map(soak);
  const explorers = [
    { name: 'explore: the same on other Nodes', run: onOtherNodes },
    { name: 'explore: a mutant against a stress in C', run: againstStress },
  ].filter(({ name }) => name.includes(values.only));
  for (const { name, run } of explorers) {
    process.stdout.write(`— ${name}\n`);
    statuses.push(run());
  }
  return Math.max(found.length === 0 ? 2 : 0, ...statuses);
}

function soak({ name, words }: Run): number {
  process.stdout.write(`— ${name}: charsim ${words.join(' ')}\n`);
  const folder = `${outFolder}/${name.replaceAll(/[^\w.]+/g, '-')}`;
  return spawnSync(process.execPath, [cli, ...words, '--out', folder], { stdio: 'inherit' }).status ?? 1;
}

process.exitCode = main();
