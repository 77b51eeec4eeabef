import type { Capability } from '../../model/language/capability.ts';
import type { TargetIdentity } from '../../sut/target.ts';
import type { TargetSpec } from '../run/target-spec.ts';
import type { Step } from '../scenario.ts';
import type { Genome } from './genome.ts';
import type { Investigated } from './investigate.ts';
import type { Failed, FuzzSetup, Report } from './play.ts';

/** What a campaign says to a worker thread or child process. `withinMs`: null for no limit. */
export type FuzzOrder =
  | {
      readonly order: 'open';
      readonly target: TargetSpec;
      readonly setup: FuzzSetup;
      /** Threads only; see `signs.ts`. */
      readonly shared?: SharedArrayBuffer;
    }
  | {
      readonly order: 'sessions';
      readonly ticket: number;
      readonly genomes: readonly Genome[];
      readonly withinMs: number | null;
    }
  | {
      readonly order: 'investigate';
      readonly ticket: number;
      readonly failed: Failed;
      readonly withinMs: number | null;
    }
  | { readonly order: 'journal'; readonly ticket: number; readonly genome: Genome }
  | { readonly order: 'try'; readonly ticket: number; readonly steps: readonly Step[] }
  | { readonly order: 'stop' }
  | { readonly order: 'close' };

/** What it answers. */
export type FuzzAnswer =
  /** A process has no shared memory to give signs of life in. */
  | { readonly answer: 'alive' }
  | { readonly answer: 'opened'; readonly identity: TargetIdentity; readonly capabilities: readonly Capability[] }
  | { readonly answer: 'report'; readonly ticket: number; readonly report: Report }
  | { readonly answer: 'done'; readonly ticket: number; readonly found?: Investigated }
  | { readonly answer: 'closed' };
