import { jsonErrors } from './error-text.ts';
import { type JsonToken, placeOf } from './json-lexer.ts';
import { integerValue, keywordValue, type Parsed, ParseError, stringValue } from './json-parser.ts';
import type { JsonValue } from './json-value.ts';

type ObjectFrame = { readonly members: Map<string, JsonValue>; key: string | undefined };
type ArrayFrame = { readonly items: JsonValue[] };
type Frame = ObjectFrame | ArrayFrame;
type Step = (token: JsonToken) => void;

/** Builds one value from tokens as they come. */
export type PushParser = {
  /** Takes a token: an error at the first that does not fit, the value at the last, else nothing. Never called again after either. */
  push(token: JsonToken): Parsed | undefined;
};

const isPunctuation = ({ kind, text }: JsonToken, wanted: string): boolean => kind === 'punctuation' && text === wanted;

/**
 * A parser that looks at each token when it comes, and says with its place which one does not fit. Source: QMP-07; QEMU
 * 11.1 fed with each case.
 */
export function createPushParser(): PushParser {
  const frames: Frame[] = [];
  let complete: { readonly value: JsonValue } | undefined;
  let step: Step = onValue;

  function finish(value: JsonValue): void {
    const frame = frames.at(-1);
    if (frame === undefined) {
      complete = { value };
      return;
    }
    if ('items' in frame) {
      frame.items.push(value);
      step = onItemEnd;
      return;
    }
    const { members, key = '' } = frame;
    if (members.has(key)) throw new ParseError(jsonErrors.duplicateKey);
    members.set(key, value);
    step = onMemberEnd;
  }

  function close(): void {
    const frame = frames.pop();
    if (frame === undefined) throw new Error('a frame that is closed was open');
    finish('items' in frame ? frame.items : frame.members);
  }

  function onValue(token: JsonToken): void {
    switch (token.kind) {
      case 'string':
        finish(stringValue(token));
        break;
      case 'integer':
        finish(integerValue(token.text));
        break;
      case 'float':
        finish(Number(token.text));
        break;
      case 'keyword':
        finish(keywordValue(token.text));
        break;
      default: {
        const opens = token.text === '{' || token.text === '[';
        if (!opens) throw new ParseError(jsonErrors.expectingValue);
        frames.push(token.text === '{' ? { members: new Map(), key: undefined } : { items: [] });
        step = token.text === '{' ? onFirstKey : onFirstItem;
      }
    }
  }

  function onFirstItem(token: JsonToken): void {
    if (isPunctuation(token, ']')) close();
    else onValue(token);
  }

  function onFirstKey(token: JsonToken): void {
    if (isPunctuation(token, '}')) close();
    else onKey(token);
  }

  function onKey(token: JsonToken): void {
    if (token.kind !== 'string') throw new ParseError(jsonErrors.expectingKey);
    const frame = frames.at(-1);
    if (frame !== undefined && 'members' in frame) frame.key = stringValue(token);
    step = onColon;
  }

  function onColon(token: JsonToken): void {
    if (!isPunctuation(token, ':')) throw new ParseError(jsonErrors.expectingColon);
    step = onValue;
  }

  function onMemberEnd(token: JsonToken): void {
    if (isPunctuation(token, '}')) close();
    else if (isPunctuation(token, ',')) step = onKey;
    else throw new ParseError(jsonErrors.expectedIn('}'));
  }

  function onItemEnd(token: JsonToken): void {
    if (isPunctuation(token, ']')) close();
    else if (isPunctuation(token, ',')) step = onValue;
    else throw new ParseError(jsonErrors.expectedIn(']'));
  }

  return {
    push(token: JsonToken): Parsed | undefined {
      try {
        step(token);
      } catch (error) {
        if (error instanceof ParseError) return { ok: false, error: `${placeOf(token)}: ${error.message}` };
        throw error;
      }
      return complete === undefined ? undefined : { ok: true, value: complete.value };
    },
  };
}
