import { completed } from '../../host/completed.ts';
import type { Errno } from '../../host/result.ts';
import type { Task } from '../../runtime/task.ts';
import { sleepFor } from '../../runtime/wait.ts';
import { type Opened, waitsForOthers } from '../fd/open.ts';
import type { Machine } from '../machine.ts';
import { openOutput, type PutOff } from './put-off.ts';

const retryNs = 100_000;

/** Opens a logfile: write-only, created, truncated unless `append`. Source: CHR-65, flags under OPEN-20. */
export function* openLog(machine: Machine, path: string, append: boolean, putOff: PutOff | null): Task<Opened> {
  return yield* openOutput(machine, path, append, putOff);
}

/** What the log can take without waiting, in as many pieces as it likes; the rest is dropped. The repair of DEF-08. */
function writeAtOnce(machine: Machine, fd: number, bytes: Uint8Array): Errno | null {
  for (let at = 0; at < bytes.length; ) {
    const result = machine.process.write(fd, bytes.subarray(at));
    if (!result.ok) {
      const wrote = result.sleep === null ? result : result.sleep.interrupt();
      return wrote.ok || at > 0 ? null : wrote.errno;
    }
    at += result.value;
  }
  return null;
}

/**
 * Writes everything to the log: waits where the log blocks, retries every 100 microseconds on EAGAIN, and gives up on any
 * other error, which it gives back. Source: LOG-03, CHR-65.
 */
export function* writeLog(machine: Machine, fd: number, bytes: Uint8Array): Task<Errno | null> {
  if (!waitsForOthers(machine)) return writeAtOnce(machine, fd, bytes);
  for (let at = 0; at < bytes.length; ) {
    const result = machine.process.write(fd, at === 0 ? bytes : bytes.subarray(at));
    const wrote = result.ok ? result : yield* completed(result, 'log');
    if (wrote.ok) at += wrote.value;
    else if (wrote.errno === 'EAGAIN' && machine.profile.fullLogDrops) return null;
    else if (wrote.errno === 'EAGAIN') yield* sleepFor(machine.clock, retryNs);
    else return wrote.errno;
  }
  return null;
}
