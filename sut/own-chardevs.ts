import type { Message } from '../model/language/outcome.ts';
import type { Value } from '../model/language/value.ts';

/** Labels of a target's own chardevs (its monitors, its way to the guest) begin so; scenarios never see them. */
export const ownLabel = 'charsim-';

/** What a command returned, without the target's own chardevs where it lists them, the rest by label, and kinds of them by name. Source: QMP-15. */
export function withoutOwn(value: Value, execute: string): Value {
  if (execute === 'query-chardev' && Array.isArray(value)) {
    const label = (item: Value): string => String((item as { readonly label?: unknown }).label);
    const others = value.filter((item: Value) => !label(item).startsWith(ownLabel));
    const place = (item: Value): string => `${label(item)}\0${(item as { readonly filename?: unknown }).filename}`;
    return others.sort((a: Value, b: Value) => (place(a) < place(b) ? -1 : 1)); // an id in `[*]` may come twice (Q-CORE-3)
  }
  if (execute === 'query-chardev-backends' && Array.isArray(value)) {
    const name = (item: Value): string => String((item as { readonly name?: unknown }).name);
    return [...value].sort((a: Value, b: Value) => (name(a) < name(b) ? -1 : 1));
  }
  if (execute === 'query-yank' && Array.isArray(value)) {
    const id = (item: Value): string => String((item as { readonly id?: unknown }).id);
    const others = value.filter((item: Value) => !id(item).startsWith(ownLabel));
    return others.sort((a: Value, b: Value) => (id(a) < id(b) ? -1 : 1));
  }
  if (execute === 'human-monitor-command' && typeof value === 'string') return withoutOwnLines(value, '\r\n');
  return value;
}

/** The same for a message whose command is not known: lists are told by their shape. */
export function withoutOwnIn(message: Message): Message {
  if (!('return' in message)) return message;
  const value = message.return;
  return { ...message, return: withoutOwn(value, commandOf(value)) };
}

/** The command whose order is nobody's promise and that returns such a list; else one that returns text. */
function commandOf(value: Value): string {
  if (!Array.isArray(value) || value.length === 0) return 'human-monitor-command';
  const every = (holds: (item: { readonly [key: string]: Value }) => boolean): boolean =>
    value.every((item: Value) => isRecord(item) && holds(item));
  if (every((item) => 'frontend-open' in item)) return 'query-chardev';
  if (every((item) => 'name' in item && Object.keys(item).length === 1)) return 'query-chardev-backends';
  if (every((item) => item['type'] === 'chardev' || item['type'] === 'block-node')) return 'query-yank';
  return 'human-monitor-command';
}

function isRecord(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same for the lines of `info chardev`; texts without the target's own lines stay as they are. */
export function withoutOwnLines(text: string, lineEnd: string): string {
  const lines = text.split(lineEnd);
  if (!lines.some((line) => line.startsWith(ownLabel))) return text;
  const others = lines.filter((line) => line !== '' && !line.startsWith(ownLabel));
  return others.sort().join(lineEnd) + (text.endsWith(lineEnd) && others.length > 0 ? lineEnd : '');
}
