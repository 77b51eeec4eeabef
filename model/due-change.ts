import type { Backend } from './backend.ts';
import type { Chardev } from './chardev.ts';
import type { Answer } from './command.ts';
import type { FrontendKey } from './frontend.ts';
import { disposeUntaken, putConnection, reply } from './monitor.ts';
import type { Asker } from './stall.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';

/** A change whose new backend is made and whose frontend has not moved yet. Source: ENG-04, ENG-17. */
export type DueChange = {
  readonly label: string;
  readonly made: Chardev;
  readonly backend: Backend;
  readonly user: FrontendKey;
  readonly asker: Asker;
  /** Connections that had something to say when it was asked for: each is heard once before. */
  readonly after: readonly string[];
  /** It can no longer happen, and what was made for it is to go. Source: ENG-23. */
  readonly ended: boolean;
};

/** What waits is not to happen any more: its requester is told at once. Source: ENG-23, ENG-24. */
export function endChange(turn: Turn, user: FrontendKey, why: string): void {
  const due = turn.state.changes.find((each) => each.user === user && !each.ended);
  if (due === undefined) return;
  change(turn, { changes: turn.state.changes.map((each) => (each === due ? { ...due, ended: true } : each)) });
  answerLate(turn, due.asker, { ok: false, text: `Chardev '${due.label}' change cancelled: ${why}` });
}

/** The answer of a command whose client had to wait for it; nobody hears it if that client has left. */
export function answerLate(
  turn: Turn,
  { connection, id, bound }: Asker,
  answer: Exclude<Answer, { ok: 'stuck' }>,
): void {
  disposeUntaken(turn, connection, bound);
  if (!turn.state.connections.has(connection)) return;
  putConnection(turn, connection, { busy: false });
  reply(turn, connection, id, answer);
}

/** A connection was heard. */
export function heard(turn: Turn, name: string): void {
  if (turn.state.changes.length === 0) return;
  change(turn, {
    changes: turn.state.changes.map((each) => ({ ...each, after: each.after.filter((other) => other !== name) })),
  });
}

/** Whether this connection has to wait until a change is through. */
export function waitsForChange(state: ModelState, name: string): boolean {
  return state.changes.some(({ after, ended }) => !ended && !after.includes(name));
}
