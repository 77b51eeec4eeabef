import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { profiles } from '../../model/language/profiles.ts';
import { findQemus } from '../../sut/qemu/find-qemu.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const outFolder = fileURLToPath(new URL('../../reports/out/soak', import.meta.url));
const repeats = 10;
const fuzzSeconds = 600;

/**
 * `npm run soak`: what takes longer than the tests may: ten minutes of fuzz on every profile and on every QEMU found, and
 * the catalogue ten times in a row on each of these.
 */
function main(): number {
  const found = findQemus();
  const fuzzed = [
    ...profiles.map(({ name }) => fuzz(name, '--profile', name)),
    ...found.map(({ path }, index) => fuzz(`${index}`, '--target', 'qemu', '--qemu', path)),
  ];
  return Math.max(catalogue(found), ...fuzzed);
}

function fuzz(name: string, ...words: readonly string[]): number {
  process.stdout.write(`fuzz for ${fuzzSeconds} s: ${words.join(' ')}\n`);
  const given = ['fuzz', '--time', `${fuzzSeconds}`, '--out', `${outFolder}/fuzz-${name}`, ...words];
  return spawnSync(process.execPath, [cli, ...given], { stdio: 'inherit' }).status ?? 1;
}

function catalogue(found: ReturnType<typeof findQemus>): number {
  if (found.length === 0) {
    process.stderr.write('soak: no QEMU found; `npx charsim doctor` says how to get one\n');
    return 2;
  }
  let worst = 0;
  for (const [index, { path }] of found.entries()) {
    process.stdout.write(`the catalogue ${repeats} times on ${path}\n`);
    const words = [
      'run',
      '--target',
      'qemu',
      '--qemu',
      path,
      '--repeat',
      `${repeats}`,
      '--out',
      `${outFolder}/${index}`,
    ];
    const { status } = spawnSync(process.execPath, [cli, ...words], { stdio: 'inherit' });
    worst = Math.max(worst, status ?? 1);
  }
  return worst;
}

process.exitCode = main();
