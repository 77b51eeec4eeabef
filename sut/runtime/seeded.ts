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

/** Of the name and what follows it, which are not put together for this. */
function nameHash(seed: number, name: string, more = ''): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  for (let at = 0; at < more.length; at += 1) hash = Math.imul(hash ^ more.charCodeAt(at), 0x01000193);
  hash ^= Math.floor(seed / 0x100000000);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function belowMany(next: () => number, count: number): number {
  const limit = 0x100000000 - (0x100000000 % count);
  for (;;) {
    const value = next();
    if (value < limit) return value % count;
  }
}

/** The stream that belongs to (seed, name). `seed` is any integer. Generator: sfc32. */
export function createStream(seed: number, name: string): Stream {
  let a = nameHash(seed, name);
  let b = nameHash(seed + 1, name, '/b');
  let c = nameHash(seed + 2, name, '/c');
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  const below = (count: number): number => {
    if (!Number.isSafeInteger(count) || count < 1 || count > 0x100000000) throw new RangeError(`below(${count})`);
    if (count > 0x80000000) return belowMany(next, count);
    // 32-bit arithmetic: a remainder of floating-point numbers costs ten times as much
    const divisor = count >>> 0;
    const last = ~((-divisor >>> 0) % divisor) >>> 0; // 2^32 % count numbers at the end would favour the first results
    for (;;) {
      const value = next() >>> 0;
      if (value <= last) return value % divisor;
    }
  };
  return {
    next,
    below,
    chance: (parts, outOf) => below(outOf) < parts,
    split: (child) => createStream(seed, `${name}/${child}`),
  };
}
