import type { Action } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Expectation } from '../scenario.ts';

/** What the first line of every session says it is. Source: SLOG-03. */
export const sessionFormat = 'chardev-session';
/** Major: what changes replay. Minor: new optional kinds and fields. Source: SLOG-09. */
export const sessionVersion: readonly [number, number] = [1, 2];
/** The minor from which on sessions of the simulation tell what happened inside. */
export const happeningsSince = 2;
/** Bytes of one line at most, without its line end. Source: SLOG-01. */
export const lineBytesMax: number = 1 << 20;
/**
 * Names that a session may say it needs: `redacted` has no payloads and cannot be replayed; `schedule` holds no actions
 * but the steps of a problem's threads. Source: SLOG-09.
 */
export const knownFeatures: readonly string[] = ['actions', 'live', 'redacted', 'schedule'];
/** SHA-256 of nothing: the simulated file system is empty at first. */
export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** How the recorded run ended. `stopped`: a limit was met or somebody ended it. Source: SLOG-04. */
export type SessionResult = 'pass' | 'fail' | 'stopped';

/** Who says what this session is. Source: SLOG-03. */
export type HeadRecord = {
  readonly k: 'head';
  readonly fmt: string;
  readonly ver: readonly [number, number];
  readonly engine: { readonly name: string; readonly version: string };
  /** The profile; `unknown` until the greeting of a live recording tells the version. */
  readonly variant: string;
  /** 16 hex digits. */
  readonly seed: string;
  /** Nanoseconds since 1970 at virtual time 0, decimal; 0 in the simulation. */
  readonly t0: string;
  /** SHA-256 of the initial simulated file system. */
  readonly fs: string;
  readonly scenario: { readonly name: string; readonly sha: string };
  readonly limits: { readonly line: number };
  readonly need: readonly string[];
  /** Recorded from a real binary: no scheduling inside. Source: SLOG-13. */
  readonly obs?: true;
  /** Which target answered. */
  readonly target?: { readonly id: string; readonly name: string; readonly version: string };
  readonly title?: string;
  readonly clauses?: readonly string[];
  /** Schedules: what was explored. */
  readonly problem?: { readonly id: string; readonly params: string };
  /** Live recordings: words with which that QEMU was started, as the recorder was told. */
  readonly launch?: Readonly<Record<string, unknown>>;
};

/** One action, before it takes effect. `th`: whose it is; `at`: its step, -1 for the launch; `w`: the literal. */
export type ActRecord = {
  readonly k: 'act';
  readonly th: Actor;
  readonly at: number;
  readonly a: Action;
  readonly w?: Expectation;
};
/** The decisions taken during an action: `n` in all, `x` those that did not take the first option: [which, of, taken]. */
export type SchedRecord = {
  readonly k: 'sched';
  readonly at: number;
  readonly n: number;
  readonly x: readonly (readonly [number, number, number])[];
};
/** What happened inside during the action, as the simulation tells it; readers of 1.1 may pass over it. Source: SLOG's kinds ev and swap. */
export type HappeningRecord = Happening & { readonly opt: true };
/** What was seen of it. */
export type SeeRecord = { readonly k: 'see'; readonly at: number; readonly o: Outcome };
/** Part `part` (from 1) of `parts` of the JSON of an act or see record that is too long for one line. */
export type PartRecord = {
  readonly k: 'act' | 'see';
  readonly part: number;
  readonly parts: number;
  readonly j: string;
};

/** One descriptor that passed: what it is, and which object (numbered as they came). Names of files are not kept. */
export type PassedDescriptor = {
  readonly kind: 'file' | 'pipe' | 'socket' | 'tty' | 'memfd' | 'eventfd' | 'device' | 'other';
  readonly access: 'r' | 'w' | 'rw';
  readonly flags: readonly string[];
  readonly object: number;
};
/** Bytes on a monitor: `rx` to QEMU, `tx` from QEMU. Redacted: `crc` instead of `b`. Source: SLOG's kinds rx and tx. */
export type WireRecord = {
  readonly k: 'rx' | 'tx';
  readonly mon: string;
  readonly n: number;
  readonly b?: string;
  readonly crc?: string;
  readonly fds: readonly PassedDescriptor[];
  readonly eof: boolean;
};
/** One step of a schedule, driving: whose turn it was (`x`: threads by their creation) and the data choices in it; checked: what they did. */
export type TurnRecord = {
  readonly k: 'turn';
  readonly th: string;
  readonly x: number;
  readonly d: readonly number[];
  readonly s: string;
};
/** A property that broke after so many steps; checked. */
export type BrokeRecord = {
  readonly k: 'broke';
  readonly property: string;
  readonly at: number;
  readonly text: string;
  readonly clauses: readonly string[];
};
/** Never affects a replay. */
export type NoteRecord = { readonly k: 'note'; readonly text: string };
/** The footer. `state`: digest of the inner trace; `trace`: the trace hash of the run. Source: SLOG-04. */
export type EndRecord = {
  readonly k: 'end';
  readonly n: number;
  readonly sha: string;
  readonly state: string;
  readonly result: SessionResult;
  readonly trace?: string;
};

/** Any record, without what the chain adds (`i`, `t`, `c`). */
export type SessionRecord =
  | HeadRecord
  | ActRecord
  | SchedRecord
  | HappeningRecord
  | SeeRecord
  | PartRecord
  | WireRecord
  | TurnRecord
  | BrokeRecord
  | NoteRecord
  | EndRecord;

/** Whose thread an action is shown on. */
export type Actor = 'process' | 'client' | 'host' | 'guest' | 'world';

const guestActions: ReadonlySet<string> = new Set(['driver-start', 'driver-reset', 'register-read', 'register-write']);
const managementActions: ReadonlySet<string> = new Set(['connect', 'disconnect', 'qmp', 'send', 'receive', 'hmp']);
const worldActions: ReadonlySet<string> = new Set([
  'observe',
  'limit-descriptors',
  'advance',
  'hold',
  'release',
  'fault',
]);

/** Who does such an action. */
export function actorOf({ do: word }: Action): Actor {
  if (word === 'launch' || word === 'wait-exit') return 'process';
  if (managementActions.has(word)) return 'client';
  if (worldActions.has(word)) return 'world';
  return guestActions.has(word) || /^(guest|witness)-/.test(word) ? 'guest' : 'host';
}
