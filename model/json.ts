import { keysAsWalked } from './dictionary.ts';
import { advance, freshGrammar, type Grammar } from './json-grammar.ts';
import { freshLexer, type Lexer, lex, onNextLine, type Token } from './json-lexer.ts';
import type { ByteString, Value } from './language/value.ts';
import { decodeOne } from './ringbuf.ts';

/** What a finished stretch of input is: a value, or the text of its error. */
export type Parsed = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly text: string };

/** Words so far, newest first: a list that grows without being copied. */
type Words = { readonly last: Token; readonly before: Words | null };

/** Between two bytes: the lexer, and the words of the value that is not complete yet. */
export type JsonReader = {
  readonly lexer: Lexer;
  readonly tokens: Words | null;
  readonly braces: number;
  readonly brackets: number;
  /** What may come next, where each word is looked at as it comes; "failed": something else came, and was told. */
  readonly grammar: Grammar | 'failed';
};
/** A reader before its first byte. */
export const freshReader: JsonReader = {
  lexer: freshLexer,
  tokens: null,
  braces: 0,
  brackets: 0,
  grammar: freshGrammar,
};
/** A reader that took a whole line, with nothing left of it. */
export function readLine(reader: JsonReader): JsonReader {
  return withLexer(freshReader, onNextLine(reader.lexer));
}

const nestingMax = 1024;

/** Words are judged as each comes, with the place of the first that does not fit, or all together at the end. */
type Judging = 'word-by-word' | 'whole';

/** Takes bytes until one completes something: how many it took, and what they completed. Source: QMP-07, QMP-08. */
export function readJson(
  reader: JsonReader,
  bytes: ByteString,
  judging: Judging = 'whole',
): { readonly reader: JsonReader; readonly used: number; readonly parsed: readonly Parsed[] } {
  let now = reader;
  let { lexer } = reader;
  for (let used = 0; used < bytes.length; used += 1) {
    const lexed = lex(lexer, bytes[used] ?? '');
    lexer = lexed.lexer;
    if (lexed.tokens.length === 0) continue;
    now = withLexer(now, lexer);
    const parsed: Parsed[] = [];
    for (const token of lexed.tokens) {
      const taken = judging === 'whole' ? takeToken(now, token) : takeWord(now, token);
      now = taken.reader;
      if (taken.parsed !== null) parsed.push(taken.parsed);
    }
    if (parsed.length > 0) return { reader: now, used: used + 1, parsed };
  }
  return { reader: withLexer(now, lexer), used: bytes.length, parsed: [] };
}

function withLexer({ tokens, braces, brackets, grammar }: JsonReader, lexer: Lexer): JsonReader {
  return { lexer, tokens, braces, brackets, grammar };
}

type Taken = { readonly reader: JsonReader; readonly parsed: Parsed | null };

const tooDeep: Parsed = { ok: false, text: 'JSON nesting depth limit exceeded' };
const strayText = (token: Token): string => `stray '${shown(untilNul(token.text))}'`;

/** How many braces and brackets are open behind this word; fewer than none where one closes what was never opened. */
function openAfter(reader: JsonReader, token: Token): { readonly braces: number; readonly brackets: number } {
  const step = (open: string, close: string): number =>
    token.type === 'punctuation' ? Number(token.text === open) - Number(token.text === close) : 0;
  return { braces: reader.braces + step('{', '}'), brackets: reader.brackets + step('[', ']') };
}

/** As 11.1: the first word that does not fit is told, with its place, and the rest of its value is passed over. Source: QMP-07. */
function takeWord(reader: JsonReader, token: Token): Taken {
  const clean = withLexer(freshReader, reader.lexer);
  const failed = reader.grammar === 'failed';
  const told = (text: string): Parsed => ({
    ok: false,
    text: `${token.at.line}:${token.at.column}: JSON parse error, ${text}`,
  });
  if (token.type === 'stray') return { reader: clean, parsed: failed ? null : told(strayText(token)) };
  const { braces, brackets } = openAfter(reader, token);
  const tokens: Words = { last: token, before: reader.tokens };
  let grammar: Grammar | 'failed' = 'failed';
  let parsed: Parsed | null = null;
  if (reader.grammar !== 'failed') {
    const advanced = advance(reader.grammar, token, stringOf);
    if (typeof advanced === 'string') parsed = told(advanced);
    else if (braces + brackets > nestingMax) parsed = tooDeep;
    else grammar = advanced;
  }
  if ((braces > 0 || brackets > 0) && braces >= 0 && brackets >= 0)
    return { reader: { lexer: reader.lexer, tokens, braces, brackets, grammar }, parsed };
  return { reader: clean, parsed: grammar === 'failed' ? parsed : parseTokens(inOrder(tokens)) };
}

/** What a quoted string says, or the text of what is wrong in it. */
function stringOf(quoted: ByteString): { readonly text: string } | { readonly wrong: string } {
  try {
    return { text: parseString(quoted) };
  } catch (error) {
    if (error instanceof JsonError) return { wrong: error.message };
    throw error;
  }
}

function takeToken(reader: JsonReader, token: Token): Taken {
  const clean = withLexer(freshReader, reader.lexer);
  if (token.type === 'stray') return { reader: clean, parsed: parseError(strayText(token)) };
  const { braces, brackets } = openAfter(reader, token);
  if (braces + brackets > nestingMax) return { reader: clean, parsed: tooDeep };
  const tokens: Words = { last: token, before: reader.tokens };
  if ((braces > 0 || brackets > 0) && braces >= 0 && brackets >= 0)
    return { reader: { lexer: reader.lexer, tokens, braces, brackets, grammar: reader.grammar }, parsed: null };
  return { reader: clean, parsed: parseTokens(inOrder(tokens)) };
}

function inOrder(words: Words): readonly Token[] {
  const tokens: Token[] = [];
  for (let now: Words | null = words; now !== null; now = now.before) tokens.push(now.last);
  return tokens.reverse();
}

function untilNul(text: ByteString): ByteString {
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}

function shown(bytes: ByteString): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = decodeOne(bytes, at);
    text += code === null ? '\ufffd' : String.fromCodePoint(code);
    at += length;
  }
  return text;
}

class JsonError extends Error {}

function fail(text: string): never {
  throw new JsonError(text);
}

function parseError(text: string): Parsed {
  return { ok: false, text: `JSON parse error, ${text}` };
}

function parseTokens(tokens: readonly Token[]): Parsed {
  try {
    return { ok: true, value: parseValue({ tokens, at: 0 }) };
  } catch (error) {
    if (error instanceof JsonError) return parseError(error.message);
    throw error;
  }
}

/** A place in a list of words; the one cursor of a parse. */
type Cursor = { readonly tokens: readonly Token[]; at: number };

function next(cursor: Cursor): Token | undefined {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  return token;
}

function comes(cursor: Cursor, mark: string): boolean {
  const token = cursor.tokens[cursor.at];
  return token?.type === 'punctuation' && token.text === mark;
}

function parseValue(cursor: Cursor): Value {
  const token = next(cursor);
  switch (token?.type) {
    case 'string':
      return parseString(token.text);
    case 'integer':
      return parseInteger(token.text);
    case 'float':
      return { $float: Number(token.text) };
    case 'keyword':
      if (token.text === 'true' || token.text === 'false') return token.text === 'true';
      return token.text === 'null' ? null : fail(`invalid keyword '${token.text}'`);
    case 'punctuation':
      if (token.text === '{') return parseObject(cursor);
      if (token.text === '[') return parseArray(cursor);
      return fail('expecting value');
    default:
      return fail('expecting value');
  }
}

function parseObject(cursor: Cursor): Value {
  const members: Record<string, Value> = Object.create(null);
  if (comes(cursor, '}')) {
    next(cursor);
    return {};
  }
  for (;;) {
    const key = parseValue(cursor);
    if (typeof key !== 'string') fail('key is not a string in object');
    else {
      if (!comes(cursor, ':')) fail('missing : in object pair');
      next(cursor);
      const value = parseValue(cursor);
      if (key in members) fail('duplicate key');
      members[key] = value;
    }
    if (comes(cursor, '}')) break;
    if (!comes(cursor, ',')) fail('expected separator in dict');
    next(cursor);
  }
  next(cursor);
  return { ...members };
}

function parseArray(cursor: Cursor): Value {
  const items: Value[] = [];
  if (comes(cursor, ']')) {
    next(cursor);
    return items;
  }
  for (;;) {
    items.push(parseValue(cursor));
    if (comes(cursor, ']')) break;
    if (!comes(cursor, ',')) fail('expected separator in list');
    next(cursor);
  }
  next(cursor);
  return items;
}

/** An integer that fits 64 bits, signed or not; else a double. Source: QMP-03. */
function parseInteger(text: string): Value {
  const integer = BigInt(text);
  if (integer < -(2n ** 63n) || integer >= 2n ** 64n) return { $float: Number(text) };
  const small = Number(integer);
  return Number.isSafeInteger(small) ? small : { $int: integer.toString() };
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A quoted string with its quotes: escapes resolved, UTF-8 checked. Source: QMP-07, QMP-08. */
function parseString(quoted: ByteString): string {
  const bytes = quoted.slice(1, -1);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? '';
    if (byte !== '\\') {
      const { code, length } = decodeOne(bytes, at);
      if (code === null) fail('invalid UTF-8 sequence in string');
      else text += String.fromCodePoint(code);
      at += length;
    } else if (bytes[at + 1] === 'u') {
      const { code, length } = unicodeEscape(quoted, at + 1);
      text += String.fromCodePoint(code);
      at += length;
    } else {
      const meant = escapes[bytes[at + 1] ?? ''];
      if (meant === undefined) fail('invalid escape sequence in string');
      text += meant;
      at += 2;
    }
  }
  return text;
}

function hexFour(bytes: ByteString, at: number): number | null {
  const digits = bytes.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : null;
}

/** `\uXXXX`, or a pair of them, at a place of the quoted string. */
function unicodeEscape(quoted: ByteString, at: number): { readonly code: number; readonly length: number } {
  const bad = (length: number): never =>
    fail(`${shown(quoted.slice(at, at + length))} is not a valid Unicode character`);
  const accepted = (code: number, length: number): { readonly code: number; readonly length: number } => {
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    const nonCharacter = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
    return surrogate || nonCharacter ? bad(length) : { code, length };
  };
  const first = hexFour(quoted, at + 2);
  if (first === null) return bad(6);
  if (first >= 0xd800 && first <= 0xdbff && quoted.slice(at + 6, at + 8) === '\\u') {
    const second = hexFour(quoted, at + 8);
    if (second !== null && second >= 0xdc00 && second <= 0xdfff)
      return accepted(0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff), 12);
  }
  return accepted(first, 6);
}

/** A value that was given as data, as the parser would have read it: integers beyond 64 bits are doubles. Source: QMP-03. */
export function asParsed(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some((item) => asParsed(item) !== item) ? value.map(asParsed) : value;
  if ('$int' in value && typeof value['$int'] === 'string') return parseInteger(value['$int']);
  return mapped(value as { readonly [key: string]: Value }, asParsed);
}

/** The record with each member read by `read`: itself where that changes nothing. */
function mapped(record: { readonly [key: string]: Value }, read: (item: Value) => Value): Value {
  for (const key in record) {
    const item = record[key] ?? null;
    if (read(item) === item) continue;
    return Object.fromEntries(Object.entries(record).map(([each, before]) => [each, read(before)]));
  }
  return record;
}

/** The value as outcomes carry it: doubles as plain numbers, exact where they are printed without an exponent. */
export function withPlainNumbers(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if ('$float' in value && typeof value['$float'] === 'number') return plainDouble(value['$float']);
  return mapped(value as { readonly [key: string]: Value }, withPlainNumbers);
}

function plainDouble(value: number): Value {
  const whole = Number.isInteger(value) && Math.abs(value) < 1e17;
  return whole && !Number.isSafeInteger(value) ? { $int: BigInt(value).toString() } : value;
}

/** A message as a monitor prints it, `null` where a number is not ours to say. Source: QMP-03, QMP-08, experiment. */
export function formatJson(value: Value): string | null {
  if (typeof value === 'string') return formatString(value);
  if (typeof value !== 'object' || value === null) return formatScalar(value);
  if ('$fd' in value) return null;
  if ('$int' in value) return String(value.$int);
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) parts.push(formatJson(item) ?? '\0');
    return parts.includes('\0') ? null : `[${parts.join(', ')}]`;
  }
  const record = value as { readonly [key: string]: Value };
  for (const key of keysAsWalked(record)) {
    const item = formatJson(record[key] ?? null);
    if (item === null) return null;
    parts.push(`${formatString(key)}: ${item}`);
  }
  return `{${parts.join(', ')}}`;
}

function formatScalar(value: null | boolean | number): string | null {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'number' && !Number.isSafeInteger(value) ? formatDouble(value) : String(value);
}

/** A double in the 17 digits that always read back, without trailing zeros; `null` beyond every double. */
function formatDouble(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const [digits = '', exponent = '0'] = value.toExponential(16).split('e');
  const power = Number(exponent);
  const trimmed = digits.replace(/\.?0+$/, '');
  if (power >= -4 && power < 17) return value.toPrecision(17).replace(/\.?0+$/, '');
  return `${trimmed}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function formatString(text: string): string {
  let out = '"';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index] ?? '';
    const code = text.charCodeAt(index);
    const short = shortEscapes[unit];
    if (short !== undefined) out += short;
    else if (code >= 0x20 && code < 0x7f) out += unit;
    else out += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return `${out}"`;
}
