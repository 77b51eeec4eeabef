import { ModelLimit } from './limit.ts';
import { encodeUtf8 } from './ringbuf.ts';

/** A place of the table: a key, `removed` where one was, `null` where none has been since the table was last laid out. */
type Slot = string | typeof removed | null;
const removed = Symbol('removed');

/** `used`: places that are not `null`. */
type KeyTable = { slots: Slot[]; keys: number; used: number };

/** A hash is taken modulo the largest prime below the table's size: 8, 16, 32 and so on. */
const primes = [
  7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573,
];
const smallest = 8;
/** What a hash is multiplied by before. */
const spread = 11;
/** A table that is laid out anew has room for so many times its keys. */
const headroom = 1.333;

/**
 * The key that QEMU names of those of an object that nothing has asked for: the first in the order of GLib's hash table, into
 * which the keys go in the order of the dictionary, and out of which those go that are asked for. Source: QEMU
 * qapi/qobject-input-visitor.c (qobject_input_check_struct), GLib glib/ghash.c, experiment with 7.2, 10.0 and 11.1.
 */
export function firstNotAskedFor(walked: readonly string[], asked: readonly string[]): string | undefined {
  const table: KeyTable = { slots: emptySlots(smallest), keys: 0, used: 0 };
  for (const key of walked) insert(table, key);
  for (const key of asked) remove(table, key);
  return table.slots.find((slot) => typeof slot === 'string');
}

function emptySlots(size: number): Slot[] {
  return Array.from({ length: size }, () => null);
}

/** Bernstein's hash of the key's bytes, which count as signed; 0 and 1 mean something else. Source: g_str_hash. */
function hashOf(key: string): number {
  const bytes = encodeUtf8(key);
  let hash = 5381;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes.charCodeAt(at);
    hash = (Math.imul(hash, 33) + (byte < 0x80 ? byte : byte - 0x100)) >>> 0;
  }
  return Math.max(hash, 2);
}

/** Where the key would be in a table of this size if that was empty. */
function homeOf(key: string, size: number): number {
  const prime = primes[Math.log2(size / smallest)];
  if (prime === undefined) throw new ModelLimit('so many members of one object');
  return (Math.imul(hashOf(key), spread) >>> 0) % prime;
}

/** The place after the `step`th that was looked at. */
function further(place: number, step: number, size: number): number {
  return (place + step) % size;
}

function insert(table: KeyTable, key: string): void {
  const { slots } = table;
  let place = homeOf(key, slots.length);
  let gap: number | undefined;
  for (let step = 1; slots[place] !== null; step += 1) {
    if (slots[place] === removed) gap ??= place;
    place = further(place, step, slots.length);
  }
  if (gap === undefined) table.used += 1;
  slots[gap ?? place] = key;
  table.keys += 1;
  resizeIfDue(table);
}

function remove(table: KeyTable, key: string): void {
  const { slots } = table;
  let place = homeOf(key, slots.length);
  for (let step = 1; slots[place] !== key; step += 1) {
    if (slots[place] === null) return;
    place = further(place, step, slots.length);
  }
  slots[place] = removed;
  table.keys -= 1;
  resizeIfDue(table);
}

/** Lays the table out anew when it is full, or a quarter full at most. */
function resizeIfDue(table: KeyTable): void {
  const { slots, keys, used } = table;
  const isSparse = slots.length > keys * 4 && slots.length > smallest;
  if (!isSparse && slots.length > used + Math.trunc(used / 16)) return;
  let size = smallest;
  while (size <= Math.trunc(keys * headroom)) size *= 2;
  layOut(table, size);
}

/** Within the table itself: each key goes to its new place in turn, and whoever is there goes next. */
function layOut(table: KeyTable, size: number): void {
  const { slots } = table;
  const before = slots.length;
  while (slots.length < size) slots.push(null);
  const settled = new Set<number>();
  for (let from = 0; from < before; from += 1) {
    if (settled.has(from)) continue;
    let moving = slots[from] ?? null;
    slots[from] = null;
    while (typeof moving === 'string') {
      let place = homeOf(moving, size);
      for (let step = 1; settled.has(place); step += 1) place = further(place, step, size);
      settled.add(place);
      const displaced: Slot = slots[place] ?? null;
      slots[place] = moving;
      moving = displaced;
    }
  }
  slots.length = size;
  table.used = table.keys;
}
