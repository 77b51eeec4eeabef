import { emptyCoverage } from './coverage.ts';
import { drawing, sessionSeed } from './draw.ts';
import { borrowedTurns, type Genome } from './genome.ts';

/** What a session met that its lane had not met before, with the number of the draw at which it did. */
export type News = readonly (readonly [key: string, turn: number])[];

/** Where a campaign looks next. Told of sessions in their order, it plans the same for the same seed. */
export type Steering = {
  plan(run: number): Genome;
  /** Takes in what a session met; says how much of it nobody had met. */
  take(genome: Genome, news: News): number;
  /** Different things met so far. */
  size(): number;
};

/** Sessions that brought news are kept, the newest of them. */
const keptMax = 128;
/** The share of sessions that repeat a configuration that brought news, and of those that begin like one. */
const repeatShare = 0.2;
const continueShare = 0.35;
/** A session that would have to borrow more than this begins anew: it would only repeat. */
const borrowedMax = 90;
const prefixMax = 6;
const steeringSalt = 0x57ee4;

type Kept = { readonly genome: Genome; readonly turns: number; readonly weight: number };

/** Steering of one campaign; `steered: false` plans sessions that know nothing of each other. */
export function createSteering(seed: number, steered: boolean): Steering {
  const coverage = emptyCoverage();
  const kept: Kept[] = [];
  const choose = (run: number): Genome => {
    const own: Genome = { run, origin: run, prefix: [] };
    if (!steered || kept.length === 0) return own;
    const draw = drawing(sessionSeed(seed ^ steeringSalt, run));
    const isRepeat = draw.chance(repeatShare);
    const isContinued = !isRepeat && draw.chance(continueShare);
    if (!isRepeat && !isContinued) return own;
    const { genome, turns } = weighted(kept, draw.below(kept.reduce((sum, { weight }) => sum + weight, 0)));
    if (isRepeat) return { run, origin: genome.origin, prefix: [] };
    const left = turns - borrowedTurns(genome);
    // the beginning up to what was new, as its own parents began
    const prefix = left > 0 ? [...genome.prefix, { run: genome.run, turns: left }] : cut(genome.prefix, turns);
    return turns > borrowedMax || prefix.length > prefixMax ? own : { run, origin: genome.origin, prefix };
  };
  return {
    plan: choose,
    take(genome, news): number {
      let weight = 0;
      let turns = 0;
      for (const [key, turn] of news) {
        if (!coverage.note(key)) continue;
        weight += 1;
        turns = Math.max(turns, turn + 1);
      }
      if (weight > 0) kept.push({ genome, turns, weight: Math.min(weight, 12) });
      if (kept.length > keptMax) kept.shift();
      return weight;
    },
    size: () => coverage.size(),
  };
}

function cut(prefix: Genome['prefix'], turns: number): Genome['prefix'] {
  const short: Genome['prefix'][number][] = [];
  let left = turns;
  for (const part of prefix) {
    if (left <= 0) break;
    short.push({ run: part.run, turns: Math.min(part.turns, left) });
    left -= part.turns;
  }
  return short;
}

function weighted(kept: readonly Kept[], at: number): Kept {
  let left = at;
  for (const each of kept) {
    left -= each.weight;
    if (left < 0) return each;
  }
  throw new RangeError('a weight beyond the sum');
}
