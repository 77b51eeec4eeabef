import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { searchStates } from '../explore/strategies/explicit.ts';
import { swapRaceBytes } from '../explore/swap-race-bytes.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const model = fileURLToPath(new URL('./swap-race.pml', import.meta.url));
const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const turns = 5;
const turnsLarge = 3;

type Timed = { readonly wallS: number; readonly cpuS: number; readonly out: string };

/** Runs a program in a folder. CPU time is its own and its children's. */
function timed(folder: string, command: string): Timed {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time { ${command}; }`], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [, user = '', system = ''] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { wallS: (performance.now() - from) / 1000, cpuS: Number(user) + Number(system), out: stdout };
}

const made = (writers: number, writes: number): string =>
  `spin -o1 -o2 -o3 -DW=${writers} -DK=${writes} -a m.pml && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c`;

function statesOf(out: string): number {
  const [, count = '0'] = /(\d+) states, stored/.exec(out) ?? [];
  return Number(count);
}

/** Against SPIN on the reference problem, the same states on both sides, one after the other in one run. */
export async function* againstSpin(): AsyncGenerator<Figure> {
  const missing = ['spin', 'gcc'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
  if (missing.length > 0) {
    process.stdout.write(`– explorer against SPIN: skipped, ${missing.join(' and ')} is not installed\n`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'charsim-spin-'));
  try {
    timed(folder, `cp ${model} m.pml`);
    yield* coldProcess(folder);
    yield* manyStates(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figure(name: string, value: number, unit: string, wanted: 'at least' | 'at most', bound: number): Figure {
  const met = wanted === 'at least' ? value >= bound : value <= bound;
  return { name: `explorer: ${name}`, value: `${value.toFixed(2)} ${unit}`, wanted: `${wanted} ${bound} ${unit}`, met };
}

function* coldProcess(folder: string): Generator<Figure> {
  const whole: number[] = [];
  const alone: number[] = [];
  const words = `explore swap-race --params W3K2,disc --strategy explicit --json - --out ${folder}`;
  for (let turn = 0; turn <= turns; turn += 1) {
    const compiled = timed(folder, made(3, 2));
    const ran = timed(folder, './pan -m1000000');
    const ours = timed(folder, `${process.execPath} ${cli} ${words}`);
    const { states } = JSON.parse(ours.out).explorations[0];
    if (states !== statesOf(ran.out)) throw new Error(`${states} states here, ${statesOf(ran.out)} in SPIN`);
    if (turn === 0) continue; // warms the caches
    whole.push(ours.cpuS / (compiled.cpuS + ran.cpuS));
    alone.push(ours.wallS / ran.wallS);
  }
  const name = 'cold process, (3,2) +disc,';
  yield figure(`${name} processor time against spin, gcc and pan`, median(whole), 'times', 'at most', 0.25);
  yield figure(`${name} wall time against pan alone`, median(alone), 'times', 'at most', 4.5);
}

function* manyStates(folder: string): Generator<Figure> {
  timed(folder, made(4, 4));
  const rates: number[] = [];
  const walls: number[] = [];
  let count = 0;
  for (let turn = 0; turn < turnsLarge; turn += 1) {
    const { wallS, cpuS, out } = timed(folder, './pan -m1000000 -w24');
    const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
    const { states } = searchStates(swapRaceBytes(4, 4, true), 1e8);
    const { user, system } = process.cpuUsage(cpuFrom);
    if (states !== statesOf(out)) throw new Error(`${states} states here, ${statesOf(out)} in SPIN`);
    count = states;
    rates.push(states / ((user + system) / 1e6) / (statesOf(out) / cpuS));
    walls.push((performance.now() - from) / 1000 / wallS);
  }
  const size = `(4,4) +disc, ${count.toLocaleString('en-US')} states`;
  yield figure(`explicit, ${size}, states per CPU second against pan`, median(rates), 'times', 'at least', 1.5);
  yield figure(`explicit, ${size}, wall time against pan`, median(walls), 'times', 'at most', 2.5);
}
