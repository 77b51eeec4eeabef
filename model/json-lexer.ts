import type { ByteString } from './language/value.ts';

/** A word of JSON, or `stray`: characters that start or continue none. Source: QMP-07, QMP-08. */
export type Token = {
  readonly type: 'punctuation' | 'string' | 'integer' | 'float' | 'keyword' | 'stray';
  readonly text: ByteString;
  /** Where its first byte stood. */
  readonly at: Position;
};

/** A line and a column of the bytes that a monitor's client sent, both from 1. Source: QMP-07, as 11.1 tells it. */
export type Position = { readonly line: number; readonly column: number };

type Place =
  | 'start'
  | 'recovery'
  | 'double'
  | 'double-escape'
  | 'single'
  | 'single-escape'
  | 'zero'
  | 'digits'
  | 'sign'
  | 'point'
  | 'fraction'
  | 'exponent'
  | 'exponent-sign'
  | 'exponent-digits'
  | 'keyword';

/** Where the lexer stands between two bytes. */
export type Lexer = {
  readonly place: Place;
  readonly text: ByteString;
  /** The place of the next byte. */
  readonly here: Position;
  /** Where the word under way began. */
  readonly began: Position;
};
/** A lexer before its first byte. */
export const freshLexer: Lexer = {
  place: 'start',
  text: '',
  here: { line: 1, column: 1 },
  began: { line: 1, column: 1 },
};
/** The same at the beginning of the line below. */
export function onNextLine({ here }: Lexer): Lexer {
  return { ...freshLexer, here: { line: here.line + 1, column: 1 } };
}

/** One byte goes on in the same word, ends it with the byte, ends it before the byte, or is stray. */
type Move =
  | { readonly go: Place }
  | { readonly end: Token['type'] }
  | { readonly before: Token['type'] }
  | { readonly skip: true }
  | 'stray'
  | 'again';

const isDigit = (byte: string): boolean => byte >= '0' && byte <= '9';
const isExponent = (byte: string): boolean => byte === 'e' || byte === 'E';
/** Bytes that bring a confused lexer back: structure, control bytes but tab, and the two impossible in UTF-8. */
const resynchronises = (byte: string): boolean =>
  '[]{}:,'.includes(byte) || (byte < ' ' && byte !== '\t') || byte >= '\xfe';
const inString = (byte: string): boolean => byte >= ' ' && byte <= '\xfd';

function move(place: Place, byte: string): Move {
  switch (place) {
    case 'start':
      return start(byte);
    case 'recovery':
      return resynchronises(byte) ? 'again' : { skip: true };
    case 'double':
      if (byte === '"') return { end: 'string' };
      return byte === '\\' ? { go: 'double-escape' } : inString(byte) ? { go: 'double' } : 'stray';
    case 'double-escape':
      return inString(byte) ? { go: 'double' } : 'stray';
    case 'single':
      if (byte === "'") return { end: 'string' };
      return byte === '\\' ? { go: 'single-escape' } : inString(byte) ? { go: 'single' } : 'stray';
    case 'single-escape':
      return inString(byte) ? { go: 'single' } : 'stray';
    case 'zero':
      if (isDigit(byte)) return 'stray';
      return byte === '.' ? { go: 'point' } : { before: 'integer' };
    case 'digits':
      if (isDigit(byte)) return { go: 'digits' };
      return byte === '.' ? { go: 'point' } : isExponent(byte) ? { go: 'exponent' } : { before: 'integer' };
    case 'sign':
      return byte === '0' ? { go: 'zero' } : isDigit(byte) ? { go: 'digits' } : 'stray';
    case 'point':
      return isDigit(byte) ? { go: 'fraction' } : 'stray';
    case 'fraction':
      return isDigit(byte) ? { go: 'fraction' } : isExponent(byte) ? { go: 'exponent' } : { before: 'float' };
    case 'exponent':
      if (byte === '+' || byte === '-') return { go: 'exponent-sign' };
      return isDigit(byte) ? { go: 'exponent-digits' } : 'stray';
    case 'exponent-sign':
      return isDigit(byte) ? { go: 'exponent-digits' } : 'stray';
    case 'exponent-digits':
      return isDigit(byte) ? { go: 'exponent-digits' } : { before: 'float' };
    case 'keyword':
      return byte >= 'a' && byte <= 'z' ? { go: 'keyword' } : { before: 'keyword' };
  }
}

function start(byte: string): Move {
  if (byte === '"') return { go: 'double' };
  if (byte === "'") return { go: 'single' };
  if (byte === '0') return { go: 'zero' };
  if (isDigit(byte)) return { go: 'digits' };
  if (byte === '-') return { go: 'sign' };
  if ('[]{}:,'.includes(byte)) return { end: 'punctuation' };
  if (byte >= 'a' && byte <= 'z') return { go: 'keyword' };
  return byte === ' ' || byte === '\t' || byte === '\r' || byte === '\n' ? { skip: true } : 'stray';
}

/** Most bytes complete no word. */
const noTokens: readonly Token[] = [];

/**
 * Takes one byte: the lexer after it, and the words that it completed (two where it ends one and is one). A byte that is
 * looked at twice, because it also ended what was before, counts as one column further right. Source: QMP-07, experiment.
 */
export function lex(lexer: Lexer, byte: string): { readonly lexer: Lexer; readonly tokens: readonly Token[] } {
  let tokens: readonly Token[] = noTokens;
  const { line, column } = lexer.here;
  const here = byte === '\n' ? { line: line + 1, column: 1 } : { line, column: column + 1 };
  let { place, text } = lexer;
  let began = text === '' ? lexer.here : lexer.began;
  for (;;) {
    const next = move(place, byte);
    if (next === 'again') {
      place = 'start';
      text = '';
      began = { line, column: column + 1 };
    } else if (next === 'stray') {
      tokens = [...tokens, { type: 'stray', text: text + byte, at: began }];
      return { lexer: { place: 'recovery', text: '', here, began }, tokens };
    } else if ('skip' in next) return { lexer: { place, text: '', here, began }, tokens };
    else if ('go' in next) return { lexer: { place: next.go, text: text + byte, here, began }, tokens };
    else if ('end' in next) {
      tokens = [...tokens, { type: next.end, text: text + byte, at: began }];
      return { lexer: { place: 'start', text: '', here, began }, tokens };
    } else {
      tokens = [...tokens, { type: next.before, text, at: began }];
      place = 'start';
      text = '';
      began = { line, column: column + 1 };
    }
  }
}
