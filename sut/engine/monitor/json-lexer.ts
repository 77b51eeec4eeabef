/** One lexical token; `text` is its bytes as they came. `stray` is what fits no token. */
export type JsonToken = {
  readonly kind: 'punctuation' | 'integer' | 'float' | 'keyword' | 'string' | 'stray';
  readonly text: string;
  /** `LINE:COLUMN` of its beginning, as the parser of 11.1 tells it. */
  readonly where: string;
};

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

/** What a state does with a byte: go on, end a token with or without this byte, or give up with it. */
type Move =
  | { readonly to: State }
  | { readonly ends: JsonToken['kind']; readonly takes: boolean }
  | { readonly ends: 'stray'; readonly takes: true };

const stray: Move = { ends: 'stray', takes: true };
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
const isPunctuation = (character: string): boolean => '{}[]:,'.includes(character);

const to: Readonly<Record<State, Move>> = {
  start: { to: 'start' },
  recovery: { to: 'recovery' },
  double: { to: 'double' },
  single: { to: 'single' },
  'double-escape': { to: 'double-escape' },
  'single-escape': { to: 'single-escape' },
  minus: { to: 'minus' },
  zero: { to: 'zero' },
  digits: { to: 'digits' },
  point: { to: 'point' },
  fraction: { to: 'fraction' },
  exponent: { to: 'exponent' },
  'exponent-sign': { to: 'exponent-sign' },
  'exponent-digits': { to: 'exponent-digits' },
  keyword: { to: 'keyword' },
};
const punctuation: Move = { ends: 'punctuation', takes: true };
const string: Move = { ends: 'string', takes: true };
const integer: Move = { ends: 'integer', takes: false };
const float: Move = { ends: 'float', takes: false };
const keyword: Move = { ends: 'keyword', takes: false };

function fromStart(character: string, code: number): Move {
  if (isBlank(code)) return to.start;
  if (isPunctuation(character)) return punctuation;
  if (character === '"') return to.double;
  if (character === "'") return to.single;
  if (character === '-') return to.minus;
  if (character === '0') return to.zero;
  if (isDigit(code)) return to.digits;
  return isLetter(code) ? to.keyword : stray;
}

function inString(state: 'double' | 'single', quote: string, character: string, code: number): Move {
  if (character === quote) return string;
  if (character === '\\') return to[`${state}-escape`];
  return code < 0x20 || code > 0xfd ? stray : to[state];
}

function afterInteger(character: string): Move {
  if (character === '.') return to.point;
  return character === 'e' || character === 'E' ? to.exponent : integer;
}

function move(state: State, character: string, code: number): Move {
  switch (state) {
    case 'start':
    case 'recovery':
      return fromStart(character, code);
    case 'double':
      return inString('double', '"', character, code);
    case 'single':
      return inString('single', "'", character, code);
    case 'double-escape':
      return code < 0x20 || code > 0xfd ? stray : to.double;
    case 'single-escape':
      return code < 0x20 || code > 0xfd ? stray : to.single;
    case 'minus':
      if (character === '0') return to.zero;
      return isDigit(code) ? to.digits : stray;
    case 'zero':
      if (isDigit(code)) return stray;
      return character === '.' ? to.point : integer;
    case 'digits':
      return isDigit(code) ? to.digits : afterInteger(character);
    case 'point':
      return isDigit(code) ? to.fraction : stray;
    case 'fraction':
      if (isDigit(code)) return to.fraction;
      return character === 'e' || character === 'E' ? to.exponent : float;
    case 'exponent':
      if (character === '+' || character === '-') return to['exponent-sign'];
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
function endsRecovery(character: string, code: number): boolean {
  return (code < 0x20 && character !== '\t') || code > 0xfd || isPunctuation(character);
}

/** Splits bytes into tokens. */
export type JsonLexer = {
  /** Takes one byte (a character 0..255); `found` is called for each token that it ends, at most two. */
  feed(character: string, found: (token: JsonToken) => void): void;
  /** Forgets a token under way. */
  reset(): void;
};

/**
 * Bytes to tokens: single-quoted strings too; a control byte in a string, a leading zero and everything unknown are
 * stray, and what follows a stray token is skipped until something that can start afresh. Source: QMP-08, and both QEMUs
 * fed with each case.
 */
export function createJsonLexer(): JsonLexer {
  let state: State = 'start';
  let text = '';
  let line = 1;
  let column = 0;
  let where = '';
  return {
    feed(character: string, found: (token: JsonToken) => void): void {
      const code = character.charCodeAt(0);
      // a byte that is looked at a second time counts one column more for the token that it begins
      let looks = 0;
      column += 1;
      if (state === 'recovery') {
        if (!endsRecovery(character, code)) return;
        state = 'start';
        looks = 1;
      }
      for (let again = true; again; ) {
        again = false;
        if (state === 'start') where = `${line}:${column + looks}`;
        looks += 1;
        const next = move(state, character, code);
        if ('to' in next) {
          state = next.to;
          text = state === 'start' ? '' : text + character;
          continue;
        }
        if (next.takes) text += character;
        else again = true;
        const token = { kind: next.ends, text, where };
        state = next.ends === 'stray' ? 'recovery' : 'start';
        text = '';
        found(token);
      }
      if (character !== '\n') return;
      line += 1;
      column = 0;
    },
    reset(): void {
      state = 'start';
      text = '';
      line = 1;
      column = 0;
    },
  };
}
