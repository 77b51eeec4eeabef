import type { Action, HostAction, LaunchOptions } from '../../../model/language/action.ts';
import type { ProfileName } from '../../../model/language/profile.ts';

/**
 * A race as actions of the language alone, which the engine performs and the model judges: who asks for what, in which
 * order each, and what is looked at when all is over.
 */
export type Script = {
  /** Whose histories the model can judge; default: everybody's. */
  readonly profiles?: readonly ProfileName[];
  /** Before the launch. */
  readonly before?: readonly HostAction[];
  readonly launch: LaunchOptions;
  /** After it, one by one, each to its end. */
  readonly setUp?: readonly Action[];
  /** What each thread does, one thing after the other, for so many writers. `receive` waits until something is there. */
  readonly threads: (writers: number) => Readonly<Record<string, readonly Action[]>>;
  /** Looked at in the end, when nothing is left to happen. */
  readonly end: readonly Action[];
};
