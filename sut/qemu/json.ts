import { isInteger, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import type { BigInteger, Value } from '../../model/language/value.ts';

function isBigInteger(value: object): value is BigInteger {
  return '$int' in value && typeof value.$int === 'string';
}

/** One JSON text as a value; integers that a double cannot hold become `{ $int }`. Throws SyntaxError. */
export function parseValue(text: string): Value {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Value; // the fast way: every number fits a double
  const number = (digits: string): unknown =>
    isInteger(digits) && !isSafeNumber(digits) ? { $int: digits } : Number.parseFloat(digits);
  return parse(text, undefined, number) as Value;
}

/** A value as JSON text, `{ $int }` as its digits. */
export function stringifyValue(value: Value): string {
  const text = stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && isBigInteger(member) ? new LosslessNumber(member.$int) : member,
  );
  if (text === undefined) throw new Error('a value always has a JSON text');
  return text;
}

/** Applies `change` to every text in a value, member names too. */
export function mapTexts(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Value) => mapTexts(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item as Value, change)]));
}
