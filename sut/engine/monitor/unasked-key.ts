import { encodeModified } from '../utf8.ts';

const leastBits = 3;
/** Enough for the half a million members that one text can have. */
const mostBits = 20;
/** The prime for a table of 2^bits buckets. */
const primeBelow: Readonly<Record<number, number>> = {
  3: 7,
  4: 13,
  5: 31,
  6: 61,
  7: 127,
  8: 251,
  9: 509,
  10: 1021,
  11: 2039,
  12: 4093,
  13: 8191,
  14: 16381,
  15: 32749,
  16: 65521,
  17: 131071,
  18: 262139,
  19: 524287,
  20: 1048573,
};

type Entry = { readonly key: string; readonly hash: number };
/** What is left of one that was deleted: it is passed over, and its bucket can be taken. */
const gone: Entry = { key: '', hash: 0 };

function entryOf(key: string): Entry {
  let hash = 5381;
  const bytes = encodeModified(key);
  for (let at = 0; at < bytes.length; at += 1) hash = (hash * 33 + ((bytes.charCodeAt(at) << 24) >> 24)) >>> 0;
  return { key, hash: hash < 2 ? 2 : hash };
}

/** Keys in GLib's order: a bucket is a hash modulo a prime, and a taken one sends the key 1, 3, 6, 10… buckets on. */
class KeySet {
  private buckets: (Entry | undefined)[] = new Array(1 << leastBits).fill(undefined);
  private bits = leastBits;
  private size = 0;
  private filled = 0;

  add(key: string): void {
    const entry = entryOf(key);
    let reusable = -1;
    const free = this.probe(entry, (at) => {
      const there = this.buckets[at];
      if (there === gone && reusable < 0) reusable = at;
      return there === undefined;
    });
    if (reusable < 0) this.filled += 1;
    this.buckets[reusable < 0 ? free : reusable] = entry;
    this.size += 1;
    this.resizeIfDue();
  }

  delete(key: string): void {
    const at = this.probe(entryOf(key), (place) => {
      const there = this.buckets[place];
      return there === undefined || (there !== gone && there.key === key);
    });
    if (this.buckets[at] === undefined) return;
    this.buckets[at] = gone;
    this.size -= 1;
    this.resizeIfDue();
  }

  first(): string | undefined {
    for (const entry of this.buckets) if (entry !== undefined && entry !== gone) return entry.key;
    return undefined;
  }

  /** The first bucket on the way of the entry that will do. */
  private probe({ hash }: Entry, isFit: (at: number) => boolean): number {
    const mask = (1 << this.bits) - 1;
    let at = (Math.imul(hash, 11) >>> 0) % (primeBelow[this.bits] ?? mask);
    for (let jump = 1; !isFit(at); jump += 1) at = (at + jump) & mask;
    return at;
  }

  private resizeIfDue(): void {
    const capacity = 1 << this.bits;
    const tooLarge = this.bits > leastBits && capacity > 4 * this.size;
    const tooFull = capacity <= this.filled + (this.filled >> 4);
    if (!tooLarge && !tooFull) return;
    const wanted = Math.floor(this.size * 1.333);
    this.bits = Math.min(Math.max(32 - Math.clz32(wanted), leastBits), mostBits);
    this.rearrange();
    this.filled = this.size;
  }

  /** In place, from the first bucket on: an entry takes its new bucket from another one, which then looks for its own. */
  private rearrange(): void {
    const done = new Set<number>();
    const old = this.buckets;
    const length = 1 << this.bits;
    for (let at = 0; at < old.length; at += 1) {
      if (done.has(at)) continue;
      let homeless = old[at];
      old[at] = undefined;
      while (homeless !== undefined && homeless !== gone) {
        const home = this.probe(homeless, (place) => !done.has(place));
        done.add(home);
        [old[home], homeless] = [homeless, old[home]];
      }
    }
    this.buckets = Array.from({ length }, (_, at) => old[at]);
  }
}

/**
 * Of several members that a command does not know QEMU's visitor complains about the one that GLib's hash table comes to
 * first; `keys` in the order of QEMU's dictionary, `asked` as the visitor asks for them. Source: GLib ghash.c; seen in the
 * errors of 7.2, 10.0 and 11.1.
 */
export function unaskedKey(keys: readonly string[], asked: readonly string[]): string | undefined {
  const left = new KeySet();
  for (const key of keys) left.add(key);
  for (const key of asked) left.delete(key);
  return left.first();
}
