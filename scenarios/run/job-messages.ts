import type { TargetIdentity } from '../../sut/target.ts';
import type { FuzzAnswer, FuzzOrder } from '../fuzz/orders.ts';
import type { Scenario } from '../scenario.ts';
import type { Continued, ContinueOptions } from '../session/continue-random.ts';
import type { ReplayRequest } from '../session/playback.ts';
import type { ReplayResult } from '../session/replay-session.ts';
import type { SessionFile } from '../session/session-file.ts';
import type { StepView } from '../session/step-view.ts';
import type { Performed } from './performed.ts';
import type { ScenarioResult } from './results.ts';
import type { ScenarioLimits } from './run-scenario.ts';
import type { TargetSpec } from './target-spec.ts';

/** What the coordinator says to a worker thread or child process. `ticket` counts the scenarios given to it. */
export type ToJob =
  | { readonly say: 'open'; readonly target: TargetSpec; readonly limits: ScenarioLimits }
  | { readonly say: 'run'; readonly ticket: number; readonly scenario: Scenario }
  /** The target's part of these alone; one that was not there before comes with its number. */
  | {
      readonly say: 'perform';
      readonly ticket: number;
      readonly target: TargetSpec;
      readonly scenarios: readonly (number | readonly [number, Scenario])[];
    }
  | { readonly say: 'fuzz'; readonly order: FuzzOrder }
  | { readonly say: 'replay'; readonly file: SessionFile; readonly request: ReplayRequest }
  /** The same a step at a time, each when it is asked for. */
  | { readonly say: 'walk'; readonly file: SessionFile; readonly request: ReplayRequest }
  | { readonly say: 'play' }
  | {
      readonly say: 'continue';
      readonly file: SessionFile;
      readonly request: ReplayRequest;
      readonly options: Omit<ContinueOptions, 'signal'>;
    }
  /** It goes on no longer than it must. */
  | { readonly say: 'stop' }
  | { readonly say: 'close' };

/** What it answers. `target-failed`: the target broke (never a verdict); `broken`: the job itself did. */
export type FromJob =
  | { readonly say: 'ready' }
  | { readonly say: 'opened'; readonly identity: TargetIdentity; readonly warnings: readonly string[] }
  | { readonly say: 'finished'; readonly ticket: number; readonly result: ScenarioResult }
  | { readonly say: 'performed'; readonly ticket: number; readonly said: readonly (Performed | null)[] }
  | { readonly say: 'fuzz'; readonly answer: FuzzAnswer }
  | { readonly say: 'replayed'; readonly result: ReplayResult }
  | { readonly say: 'walking'; readonly identity: string }
  | { readonly say: 'walked'; readonly views: readonly StepView[]; readonly end: string | undefined }
  | { readonly say: 'continued'; readonly result: Continued }
  | { readonly say: 'target-failed'; readonly message: string }
  | { readonly say: 'broken'; readonly message: string }
  | { readonly say: 'closed' };
