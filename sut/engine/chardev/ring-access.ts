import type { Task } from '../../runtime/task.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { byteString, bytesOf } from '../bytes.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { decodeLossily, encodeModified } from '../utf8.ts';
import { type Ring, writeRing } from './ring.ts';

function ringOf(machine: Machine, device: string): Attempt<Ring> {
  const chardev = machine.chardevs.get(device);
  if (chardev === undefined) return failure(chardevErrors.deviceNotFound(device));
  const { ring } = chardev.backend;
  return ring === undefined ? failure(chardevErrors.notRing(device)) : success(ring);
}

/** How ring data is shown: `text` and `bytes` (a byte string) up to the first NUL. */
export type RingFormat = 'text' | 'bytes' | 'base64';

/** ringbuf-read: the oldest bytes. Source: RB-03, RB-06, QMP-14. */
export function readRing(machine: Machine, device: string, size: bigint, format: RingFormat): Attempt<string> {
  const ring = ringOf(machine, device);
  if (!ring.ok) return ring;
  if (size <= 0n) return failure(chardevErrors.ringReadSize);
  const bytes = ring.value.read(Number(size));
  if (format === 'base64') return success(encodeBase64(bytes));
  const text = byteString(bytes);
  const end = text.indexOf('\0');
  const shown = end < 0 ? text : text.slice(0, end);
  return success(format === 'bytes' ? shown : decodeLossily(shown));
}

/** ringbuf-write: past lock and log. Source: RB-04, RB-05, RB-06, QMP-14. */
export function* writeIntoRing(machine: Machine, device: string, data: string, base64: boolean): Task<Attempt<void>> {
  const ring = ringOf(machine, device);
  if (!ring.ok) return ring;
  const bytes = base64 ? decodeBase64(data) : bytesOf(encodeModified(data));
  if (bytes === null) return failure(chardevErrors.base64);
  yield* writeRing(machine, ring.value, bytes);
  return success(undefined);
}
