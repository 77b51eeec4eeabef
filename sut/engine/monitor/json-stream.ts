import { decodeLossily } from '../utf8.ts';
import { jsonErrors } from './error-text.ts';
import { createJsonLexer, type JsonToken } from './json-lexer.ts';
import { type Parsed, parseTokens } from './json-parser.ts';

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
export function createJsonStream(): JsonStream {
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
      found({ ok: false, error: jsonErrors.stray(decodeLossily(token.text.replace(/\0.*$/s, ''))) });
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
