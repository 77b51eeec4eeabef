import type { Action } from '../../model/language/action.ts';
import type { Failure } from '../run/results.ts';
import type { Step } from '../scenario.ts';
import { verbOf } from './coverage.ts';
import type { Genome } from './genome.ts';
import { findingOf, type Investigated } from './investigate.ts';
import type { FuzzLane } from './lane.ts';
import type { Failed, Report } from './play.ts';
import { lastAlone, shrinkSteps } from './shrink.ts';

/** Every clause may be behind a session that does not end; a scenario needs one. */
const clauses = ['QMP-01'];
/** Small scenarios that stood still, each of which cost seconds and a lane. */
const standstillsMax = 16;
/** A campaign has other sessions to play. */
const hangShrinkMs = 120_000;
const attemptsMax = 150;

/**
 * What a session that stood still comes to: it is played again in a fresh lane, with a journal. One that then comes to its
 * end was slow, and is reported as it went. Undefined when the campaign is over before that is known.
 */
export async function hungReport(
  opened: () => Promise<FuzzLane>,
  seed: number,
  genome: Genome,
  message: string,
  isOver: () => boolean,
): Promise<Report | undefined> {
  const lane = await opened();
  const steps = await lane.journal?.(genome);
  if (steps !== undefined) return report(seed, genome, 'hang', message, steps);
  if (isOver()) return undefined;
  let again: Report | undefined;
  await (await opened()).sessions([genome], Number.POSITIVE_INFINITY, (told) => {
    again = told;
  });
  if (isOver()) return again;
  return again ?? report(seed, genome, 'hang', message, []);
}

/** A session that took its lane with it. */
export function brokenReport(seed: number, genome: Genome, message: string): Report {
  return report(seed, genome, 'error', message, []);
}

function report(seed: number, genome: Genome, kind: 'hang' | 'error', message: string, taken: readonly Step[]): Report {
  const last: Action | undefined = taken.at(-1)?.[0];
  const failure: Failure = {
    kind,
    step: Math.max(0, taken.length - 1),
    ...(last === undefined ? {} : { action: last }),
    message: `session ${genome.run} of seed ${seed}: ${message}`,
    clauses,
  };
  const verb = last === undefined ? 'the end' : verbOf(last);
  const difference = kind === 'hang' ? 'no end' : (message.split('\n')[0] ?? '');
  const failed: Failed = { cause: { kind, verb, difference }, failure, taken, clauses, unforeseen: false };
  return { genome, verdict: 'failed', trace: kind, actions: taken.length, news: [], unknown: [], failed };
}

/** The smallest session found that stands still likewise; each try that does costs the lane, and all no more than two minutes. */
export async function shrinkHang(
  opened: () => Promise<FuzzLane>,
  failed: Failed,
  withinMs: number,
): Promise<Investigated> {
  const startedAt = performance.now();
  let standstills = 0;
  const stillHangs = async (steps: readonly Step[]): Promise<number | undefined> => {
    const lane = await opened();
    if ((await lane.hangs?.(steps)) !== true) return undefined;
    standstills += 1;
    return steps.length;
  };
  const needed = await stillHangs(failed.taken);
  const endsAt = startedAt + Math.min(withinMs, hangShrinkMs);
  const isOver = (): boolean => standstills >= standstillsMax || performance.now() > endsAt;
  // the step that stands still is the last: mostly the others do not matter, and each try costs seconds
  let from = failed.taken;
  for (const candidate of needed === undefined ? [] : lastAlone(failed.taken)) {
    if (isOver()) break;
    if ((await stillHangs(candidate)) === undefined) continue;
    from = candidate;
    break;
  }
  const { steps } = await shrinkSteps(from, stillHangs, needed === undefined ? 0 : attemptsMax, isOver);
  return { ...findingOf(await opened(), failed, failed.failure, steps), reproduced: needed !== undefined };
}
