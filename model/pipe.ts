import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';

/** Bytes of one slot of a pipe. Source: Linux, pipe buffers of one page. */
export const slotBytes = 4096;

/** One used slot: where its bytes begin in the page and how many are left. A packet is read by one read(2) alone. */
export type Slot = { readonly offset: number; readonly length: number; readonly packet?: true };

/** What is in a pipe: its bytes in order, the slots that carry them, oldest first, and how many slots there are. */
export type PipeContent = { readonly bytes: ByteString; readonly slots: readonly Slot[]; readonly slotsMax: number };

/** An empty pipe of `capacity` bytes, a power of two from 4096. */
export function emptyPipe(capacity: number): PipeContent {
  return { bytes: '', slots: [], slotsMax: capacity / slotBytes };
}

/** The same pipe after everybody left: what was in it is gone. */
export function emptied(pipe: PipeContent): PipeContent {
  return pipe.slots.length === 0 ? pipe : { bytes: '', slots: [], slotsMax: pipe.slotsMax };
}

/** Whether poll(2) calls the pipe writable: a slot is free. */
export function pipeHasFreeSlot(pipe: PipeContent): boolean {
  return pipe.slots.length < pipe.slotsMax;
}

/**
 * One write(2) that never waits: how many of the bytes are taken, from the front. The odd bytes go into the last slot
 * if they all fit there, the rest into fresh slots. Source: Linux pipe_write, as the docs of this project state it.
 */
export function pipeWrite(
  pipe: PipeContent,
  bytes: ByteString,
  packets = false,
): { readonly pipe: PipeContent; readonly taken: number } {
  const slots = [...pipe.slots];
  const last = slots.at(-1);
  const odd = bytes.length % slotBytes;
  let taken = 0;
  if (last !== undefined && !last.packet && odd > 0 && last.offset + last.length + odd <= slotBytes) {
    slots[slots.length - 1] = { offset: last.offset, length: last.length + odd };
    taken = odd;
  }
  while (taken < bytes.length && slots.length < pipe.slotsMax) {
    const length = Math.min(slotBytes, bytes.length - taken);
    slots.push({ offset: 0, length, ...packetOf(packets) });
    taken += length;
  }
  if (taken === 0) return { pipe, taken };
  return { pipe: { bytes: pipe.bytes + bytes.slice(0, taken), slots, slotsMax: pipe.slotsMax }, taken };
}

/** The same as one write(2) per byte until one is refused: what a serial port does. */
export function pipeWriteSingly(
  pipe: PipeContent,
  bytes: ByteString,
  packets = false,
): { readonly pipe: PipeContent; readonly taken: number } {
  const slots = [...pipe.slots];
  let taken = 0;
  while (taken < bytes.length) {
    const last = slots.at(-1);
    const room = last === undefined || last.packet ? 0 : slotBytes - last.offset - last.length;
    if (last !== undefined && room > 0) {
      const length = Math.min(room, bytes.length - taken);
      slots[slots.length - 1] = { offset: last.offset, length: last.length + length };
      taken += length;
    } else if (slots.length < pipe.slotsMax) {
      slots.push({ offset: 0, length: 1, ...packetOf(packets) });
      taken += 1;
    } else break;
  }
  return { pipe: { bytes: pipe.bytes + bytes.slice(0, taken), slots, slotsMax: pipe.slotsMax }, taken };
}

function packetOf(packets: boolean): { readonly packet?: true } {
  return packets ? { packet: true } : {};
}

/** One read(2) of at most `max` bytes: a slot is free again when its last byte is taken, a packet ends the read. */
export function pipeRead(pipe: PipeContent, max: number): { readonly pipe: PipeContent; readonly bytes: ByteString } {
  let first = -1;
  let before = 0;
  for (let at = 0; at < pipe.slots.length && first < 0; at += 1) {
    const slot = pipe.slots[at];
    if (slot?.packet) first = at;
    else before += slot?.length ?? 0;
  }
  const packet = first < 0 || before >= max ? undefined : pipe.slots[first];
  if (packet !== undefined) {
    const end = before + packet.length;
    const rest = { bytes: pipe.bytes.slice(end), slots: pipe.slots.slice(first + 1), slotsMax: pipe.slotsMax };
    return { pipe: rest, bytes: pipe.bytes.slice(0, Math.min(max, end)) };
  }
  const count = Math.min(max, pipe.bytes.length);
  let left = count;
  const slots: Slot[] = [];
  for (const slot of pipe.slots) {
    const gone = Math.min(left, slot.length);
    left -= gone;
    if (gone === 0 && slot.length > 0) slots.push(slot);
    else if (gone < slot.length) slots.push({ ...slot, offset: slot.offset + gone, length: slot.length - gone });
  }
  return {
    pipe: { bytes: pipe.bytes.slice(count), slots, slotsMax: pipe.slotsMax },
    bytes: pipe.bytes.slice(0, count),
  };
}

/** Bytes by which at most the path of a pty's slave may be longer or shorter than the word that stands for it. */
export const wordSlack = 64;

/** Whether a few bytes more or less decide what fits. */
export function isAlmostFull({ slots, slotsMax }: PipeContent): boolean {
  const last = slots.at(-1);
  return slots.length === slotsMax && last !== undefined && last.offset + last.length > slotBytes - wordSlack;
}

/** Throws ModelLimit where the bytes of a read end behind, or in, the word for a time: how long that is nobody foresees. */
export function needKnownTime(bytes: ByteString, rest: ByteString): void {
  const time = '{time}';
  if ((bytes + rest.slice(0, time.length - 1)).includes(time)) throw new ModelLimit('how long the time of an event is');
}

/**
 * Throws ModelLimit where a word for a path lies within the first `upTo` bytes: its length, which decides what is done
 * next, is the host's business. Source: PTY-01.
 */
export function needKnownLength({ bytes }: PipeContent, upTo: number = bytes.length): void {
  const word = bytes.indexOf('{pty:');
  if (word >= 0 && word < upTo) throw new ModelLimit('how long the path of a pseudo-terminal is');
}

/** By so much a date of HTTP, or a name of a build, is longer than the word for it at most. */
const longWordSlack = 128;

/**
 * An answer of HTTP tells the time, a greeting the build, for which the model has words: who reads a part of that cannot be
 * compared, nor how far a read comes that ends somewhere behind it.
 */
export function needKnownDate(read: ByteString, rest: ByteString, max: number): void {
  const [answer] = /HTTP\/1\.1 [^{]*\{date\}|"package": "\{package\}/.exec(read + rest) ?? [];
  const start = answer === undefined ? -1 : (read + rest).indexOf(answer);
  const isCut = answer !== undefined && read.length > start && (rest !== '' || read.length + longWordSlack > max);
  if (isCut) throw new ModelLimit('an answer with its time, or a greeting, that is read in parts');
}
