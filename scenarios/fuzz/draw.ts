import { type Arbitrary, Random } from 'fast-check';

/** Chance of one session: everything it draws comes from one seed. */
export type Draw = {
  /** 0 <= result < count. */
  readonly below: (count: number) => number;
  /** True in `share` of the cases. */
  readonly chance: (share: number) => boolean;
  /** Throws RangeError on an empty list. */
  readonly pick: <Item>(list: readonly Item[]) => Item;
  /** Undefined for an empty list. */
  readonly some: <Item>(list: readonly Item[]) => Item | undefined;
  readonly of: <Item>(arbitrary: Arbitrary<Item>) => Item;
};

/** One in so many values of an arbitrary is drawn from its edges. */
const bias = 4;

type Generator = { clone(): Generator; next(): number; getState(): readonly number[] };

/** Mulberry32, by Tommy Ettinger (public domain), as fast-check takes a generator. */
function generator(seed: number): Generator {
  let state = seed | 0;
  return {
    clone: () => generator(state),
    next(): number {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return (mixed ^ (mixed >>> 14)) | 0;
    },
    getState: () => [state],
  };
}

/** The seed of one of a campaign's sessions: neighbours have nothing in common. */
export function sessionSeed(seed: number, run: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(run + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Draws from a seed, any 32-bit integer. */
export function drawing(seed: number): Draw {
  const random = new Random(generator(seed));
  const below = (count: number): number => (count < 2 ? 0 : random.nextInt(0, count - 1));
  const some = <Item>(list: readonly Item[]): Item | undefined => list[below(list.length)];
  return {
    below,
    some,
    chance: (share) => random.nextInt(0, 999) < share * 1000,
    pick<Item>(list: readonly Item[]): Item {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[below(list.length)] as Item;
    },
    of: (arbitrary) => arbitrary.generate(random, bias).value,
  };
}
