import { type Draw, drawing, sessionSeed } from './draw.ts';

/** So many draws of another session, in the middle of which this one goes its own way. */
export type Borrowed = { readonly run: number; readonly turns: number };

/**
 * What one session is made of, with the seed of its campaign: whose configuration it has, the beginnings that it takes
 * from sessions that met something new, and from there its own chance. Same genome, same session.
 */
export type Genome = {
  /** Number of the session in its campaign, from 0. */
  readonly run: number;
  /** The session whose configuration it has: its own number, or another's. */
  readonly origin: number;
  readonly prefix: readonly Borrowed[];
};

/** Told apart from the draws of the session itself. */
const swarmSalt = 0x51a7e;

/** Chance of the configuration of a session. */
export function swarmDraw(seed: number, { origin }: Genome): Draw {
  return drawing(sessionSeed(seed ^ swarmSalt, origin));
}

/** Draws of the prefix, all together. */
export function borrowedTurns({ prefix }: Genome): number {
  return prefix.reduce((sum, { turns }) => sum + turns, 0);
}

/** Chance of the session's actions: asked with the number of the draw, which never goes back. */
export function actionDraws(seed: number, { run, prefix }: Genome): (turn: number) => Draw {
  const parts = [...prefix, { run, turns: Number.POSITIVE_INFINITY }];
  let at = 0;
  let from = 0;
  let draw = drawing(sessionSeed(seed, parts[0]?.run ?? run));
  return (turn) => {
    while (turn - from >= (parts[at]?.turns ?? Number.POSITIVE_INFINITY)) {
      from += parts[at]?.turns ?? 0;
      at += 1;
      draw = drawing(sessionSeed(seed, (parts[at]?.run ?? run) + at * 0x10001));
    }
    return draw;
  };
}
