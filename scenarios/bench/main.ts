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

const benches: Readonly<Record<string, () => AsyncGenerator<Figure>>> = {
  startUp,
  growth,
  throughput,
  exploration,
  engineRate,
  againstSpin,
  fuzzing,
  sessions,
  simulatedAgainstReal,
};

/** `npm run bench`: all figures in one run on one machine, as ratios where two things are compared; `-- NAME…`: only these. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    process.stderr.write(`bench: there is no '${unknown}': the benchmarks are ${Object.keys(benches).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const figures: Figure[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
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
