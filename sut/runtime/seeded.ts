/** A deterministic stream of numbers. Streams of different names are independent, whatever order they are used in. */
export type Stream = {
  /** 32 bits. */
  next(): number;
  /** Uniform in 0 .. count-1, 1 <= count <= 2^32. */
  below(count: number): number;
  /** True with probability `parts` in `outOf`. */
  chance(parts: number, outOf: number): boolean;
  /** A stream of its own, determined by this stream's seed and names only. */
  split(name: string): Stream;
};

/** Of the name in its parts. */
function nameHash(seed: number, name: string, more: string, purpose: string): number {
  let hash = withText(withText(withText(seed ^ 0x811c9dc5, name), more), purpose);
  hash ^= Math.floor(seed / 0x100000000);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function withText(before: number, text: string): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/**
 * The stream that belongs to (seed, name); the name is both parts, in one, which are not put together for this. `seed` is
 * any integer. Generator: sfc32.
 */
export function createStream(seed: number, name: string, more = ''): Stream {
  return new Numbers(seed, name, more);
}

/** A class: of a literal each stream would have functions of its own. */
class Numbers implements Stream {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;
  private readonly seed: number;
  private readonly name: string;
  private readonly more: string;

  constructor(seed: number, name: string, more: string) {
    this.seed = seed;
    this.name = name;
    this.more = more;
    this.a = nameHash(seed, name, more, '');
    this.b = nameHash(seed + 1, name, more, '/b');
    this.c = nameHash(seed + 2, name, more, '/c');
    this.counter = 1;
    for (let round = 0; round < 12; round += 1) this.next();
  }

  next(): number {
    const { a, b, c, counter } = this;
    const sum = (a + b + counter) | 0;
    this.counter = (counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  below(count: number): number {
    if (!Number.isSafeInteger(count) || count < 1 || count > 0x100000000) throw new RangeError(`below(${count})`);
    if (count > 0x80000000) return this.belowMany(count);
    // 32-bit arithmetic: a remainder of floating-point numbers costs ten times as much
    const divisor = count >>> 0;
    const last = -divisor >>> 0; // of the last whole row of `divisor` numbers: those beyond would favour the first results
    for (;;) {
      const value = this.next() >>> 0;
      const result = (value % divisor) >>> 0;
      if ((value - result) >>> 0 <= last) return result;
    }
  }

  chance(parts: number, outOf: number): boolean {
    return this.below(outOf) < parts;
  }

  split(child: string): Stream {
    return new Numbers(this.seed, `${this.name}${this.more}/${child}`, '');
  }

  private belowMany(count: number): number {
    const limit = 0x100000000 - (0x100000000 % count);
    for (;;) {
      const value = this.next();
      if (value < limit) return value % count;
    }
  }
}
