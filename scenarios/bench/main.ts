import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineRate } from './engine-rate.ts';
import { exploration } from './exploration.ts';
import { fuzzing } from './fuzzing.ts';
import { growth } from './growth.ts';
import { sessions } from './sessions.ts';
import { againstSpin } from './spin.ts';
import { startUp } from './start-up.ts';
import { simulatedAgainstReal } from './targets.ts';
import { throughput } from './throughput.ts';

/** One figure of the benchmarks: what was measured, against what is asked of it. */
export type Figure = { readonly name: string; readonly value: string; readonly wanted: string; readonly met: boolean };

/** `npm run bench`: all figures in one run on one machine, as ratios where two things are compared. */
async function main(): Promise<void> {
  const figures: Figure[] = [];
  for (const bench of [
    startUp,
    growth,
    throughput,
    exploration,
    engineRate,
    againstSpin,
    fuzzing,
    sessions,
    simulatedAgainstReal,
  ]) {
    for await (const figure of bench()) {
      figures.push(figure);
      process.stdout.write(`${figure.met ? '✓' : '✗'} ${figure.name}: ${figure.value} (wanted ${figure.wanted})\n`);
    }
  }
  const folder = fileURLToPath(new URL('../../reports/out', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench.json'), `${JSON.stringify({ format: 'charsim-bench/1', figures }, null, 2)}\n`);
}

await main();
