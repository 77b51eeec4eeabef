import type { Message } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';

/**
 * Events of a connection, from its beginning. `before`: those that had come when the next command was sent: each must have
 * had its cause by then. `until`: those that had come when that command was answered: whatever had a cause must be among
 * them; absent where the client left, who need not have waited. Source: SLOG-13.
 */
export type HeardEvents = { readonly before: readonly Message[]; readonly until?: readonly Message[] };

/** Events that commands of the conversation cause and the model speaks of; others come from the guest or from time. */
const compared: ReadonlySet<string> = new Set(['STOP', 'RESUME', 'SHUTDOWN']);

/** Commands out of scope that change nothing of that. */
const harmless = /^(query-|qom-(get|list)|device-list-properties)/;

/** Whether events that come after such a command, of which the model knows nothing, can still be compared. */
export function leavesEventsAlone(execute: string): boolean {
  return harmless.test(execute);
}

/** Whether such a command may cause an event that is compared. */
export function causesEvents(execute: string): boolean {
  return ['stop', 'cont', 'quit'].includes(execute);
}

/** The event as an outcome has it, without its time; undefined for one that is not compared. */
export function comparedEvent(message: Readonly<Record<string, Value>>): Message | undefined {
  const { event, data } = message;
  if (typeof event !== 'string' || !compared.has(event)) return undefined;
  return { event, ...(data === undefined ? {} : { data }) } as Message;
}

/** Whether what was foreseen and what was heard can be one stream. */
export function eventsFit(
  foreseen: readonly Message[],
  { before, until }: HeardEvents,
  same: (foreseen: Message, heard: Message) => boolean,
): boolean {
  if (before.length > foreseen.length) return false;
  if (until !== undefined && foreseen.length > until.length) return false;
  const heard = until ?? before;
  return foreseen.every((event, at) => {
    const other = heard[at];
    return other === undefined || same(event, other);
  });
}
