/** One lexical token; `text` is its bytes as they came. `stray` is what fits no token. */
export type JsonToken = {
  readonly kind: 'punctuation' | 'integer' | 'float' | 'keyword' | 'string' | 'stray';
  readonly text: string;
  /** Of its beginning, as the parser of 11.1 tells it. */
  readonly line: number;
  readonly column: number;
};

/** `LINE:COLUMN` of a token. */
export function placeOf({ line, column }: JsonToken): string {
  return `${line}:${column}`;
}

type State =
  | 'start'
  | 'recovery'
  | 'double'
  | 'single'
  | 'double-escape'
  | 'single-escape'
  | 'minus'
  | 'zero'
  | 'digits'
  | 'point'
  | 'fraction'
  | 'exponent'
  | 'exponent-sign'
  | 'exponent-digits'
  | 'keyword';

/** What a state does with a byte: go on, or end a token (which may be stray) with or without this byte. */
type Move = { readonly to: State; readonly ends: JsonToken['kind'] | null; readonly takes: boolean };

const on = (state: State): Move => ({ to: state, ends: null, takes: true });
const end = (kind: JsonToken['kind'], takes: boolean): Move => ({ to: 'start', ends: kind, takes });
const stray: Move = { to: 'recovery', ends: 'stray', takes: true };
const lineFeed = 0x0a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
const punctuationBytes: Uint8Array = new Uint8Array(256);
for (const mark of '{}[]:,') punctuationBytes[mark.charCodeAt(0)] = 1;
const isPunctuation = (code: number): boolean => punctuationBytes[code] === 1;
const quote = 0x22;
const apostrophe = 0x27;
const backslash = 0x5c;
const minus = 0x2d;
const zero = 0x30;
const point = 0x2e;
const isSign = (code: number): boolean => code === 0x2b || code === minus;
const isExponent = (code: number): boolean => code === 0x65 || code === 0x45;
const fitsString = (code: number): boolean => code >= 0x20 && code <= 0xfd;

const to: Readonly<Record<State, Move>> = {
  start: on('start'),
  recovery: on('recovery'),
  double: on('double'),
  single: on('single'),
  'double-escape': on('double-escape'),
  'single-escape': on('single-escape'),
  minus: on('minus'),
  zero: on('zero'),
  digits: on('digits'),
  point: on('point'),
  fraction: on('fraction'),
  exponent: on('exponent'),
  'exponent-sign': on('exponent-sign'),
  'exponent-digits': on('exponent-digits'),
  keyword: on('keyword'),
};
const punctuation = end('punctuation', true);
const string = end('string', true);
const integer = end('integer', false);
const float = end('float', false);
const keyword = end('keyword', false);

function fromStart(code: number): Move {
  if (isBlank(code)) return to.start;
  if (isPunctuation(code)) return punctuation;
  if (code === quote) return to.double;
  if (code === apostrophe) return to.single;
  if (code === minus) return to.minus;
  if (code === zero) return to.zero;
  if (isDigit(code)) return to.digits;
  return isLetter(code) ? to.keyword : stray;
}

function afterInteger(code: number): Move {
  if (code === point) return to.point;
  return isExponent(code) ? to.exponent : integer;
}

function move(state: State, code: number): Move {
  switch (state) {
    case 'start':
    case 'recovery':
      return fromStart(code);
    case 'double':
      if (code === quote) return string;
      if (code === backslash) return to['double-escape'];
      return fitsString(code) ? to.double : stray;
    case 'single':
      if (code === apostrophe) return string;
      if (code === backslash) return to['single-escape'];
      return fitsString(code) ? to.single : stray;
    case 'double-escape':
      return fitsString(code) ? to.double : stray;
    case 'single-escape':
      return fitsString(code) ? to.single : stray;
    case 'minus':
      if (code === zero) return to.zero;
      return isDigit(code) ? to.digits : stray;
    case 'zero':
      if (isDigit(code)) return stray;
      return code === point ? to.point : integer;
    case 'digits':
      return isDigit(code) ? to.digits : afterInteger(code);
    case 'point':
      return isDigit(code) ? to.fraction : stray;
    case 'fraction':
      if (isDigit(code)) return to.fraction;
      return isExponent(code) ? to.exponent : float;
    case 'exponent':
      if (isSign(code)) return to['exponent-sign'];
      return isDigit(code) ? to['exponent-digits'] : stray;
    case 'exponent-sign':
      return isDigit(code) ? to['exponent-digits'] : stray;
    case 'exponent-digits':
      return isDigit(code) ? to['exponent-digits'] : float;
    case 'keyword':
      return isLetter(code) ? to.keyword : keyword;
  }
}

/** After a stray token bytes are skipped up to a control byte but TAB, FE, FF or punctuation, which are looked at again. */
function endsRecovery(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code > 0xfd || isPunctuation(code);
}

/** Splits bytes into tokens. */
export type JsonLexer = {
  /**
   * Takes bytes (characters 0..255) from `from` on, up to the end or behind the first that ends tokens, of which `found`
   * gets at most two. Gives where it stopped.
   */
  feed(bytes: string, from: number, found: (token: JsonToken) => void): number;
  /** Forgets a token under way. */
  reset(): void;
};

type Lexer = { state: State; text: string; line: number; column: number; tokenLine: number; tokenColumn: number };

/**
 * Bytes to tokens: single-quoted strings too; a control byte in a string, a leading zero and everything unknown are
 * stray, and what follows a stray token is skipped until something that can start afresh. Source: QMP-08, and both QEMUs
 * fed with each case.
 */
export function createJsonLexer(): JsonLexer {
  const lexer: Lexer = { state: 'start', text: '', line: 1, column: 0, tokenLine: 1, tokenColumn: 0 };
  return {
    feed: (bytes, from, found) => feed(lexer, bytes, from, found),
    reset(): void {
      lexer.state = 'start';
      lexer.text = '';
      lexer.line = 1;
      lexer.column = 0;
    },
  };
}

function feed(lexer: Lexer, bytes: string, from: number, found: (token: JsonToken) => void): number {
  let begin = from; // of the token under way, as far as it is in these bytes: `lexer.text` came before
  for (let at = from; at < bytes.length; at += 1) {
    const code = bytes.charCodeAt(at);
    // a byte that is looked at a second time counts one column more for the token that it begins
    let looks = 0;
    let hasEnded = false;
    lexer.column += 1;
    if (lexer.state === 'recovery') {
      if (!endsRecovery(code)) continue;
      lexer.state = 'start';
      looks = 1;
    }
    for (let again = true; again; ) {
      again = false;
      if (lexer.state === 'start') {
        begin = at;
        lexer.tokenLine = lexer.line;
        lexer.tokenColumn = lexer.column + looks;
      }
      looks += 1;
      const { to: next, ends, takes } = move(lexer.state, code);
      lexer.state = next;
      if (ends === null) continue;
      again = !takes;
      const text = lexer.text + bytes.slice(begin, takes ? at + 1 : at);
      lexer.text = '';
      found({ kind: ends, text, line: lexer.tokenLine, column: lexer.tokenColumn });
      hasEnded = true;
    }
    if (code === lineFeed) {
      lexer.line += 1;
      lexer.column = 0;
    }
    if (hasEnded) return keep(lexer, bytes, begin, at + 1);
  }
  return keep(lexer, bytes, begin, bytes.length);
}

/** Of these bytes what belongs to a token under way is kept for the next ones. */
function keep(lexer: Lexer, bytes: string, begin: number, end: number): number {
  if (lexer.state !== 'start' && lexer.state !== 'recovery') lexer.text += bytes.slice(begin, end);
  return end;
}
