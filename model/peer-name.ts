import type { Message } from './language/outcome.ts';
import type { Value } from './language/value.ts';
import { connectionOf, putConnection } from './monitor.ts';
import type { ObjectNumber } from './object.ts';
import { asRecord } from './schema.ts';
import type { Turn } from './state.ts';

/** In a text that waits to be looked at: a kernel-chosen port of a connection that the scenario has no end of yet. */
const mark = /\{peer:\?(\d+)\}/g;

/** What stands within `{peer:…}` while the scenario has no name for a connection: its end that may get one. */
export function unnamedPeer(far: ObjectNumber | null): string {
  return `?${far ?? ''}`;
}

/** The scenario has accepted this end: texts that wait to be looked at name it. Source: `{peer:HANDLE}` in language/action.ts. */
export function namePeer(turn: Turn, object: ObjectNumber, name: string): void {
  const named = (text: string): string => text.replaceAll(`{peer:${unnamedPeer(object)}}`, `{peer:${name}}`);
  for (const each of turn.state.connections.keys()) {
    const { output, printed } = connectionOf(turn.state, each);
    if (output.length > 0) putConnection(turn, each, { output: output.map((message) => inMessage(message, named)) });
    if (printed.length > 0) putConnection(turn, each, { printed: printed.map(named) });
  }
}

/** The text as it is seen now: nobody has come to have a name for what is left. */
export function withoutMarks(text: string): string {
  return text.includes('{peer:?') ? text.replaceAll(mark, '{peer:?}') : text;
}

/** The same of a reply's value: chardevs are told of in lists and in texts. */
export function valueSeen(value: Value): Value {
  if (typeof value === 'string') return withoutMarks(value);
  return Array.isArray(value) && value.some(isConnected) ? inValue(value, withoutMarks) : value;
}

/** The same of a message. */
export function messageSeen(message: Message): Message {
  return 'return' in message ? { ...message, return: valueSeen(message.return) } : message;
}

function isConnected(item: Value): boolean {
  const filename = asRecord(item)?.['filename'];
  return typeof filename === 'string' && filename.includes('{peer:?');
}

function inMessage(message: Message, told: (text: string) => string): Message {
  return 'return' in message ? { ...message, return: inValue(message.return, told) } : message;
}

function inValue(value: Value, told: (text: string) => string): Value {
  if (typeof value === 'string') return told(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Value) => inValue(item, told));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inValue(member as Value, told)]));
}
