import { decodeLossily, decodeStrictly, isAcceptedCodePoint } from '../utf8.ts';
import { jsonErrors } from './error-text.ts';
import type { JsonToken } from './json-lexer.ts';
import type { JsonValue } from './json-value.ts';

/** A message, or the text of what is wrong with it. */
export type Parsed = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly error: string };

/** What is wrong with a message; never leaves the parsers. */
export class ParseError extends Error {}

type Cursor = { readonly tokens: readonly JsonToken[]; at: number };

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Four hexadecimal digits at `at`, or -1. */
function hexAt(text: string, at: number): number {
  const digits = text.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}

/** The escape `\uXXXX` (or a pair of them) at `at`, which points at the backslash. */
function unicodeEscape(text: string, at: number): { readonly code: number; readonly length: number } {
  const high = hexAt(text, at + 2);
  if (high >= 0xd800 && high <= 0xdbff && text.slice(at + 6, at + 8) === '\\u') {
    const low = hexAt(text, at + 8);
    if (low >= 0xdc00 && low <= 0xdfff) {
      const code = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
      if (isAcceptedCodePoint(code)) return { code, length: 12 };
      throw new ParseError(jsonErrors.notUnicode(text.slice(at, at + 12)));
    }
  }
  if (high >= 0 && isAcceptedCodePoint(high)) return { code: high, length: 6 };
  throw new ParseError(jsonErrors.notUnicode(decodeLossily(text.slice(at, at + 6))));
}

/** A string token, quotes included, to text. Throws ParseError where it cannot be. */
export function stringValue(token: JsonToken): string {
  const { text } = token;
  if (!text.includes('\\')) {
    const plain = decodeStrictly(text.slice(1, -1));
    if (plain === null) throw new ParseError(jsonErrors.invalidUtf8);
    return plain;
  }
  let value = '';
  for (let at = 1; at < text.length - 1; ) {
    const backslash = text.indexOf('\\', at);
    const end = backslash < 0 ? text.length - 1 : backslash;
    const plain = decodeStrictly(text.slice(at, end));
    if (plain === null) throw new ParseError(jsonErrors.invalidUtf8);
    value += plain;
    at = end;
    if (backslash < 0) break;
    const letter = text.charAt(at + 1);
    const escaped = escapes.get(letter);
    if (escaped !== undefined) {
      value += escaped;
      at += 2;
    } else if (letter === 'u') {
      const { code, length } = unicodeEscape(text, at);
      value += String.fromCodePoint(code);
      at += length;
    } else throw new ParseError(jsonErrors.invalidEscape);
  }
  return value;
}

const int64Min = -(2n ** 63n);
const uint64Max = 2n ** 64n - 1n;

/** Integers of 64 bits (signed, or unsigned) keep their value, larger ones become doubles. Source: QMP-03. */
export function integerValue(text: string): JsonValue {
  const value = BigInt(text);
  return value >= int64Min && value <= uint64Max ? value : Number(text);
}

/** Throws ParseError for a word that is none. */
export function keywordValue(text: string): JsonValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  throw new ParseError(jsonErrors.invalidKeyword(text));
}

function take(cursor: Cursor): JsonToken {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw new ParseError(jsonErrors.prematureEnd);
  cursor.at += 1;
  return token;
}

function takeIf(cursor: Cursor, character: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'punctuation' || token.text !== character) return false;
  cursor.at += 1;
  return true;
}

function objectValue(cursor: Cursor): JsonValue {
  const members = new Map<string, JsonValue>();
  if (takeIf(cursor, '}')) return members;
  for (;;) {
    const key = value(cursor);
    if (typeof key !== 'string') throw new ParseError(jsonErrors.keyNotString);
    if (!takeIf(cursor, ':')) throw new ParseError(jsonErrors.missingColon);
    const member = value(cursor);
    if (members.has(key)) throw new ParseError(jsonErrors.duplicateKey);
    members.set(key, member);
    if (takeIf(cursor, '}')) return members;
    if (!takeIf(cursor, ',')) throw new ParseError(jsonErrors.separatorInObject);
  }
}

function arrayValue(cursor: Cursor): JsonValue {
  const items: JsonValue[] = [];
  if (takeIf(cursor, ']')) return items;
  for (;;) {
    items.push(value(cursor));
    if (takeIf(cursor, ']')) return items;
    if (!takeIf(cursor, ',')) throw new ParseError(jsonErrors.separatorInArray);
  }
}

function value(cursor: Cursor): JsonValue {
  const token = take(cursor);
  switch (token.kind) {
    case 'string':
      return stringValue(token);
    case 'integer':
      return integerValue(token.text);
    case 'float':
      return Number(token.text);
    case 'keyword':
      return keywordValue(token.text);
    case 'punctuation':
      if (token.text === '{') return objectValue(cursor);
      if (token.text === '[') return arrayValue(cursor);
      throw new ParseError(jsonErrors.expectingValue);
    case 'stray':
      throw new ParseError(jsonErrors.expectingValue);
  }
}

/** The tokens of one message to a value; the first error wins. Source: QMP-07. */
export function parseTokens(tokens: readonly JsonToken[]): Parsed {
  try {
    return { ok: true, value: value({ tokens, at: 0 }) };
  } catch (error) {
    if (error instanceof ParseError) return { ok: false, error: error.message };
    throw error;
  }
}
