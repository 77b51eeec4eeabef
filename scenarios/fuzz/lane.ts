import type { Capability } from '../../model/language/capability.ts';
import type { Target, TargetIdentity } from '../../sut/target.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Step } from '../scenario.ts';
import { causeKey } from './cause.ts';
import { emptyCoverage } from './coverage.ts';
import type { Genome } from './genome.ts';
import { type Investigated, investigate } from './investigate.ts';
import { type Failed, type FuzzSetup, playSession, type Report } from './play.ts';

/** How the work of a lane ended without an answer: it stood still, or it broke down. The lane is lost then. */
export type Lost = { readonly lost: 'hang' | 'broken'; readonly message: string };

/** One place where sessions run, one at a time: this thread, a worker thread, or a process of its own. */
export type FuzzLane = {
  readonly identity: TargetIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  /**
   * Plays the sessions in their order and tells each; ends early when told to stop or when the time is over. Rejects with
   * TargetFailure when the target itself broke.
   */
  sessions(genomes: readonly Genome[], withinMs: number, told: (report: Report) => void): Promise<Lost | undefined>;
  /** Makes a failure small. */
  investigate(failed: Failed, withinMs: number): Promise<Investigated | Lost>;
  /** The steps of a session that stands still, the last one under way; undefined: it came to its end. Ends the lane. */
  journal?(genome: Genome): Promise<readonly Step[] | undefined>;
  /** Whether these steps stand still. When they do, the lane is lost. */
  hangs?(steps: readonly Step[]): Promise<boolean>;
  alive(): boolean;
  /** Asks for an end of what is under way, between two sessions. */
  stop(): void;
  close(): Promise<void>;
  kill(): void;
};

/** What a lane in this thread is told and asked between sessions. */
export type LaneHooks = {
  readonly stopped: () => boolean;
  /** After each session. */
  readonly turn: () => Promise<void>;
};

const turnMs = 40;

/** Often enough for signals and timers. */
export function turns(): () => Promise<void> {
  let turnedAt = performance.now();
  return async () => {
    if (performance.now() - turnedAt < turnMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    turnedAt = performance.now();
  };
}

/** Plays in this thread. Nobody can end a step that stands still. */
export function localFuzzLane(
  target: Target,
  model: ModelWitness,
  setup: FuzzSetup,
  hooks: Partial<LaneHooks> = {},
): FuzzLane {
  const coverage = emptyCoverage();
  const causes = new Set<string>();
  const turn = hooks.turn ?? turns();
  let stopped = false;
  const isStopped = (): boolean => stopped || hooks.stopped?.() === true;
  return {
    identity: target.identity,
    capabilities: target.capabilities,
    async sessions(genomes, withinMs, told): Promise<undefined> {
      const startedAt = performance.now();
      for (const genome of genomes) {
        if (isStopped() || performance.now() - startedAt >= withinMs) return undefined;
        told(lighter(await playSession(target, model, setup, genome, coverage), causes));
        await turn();
      }
      return undefined;
    },
    investigate(failed, withinMs): Promise<Investigated> {
      const startedAt = performance.now();
      return investigate(
        target,
        model,
        setup,
        failed,
        () => isStopped() || performance.now() - startedAt >= withinMs,
        turn,
      );
    },
    alive: () => true,
    stop: () => {
      stopped = true;
    },
    close: () => target.shutdown(),
    kill: () => undefined,
  };
}

function bare({ race: _, ...failed }: Failed): Failed {
  return { ...failed, taken: [] };
}

/** The actions of a session are told once for each cause: what fails all the time costs nothing. */
function lighter(report: Report, causes: Set<string>): Report {
  const { failed } = report;
  if (failed === undefined) return report;
  const key = causeKey(failed.cause);
  if (causes.has(key)) return { ...report, failed: bare(failed) };
  causes.add(key);
  return report;
}
