import type { Profile } from '../../../model/language/profile.ts';
import { decodeLossily } from '../utf8.ts';
import { jsonErrors } from './error-text.ts';
import { createJsonLexer, type JsonToken } from './json-lexer.ts';
import { type Parsed, parseTokens } from './json-parser.ts';
import { createPushParser, type PushParser } from './json-push-parser.ts';

const nestingMax = 1024;
const tokensMax = 2 << 20;

/** Splits bytes into messages. */
export type JsonStream = {
  /** Takes one byte; `found` gets each message or error that it completes, at most two. */
  feed(character: string, found: (message: Parsed) => void): void;
  reset(): void;
};

/**
 * Bytes to messages: a message is over when its brackets are closed, or at once when it is no object or array. A stray
 * token is an error of its own and forgets what came before it. Source: QMP-07, QMP-08; both QEMUs.
 */
export function createJsonStream(errors: Profile['jsonErrors']): JsonStream {
  return errors === 'whole' ? wholeMessages() : wordByWord();
}

/** As 11.1: an error is told at its token, and what is left of its message is passed over. Source: QMP-07, experiment. */
function wordByWord(): JsonStream {
  const lexer = createJsonLexer();
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
      const said = isBroken ? undefined : `${token.where}: ${jsonErrors.stray(shownStray(token))}`;
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
  return {
    feed(character: string, found: (message: Parsed) => void): void {
      lexer.feed(character, (token) => {
        const message = onToken(token);
        if (message !== undefined) found(message);
      });
    },
    reset(): void {
      lexer.reset();
      forget();
    },
  };
}

function count(open: { '{': number; '[': number }, mark: string): void {
  if (mark === '{' || mark === '[') open[mark] += 1;
  else if (mark === '}') open['{'] -= 1;
  else if (mark === ']') open['['] -= 1;
}

const shownStray = ({ text }: JsonToken): string => decodeLossily(text.replace(/\0.*$/s, ''));

function wholeMessages(): JsonStream {
  const lexer = createJsonLexer();
  let tokens: JsonToken[] = [];
  let braces = 0;
  let brackets = 0;
  const forget = (): void => {
    tokens = [];
    braces = 0;
    brackets = 0;
  };
  const onToken = (token: JsonToken, found: (message: Parsed) => void): void => {
    if (token.kind === 'stray') {
      forget();
      found({ ok: false, error: jsonErrors.stray(shownStray(token)) });
      return;
    }
    if (token.kind === 'punctuation') {
      if (token.text === '{') braces += 1;
      else if (token.text === '}') braces -= 1;
      else if (token.text === '[') brackets += 1;
      else if (token.text === ']') brackets -= 1;
    }
    tokens.push(token);
    if (braces >= 0 && brackets >= 0 && braces + brackets > 0) {
      if (braces + brackets <= nestingMax && tokens.length <= tokensMax) return;
      const error = tokens.length > tokensMax ? jsonErrors.tooManyTokens : jsonErrors.nestedTooDeeply;
      forget();
      found({ ok: false, error });
      return;
    }
    const complete = tokens;
    forget();
    found(parseTokens(complete));
  };
  let current: (message: Parsed) => void = () => {};
  const pass = (token: JsonToken): void => onToken(token, current);
  return {
    feed(character: string, found: (message: Parsed) => void): void {
      current = found;
      lexer.feed(character, pass);
    },
    reset(): void {
      lexer.reset();
      forget();
    },
  };
}
