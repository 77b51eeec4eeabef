import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundQemu } from '../../sut/qemu/find-qemu.ts';
import { loadLibc } from '../../sut/qemu/libc.ts';
import { createStream } from '../../sut/runtime/seeded.ts';
import { ended, killedRecorder, lossOf, rigOf } from '../cli/live-rig.fixture.ts';
import type { SoakResult } from './soak-part.ts';

/** A kill comes within so many milliseconds of the first reply. */
const withinMs = 250;

/**
 * The live recorder killed `kills` times at random instants while a client asks and asks, shared among the QEMUs: the
 * session holds all that the client was told, and is a truncated one. Source: SLOG-06, SLOG-08.
 */
export async function killedRecorders(
  qemus: readonly FoundQemu[],
  kills: number,
  seed: number,
  say: (line: string) => void,
): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-kills-'));
  const random = createStream(seed, 'instants');
  const losses: string[] = [];
  let replies = 0;
  let bytes = 0;
  let done = 0;
  try {
    const libc = await loadLibc();
    for (const [at, found] of qemus.entries()) {
      const rig = await rigOf(found, folder, `${at}`);
      rig.recorder.kill('SIGINT');
      await ended(rig.recorder);
      try {
        for (const share = Math.ceil(((at + 1) * kills) / qemus.length); done < share; done += 1) {
          const b = join(folder, `${at}.b`);
          const killed = await killedRecorder(libc, b, folder, `${at}-${done}`, random.below(withinMs));
          const loss = lossOf(killed);
          if (loss !== undefined) losses.push(`kill ${done}: ${loss}`);
          replies += killed.heard.length;
          bytes += statSync(killed.file).size;
          if ((done + 1) % 20 === 0) say(`  ${done + 1} kills, ${losses.length} losses`);
        }
      } finally {
        rig.qemu.kill('SIGKILL');
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const loss of losses) say(`  ${loss}`);
  const text = `${done} kills on ${qemus.length} QEMUs, ${replies} replies heard, ${bytes} bytes of sessions, ${losses.length} losses`;
  return { status: losses.length === 0 && done === kills ? 0 : 1, text };
}
