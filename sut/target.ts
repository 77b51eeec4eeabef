import type { Action } from '../model/language/action.ts';
import type { Capability } from '../model/language/capability.ts';
import type { Happening } from '../model/language/happening.ts';
import type { Inside } from '../model/language/inside.ts';
import type { Outcome } from '../model/language/outcome.ts';
import type { ProfileName } from '../model/language/profile.ts';

/** Who answers: `id` is stable and goes into results, e.g. `simulated:design`, `qemu:10.0.13`. */
export type TargetIdentity = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly profile: ProfileName;
  /** False when no profile of exactly this version exists and the nearest older one is used. */
  readonly profileExact: boolean;
  /** True for a release that no profile speaks about: what it does as another release does is told, and is no failure. */
  readonly unlisted?: boolean;
};

/** What an opening may rely on. */
export type Opening = {
  /** The scenario's id, for artifacts. */
  readonly scenario: string;
  /** True when every action is management or host work on default launch options: the process may be a shared one. */
  readonly shareable: boolean;
};

/** One decision of a simulated target among `count` options. */
export type Decision = { readonly count: number; readonly choice: number };

/**
 * One system under test, opened for one scenario. Actions come with every `{ $: name }` replaced by the target's own
 * number. `perform` does the action, settles (unless held) and reports what was seen; it never throws for what the
 * system does, only for a broken target (see TargetFailure).
 */
export type Session = {
  perform(action: Action): Outcome;
  /** Brings the system to rest: no runnable thread, scheduled bottom half, ready watch, or timer due now. */
  settle(): void;
  /** Digest of everything internal that happened, where the target can tell (simulated ones). */
  digest?(): string;
  /** Virtual nanoseconds since the start, where time is virtual. */
  nowNs?(): number;
  /** What happened inside since this was asked last, in order, where the target can tell (simulated ones). */
  happenings?(): readonly Happening[];
  /** Every decision so far, in order, where the target takes them one at a time (simulated ones). */
  decisions?(): readonly Decision[];
  /** What the system has inside, where it can be looked at without disturbing it (simulated ones). */
  inside?(): Inside;
  /** Writes what a failure is studied with (command line, error output, transcripts) into a folder, before `close`. */
  saveArtifacts?(folder: string): void;
  /** Ends the session; tells what was wrong with it (leaks, a dirty shared process, a crash nobody saw). */
  close(): Promise<readonly string[]>;
};

/** A system under test: what it is, what it offers, and how to open it for a scenario. */
export type Target = {
  readonly identity: TargetIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  open(opening: Opening): Promise<Session>;
  /** Ends everything that the target keeps between sessions. */
  shutdown(): Promise<void>;
};

/** The target itself broke (died outside a scenario, could not be started): exit code 3, never a verdict. */
export class TargetFailure extends Error {
  override readonly name = 'TargetFailure';
}

/** Thrown by `perform` for an action that this target cannot do: the scenario is not applicable, with this reason. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
