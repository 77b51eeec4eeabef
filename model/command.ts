import type { Value } from './language/value.ts';
import type { Member } from './schema.ts';
import type { ModelState, Turn } from './state.ts';

/** Who gives a command, and with which descriptors. */
export type Caller = {
  readonly connection: string;
  readonly monitor: string;
  readonly id: Value | undefined;
  /** Takes the descriptor that came with the command, `null` if none did. Source: FDSET-03. */
  readonly take: () => number | null;
  /** What is bound to the command and not taken yet. */
  readonly bound: () => readonly number[];
};

/** What a command answers; `stuck`: the main loop waits inside it and the answer comes later. */
export type Answer =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly text: string; readonly errorClass?: string }
  | { readonly ok: 'stuck' };

/** Arguments that fit the schema. */
export type Arguments = { readonly [key: string]: Value };

/** One QMP command: its schema and what it does. Source: QMP-19. */
export type Command = {
  readonly members: (state: ModelState, given: Arguments) => readonly Member[];
  /** It may be executed out of band. Source: QMP-11. */
  readonly outOfBand?: boolean;
  readonly run: (turn: Turn, caller: Caller, given: Arguments) => Answer;
};

/** The empty success. */
export const nothing: Answer = { ok: true, value: {} };

/** A refusal of class GenericError. */
export function refusal(text: string): Answer {
  return { ok: false, text };
}
