import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findQemus } from '../../sut/qemu/find-qemu.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const outFolder = fileURLToPath(new URL('../../reports/out/soak', import.meta.url));
const repeats = 10;

/** `npm run soak`: what takes longer than the tests may: the catalogue ten times in a row on every QEMU found. */
function main(): number {
  const found = findQemus();
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
