import type { TargetIdentity } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import type { ScenarioResult } from './results.ts';

/** One place where scenarios run, one at a time: this thread, a worker thread, or a process of its own. */
export type Lane = {
  readonly identity: TargetIdentity;
  /** What the target had to say when it was opened. */
  readonly warnings: readonly string[];
  /** Rejects with TargetFailure when the target itself broke. */
  run(scenario: Scenario): Promise<ScenarioResult>;
  /** False after the lane was lost in a scenario: it must be replaced by a new one. */
  alive(): boolean;
  /** Ends target and lane in good order. */
  close(): Promise<void>;
  /** Ends both at once. */
  kill(): void;
};
