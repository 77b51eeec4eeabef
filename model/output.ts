import type { Chardev } from './chardev.ts';
import { changeChardev } from './chardev.ts';
import { logsRefusedOutput, trustsSharedFlags, waitsForOthers } from './defect.ts';
import { descriptionOf, hasFlag, objectOf } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { takeFault } from './fault.ts';
import { isWritable, writeNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { ringAfter } from './ringbuf.ts';
import type { Result, Turn } from './state.ts';

/** What a backend said to one byte of output, or that the main loop is stuck in writing it. */
export type Sent =
  | { readonly taken: 'all' | 'again' | 'failed' }
  | { readonly stuck: 'output' }
  | { readonly stuck: 'log'; readonly napping: boolean; readonly taken: 'all' | 'again' | 'failed' };

/** Writes one byte of a frontend to its backend and then to its log. Source: CHR-60..66, LOG-01..03, FILE-07. */
export function sendByte(turn: Turn, chardev: Chardev, byte: ByteString): Sent {
  const taken = toBackend(turn, chardev, byte);
  return taken === 'stuck' ? { stuck: 'output' } : logByte(turn, chardev, byte, taken);
}

function toBackend(turn: Turn, chardev: Chardev, byte: ByteString): 'all' | 'again' | 'failed' | 'stuck' {
  if (chardev.type === 'null') return 'all';
  if (chardev.ring !== null) {
    changeChardev(turn, chardev.label, { ring: { ...chardev.ring, bytes: ringAfter(chardev.ring, byte) } });
    return 'all';
  }
  const description = chardev.output === null ? null : descriptionAt(turn.state, chardev.output);
  if (description === null) return 'failed';
  const wrote: Wrote =
    chardev.type === 'socket' ? writeNow(turn, description, byte) : writeWithFaults(turn, description, byte);
  if (wrote.ok) return wrote.value === 0 ? 'again' : 'all';
  if (wrote.errno !== 'EAGAIN') return 'failed';
  const waits = trustsSharedFlags(turn.state) && !hasFlag(turn.state, description, 'nonblock');
  return waits && !wrote.planted ? 'stuck' : 'again';
}

type Wrote = Result<number> & { readonly planted?: boolean };

function writeWithFaults(turn: Turn, description: number, bytes: ByteString): Wrote {
  const fault = takeFault(turn, 'write', objectOf(turn.state, descriptionOf(turn.state, description).object).name);
  if (fault !== null && 'errno' in fault) return { ok: false, errno: fault.errno, planted: true };
  if (fault !== null && fault.short === 0) return { ok: false, errno: 'EAGAIN', planted: true };
  return writeNow(turn, description, bytes);
}

/** The log's part, for a byte that the backend has answered. Source: LOG-01..03, CHR-64. */
export function logByte(turn: Turn, chardev: Chardev, byte: ByteString, taken: 'all' | 'again' | 'failed'): Sent {
  const description = chardev.log === null ? null : descriptionAt(turn.state, chardev.log);
  if (description === null || (taken === 'again' && !logsRefusedOutput(turn.state))) return { taken };
  const wrote = writeWithFaults(turn, description, byte);
  if (wrote.ok) return { taken };
  if (wrote.errno !== 'EAGAIN') return { taken: taken === 'again' ? 'failed' : taken };
  if (!waitsForOthers(turn.state)) return { taken };
  const napping = wrote.planted === true || hasFlag(turn.state, description, 'nonblock');
  return { stuck: 'log', napping, taken };
}

/** Whether a write to the number would take a byte now, or fail for good. */
export function wouldTake(turn: Turn, number: number | null): boolean {
  const description = number === null ? null : descriptionAt(turn.state, number);
  if (description === null) return true;
  const wrote = writeNow({ state: turn.state }, description, 'x');
  return wrote.ok || wrote.errno !== 'EAGAIN';
}

/**
 * As many bytes as an idle port can send one after the other with nothing to tell them apart from a single write:
 * all that the backend takes. Gives how many went; the caller sends the rest singly.
 */
export function sendRun(turn: Turn, chardev: Chardev, bytes: ByteString): number {
  if (turn.state.faults.length > 0 || chardev.log !== null) return 0;
  if (chardev.type === 'null') return bytes.length;
  if (chardev.ring !== null) {
    changeChardev(turn, chardev.label, { ring: { ...chardev.ring, bytes: ringAfter(chardev.ring, bytes) } });
    return bytes.length;
  }
  const description = chardev.output === null ? null : descriptionAt(turn.state, chardev.output);
  if (description === null) return 0;
  const wrote = writeNow(turn, description, bytes, true);
  return wrote.ok ? wrote.value : 0;
}

/** Whether an output watch on the chardev fires now; `null` if its backend offers none. Source: CHR-90..92. */
export function watchFires(turn: Turn, chardev: Chardev): boolean | null {
  if (!offersWatch(chardev)) return null;
  const description = chardev.output === null ? null : descriptionAt(turn.state, chardev.output);
  return description !== null && isWritable(turn.state, description);
}

/** Backends with a descriptor for output offer a watch. Source: the backend table, CHR-90. */
export function offersWatch(chardev: Chardev): boolean {
  return chardev.output !== null;
}
