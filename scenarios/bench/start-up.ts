import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const runs = 5;
/** Families of descriptor passing alone. */
const passing = ['add-fd', 'block', 'def', 'fdset', 'file', 'getfd', 'log', 'open', 'pipe', 's0', 'truth-table'];
const cases: readonly { readonly name: string; readonly patterns: readonly string[]; readonly wallMaxS: number }[] = [
  { name: 'npm start, the whole catalogue', patterns: [], wallMaxS: 8 },
  { name: 'the same, descriptor passing alone', patterns: passing.map((family) => `${family}/*`), wallMaxS: 5 },
];

/** `npm start` as a whole process, start-up included, on every simulated profile; and a part of the catalogue likewise. */
export async function* startUp(): AsyncGenerator<Figure> {
  const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
  for (const { name, patterns, wallMaxS } of cases) {
    const seconds: number[] = [];
    for (let turn = 0; turn <= runs; turn += 1) {
      const from = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [cli, 'run', '--quiet', ...patterns], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      if (turn > 0) seconds.push((performance.now() - from) / 1000); // the first one warms the caches
    }
    const wall = median(seconds);
    yield {
      name: `${name}, warm, median wall`,
      value: `${wall.toFixed(2)} s`,
      wanted: `at most ${wallMaxS} s`,
      met: wall <= wallMaxS,
    };
  }
}
