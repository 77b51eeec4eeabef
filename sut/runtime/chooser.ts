import { createStream } from './seeded.ts';

/**
 * The one place where the simulated world decides anything that could go otherwise. A run is its actions plus the list
 * of its choices (XE-5, XE-6). `what` names the kind of decision for people.
 */
export type Chooser = {
  /** 0 <= result < count; called only with count >= 2 (use `pick`). */
  choose(count: number, what: string): number;
};

/** One decision among `count` options. A single option is no decision and is not asked for. Throws on 0 options. */
export function pick(chooser: Chooser, count: number, what: string): number {
  if (count === 1) return 0;
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${what}: ${count} options`);
  const choice = chooser.choose(count, what);
  if (!Number.isSafeInteger(choice) || choice < 0 || choice >= count) {
    throw new RangeError(`${what}: choice ${choice} of ${count} options`);
  }
  return choice;
}

/** Always the first option: the running thread goes on, no fault happens (XE-8). */
export function firstChoice(): Chooser {
  return { choose: () => 0 };
}

/** Uniform choices from one seed (any integer). */
export function seededChooser(seed: number): Chooser {
  const stream = createStream(seed, 'chooser');
  return { choose: (count) => stream.below(count) };
}

/** One decision that was taken. */
export type Choice = { readonly count: number; readonly choice: number; readonly what: string };

/** Passes every decision on to `inner` and keeps it. */
export function recordingChooser(inner: Chooser): Chooser & { readonly choices: readonly Choice[] } {
  const choices: Choice[] = [];
  return {
    choices,
    choose(count, what) {
      const choice = inner.choose(count, what);
      choices.push({ count, choice, what });
      return choice;
    },
  };
}

/** A replayed list does not fit the run any more: the program changed, or read something outside the simulation. */
export class ReplayDiverged extends Error {
  override readonly name = 'ReplayDiverged';
}

/**
 * Repeats recorded decisions, then always takes the first option. Throws ReplayDiverged when a recorded choice does
 * not exist any more. Source: XF-3.
 */
export function replayChooser(list: readonly number[]): Chooser & { readonly used: number } {
  let used = 0;
  return {
    get used(): number {
      return used;
    },
    choose(count, what) {
      const choice = list[used] ?? 0;
      if (choice >= count)
        throw new ReplayDiverged(`diverged at choice ${used} (${what}): ${choice} of ${count} options`);
      if (used < list.length) used += 1;
      return choice;
    },
  };
}
