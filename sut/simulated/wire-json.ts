import type { Value } from '../../model/language/value.ts';
import type { Parsed } from '../engine/monitor/json-parser.ts';
import { createJsonStream } from '../engine/monitor/json-stream.ts';
import { isObject, type JsonValue } from '../engine/monitor/json-value.ts';

/** What names in a value that is sent become: those in texts, and the number behind `{ $port }`. */
export type Naming = { readonly text: (text: string) => string; readonly port: (expression: string) => number };

/** A value as the bytes of JSON text (UTF-8, as a byte string), with its names put in; `{ $int }` as its digits. */
export function wireText(value: Value, naming: Naming): string {
  if (typeof value === 'string') return stringText(naming.text(value));
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) text += `${text === '' ? '' : ', '}${wireText(item, naming)}`;
    return `[${text}]`;
  }
  const members = value as { readonly [key: string]: Value };
  const keys = Object.keys(members);
  if (keys.length === 1) {
    if (typeof members['$int'] === 'string') return members['$int'];
    if (members['$port'] !== undefined) return String(naming.port(String(members['$port'])));
  }
  for (const key of keys)
    text += `${text === '' ? '' : ', '}${stringText(naming.text(key))}: ${wireText(members[key] ?? null, naming)}`;
  return `{${text}}`;
}

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Text outside ASCII as escapes, which mean the same inside every JSON string. */
function stringText(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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

/** What most commands answer. */
const commonest = '{"return": {}}\r\n';
const commonestValue: Value = Object.freeze({ return: Object.freeze({}) });

/** One line of the monitor's as a value; integers that a double cannot hold become `{ $int }`. Null: no JSON. */
export function parseWire(text: string): Value | null {
  if (text === commonest) return commonestValue;
  if (!/\d{16}/.test(text)) {
    try {
      return JSON.parse(text) as Value;
    } catch {
      return null;
    }
  }
  const stream = createJsonStream('whole');
  const found: Parsed[] = [];
  for (let at = 0; at < text.length; ) at = stream.feed(text, at, found);
  for (const message of found) if (message.ok) return plainValue(message.value);
  return null;
}

/** Applies `change` to every text in a value, member names too. The value itself where that changes none. */
export function mapTexts(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    const mapped = items.map((item) => mapTexts(item, change));
    return mapped.some((item, at) => item !== items[at]) ? mapped : items;
  }
  const members = value as { readonly [key: string]: Value };
  let changed: [string, Value][] | null = null;
  const keys = Object.keys(members);
  for (const [at, key] of keys.entries()) {
    const member = members[key] ?? null;
    const newKey = change(key);
    const newMember = mapTexts(member, change);
    if (changed === null && newKey === key && newMember === member) continue;
    changed ??= keys.slice(0, at).map((same) => [same, members[same] ?? null]);
    changed.push([newKey, newMember]);
  }
  return changed === null ? members : Object.fromEntries(changed);
}
