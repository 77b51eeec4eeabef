import type { Profile } from '../../../model/language/profile.ts';
import { decodeLossily } from '../utf8.ts';
import { jsonErrors } from './error-text.ts';
import { createJsonLexer, type JsonToken, placeOf } from './json-lexer.ts';
import { type Parsed, parseTokens } from './json-parser.ts';
import { createPushParser, type PushParser } from './json-push-parser.ts';

const nestingMax = 1024;
const tokensMax = 2 << 20;

/** Splits bytes into messages. */
export type JsonStream = {
  /**
   * Takes bytes (characters 0..255) from `from` on, up to the end or behind the first that completes a message or an
   * error; `found` gets these, at most two. Gives where it stopped.
   */
  feed(bytes: string, from: number, found: Parsed[]): number;
  reset(): void;
};

/** `onToken`: what a token completes, if anything. `forget`: what was taken in of a message does not count any more. */
function streamOf(onToken: (token: JsonToken) => Parsed | undefined, forget: () => void): JsonStream {
  const lexer = createJsonLexer();
  let into: Parsed[] = [];
  const pass = (token: JsonToken): void => {
    const message = onToken(token);
    if (message !== undefined) into.push(message);
  };
  return {
    feed(bytes: string, from: number, found: Parsed[]): number {
      const before = found.length;
      into = found;
      let at = from;
      while (at < bytes.length && found.length === before) at = lexer.feed(bytes, at, pass);
      return at;
    },
    reset(): void {
      lexer.reset();
      forget();
    },
  };
}

/**
 * Bytes to messages: a message is over when its brackets are closed, or at once when it is no object or array. A stray
 * token is an error of its own and forgets what came before it. Source: QMP-07, QMP-08; both QEMUs.
 */
export function createJsonStream(errors: Profile['jsonErrors']): JsonStream {
  return errors === 'whole' ? wholeMessages() : wordByWord();
}

/** As 11.1: an error is told at its token, and what is left of its message is passed over. Source: QMP-07, experiment. */
function wordByWord(): JsonStream {
  let parser: PushParser | undefined;
  let isBroken = false;
  let open = { '{': 0, '[': 0 };
  const forget = (): void => {
    parser = undefined;
    isBroken = false;
    open = { '{': 0, '[': 0 };
  };
  const onToken = (token: JsonToken): Parsed | undefined => {
    if (token.kind === 'stray') {
      const said = isBroken ? undefined : `${placeOf(token)}: ${jsonErrors.stray(shownStray(token))}`;
      forget();
      return said === undefined ? undefined : { ok: false, error: said };
    }
    if (token.kind === 'punctuation') count(open, token.text);
    let found: Parsed | undefined;
    if (!isBroken) {
      parser ??= createPushParser();
      found = parser.push(token);
      if (found === undefined && open['{'] + open['['] > nestingMax) {
        found = { ok: false, error: jsonErrors.nestedTooDeeply };
      }
      isBroken = found?.ok === false;
    }
    const goesOn = open['{'] >= 0 && open['['] >= 0 && open['{'] + open['['] > 0;
    if (!goesOn) forget();
    return found;
  };
  return streamOf(onToken, forget);
}

function count(open: { '{': number; '[': number }, mark: string): void {
  if (mark === '{' || mark === '[') open[mark] += 1;
  else if (mark === '}') open['{'] -= 1;
  else if (mark === ']') open['['] -= 1;
}

const shownStray = ({ text }: JsonToken): string => decodeLossily(text.replace(/\0.*$/s, ''));

function wholeMessages(): JsonStream {
  let tokens: JsonToken[] = [];
  let braces = 0;
  let brackets = 0;
  const forget = (): void => {
    tokens = [];
    braces = 0;
    brackets = 0;
  };
  const onToken = (token: JsonToken): Parsed | undefined => {
    if (token.kind === 'stray') {
      forget();
      return { ok: false, error: jsonErrors.stray(shownStray(token)) };
    }
    if (token.kind === 'punctuation') {
      if (token.text === '{') braces += 1;
      else if (token.text === '}') braces -= 1;
      else if (token.text === '[') brackets += 1;
      else if (token.text === ']') brackets -= 1;
    }
    tokens.push(token);
    if (braces >= 0 && brackets >= 0 && braces + brackets > 0) {
      if (braces + brackets <= nestingMax && tokens.length <= tokensMax) return undefined;
      const error = tokens.length > tokensMax ? jsonErrors.tooManyTokens : jsonErrors.nestedTooDeeply;
      forget();
      return { ok: false, error };
    }
    const complete = tokens;
    forget();
    return parseTokens(complete);
  };
  return streamOf(onToken, forget);
}
