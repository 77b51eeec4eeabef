import type { Value } from '../../model/language/value.ts';
import { createJsonStream } from '../engine/monitor/json-stream.ts';
import { isObject, type JsonValue } from '../engine/monitor/json-value.ts';

/** A value as the bytes of JSON text (UTF-8, as a byte string); `{ $int }` as its digits. */
export function wireText(value: Value): string {
  return asciiText(plainText(value));
}

function plainText(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Value) => plainText(item)).join(', ')}]`;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first?.[0] === '$int' && typeof first[1] === 'string') return first[1];
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${plainText(member as Value)}`).join(', ')}}`;
}

/** Text outside ASCII as escapes, which mean the same inside every JSON string. */
function asciiText(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function plainValue(json: JsonValue): Value {
  if (typeof json === 'bigint') {
    const number = Number(json);
    return Number.isSafeInteger(number) ? number : { $int: String(json) };
  }
  if (Array.isArray(json)) return json.map(plainValue);
  if (isObject(json)) return Object.fromEntries([...json].map(([key, member]) => [key, plainValue(member)]));
  return json as null | boolean | number | string;
}

/** One line of the monitor's as a value; integers that a double cannot hold become `{ $int }`. Null: no JSON. */
export function parseWire(text: string): Value | null {
  if (!/\d{16}/.test(text)) {
    try {
      return JSON.parse(text) as Value;
    } catch {
      return null;
    }
  }
  const found: Value[] = [];
  const stream = createJsonStream('whole');
  for (const character of text)
    stream.feed(character, (message) => message.ok && found.push(plainValue(message.value)));
  return found[0] ?? null;
}

/** Applies `change` to every text in a value, member names too. */
export function mapTexts(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Value) => mapTexts(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item as Value, change)]));
}
