import type { Token } from './json-lexer.ts';
import type { ByteString } from './language/value.ts';

/** A brace or bracket that is open; of a brace the keys so far, and the one whose value is under way. */
type Open =
  | { readonly mark: '{'; readonly keys: readonly string[]; readonly key: string; readonly around: Open | null }
  | { readonly mark: '['; readonly around: Open | null };

/** What may come next, inside what. Source: QMP-07. */
export type Grammar = {
  readonly wants: 'value' | 'item-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';
  readonly open: Open | null;
};
/** Before the first word of a message. */
export const freshGrammar: Grammar = { wants: 'value', open: null };

/** What a quoted string says, or what is wrong in it. */
type ReadString = (quoted: ByteString) => { readonly text: string } | { readonly wrong: string };

const isMark = (token: Token, mark: string): boolean => token.type === 'punctuation' && token.text === mark;

/** What may come behind this word; a text says why the word cannot stand here, in the words of 11.1. Source: QMP-07. */
export function advance(grammar: Grammar, token: Token, read: ReadString): Grammar | string {
  const { wants, open } = grammar;
  switch (wants) {
    case 'value':
      return value(open, token, read);
    case 'item-or-end':
      return isMark(token, ']') ? closed(open) : value(open, token, read);
    case 'key-or-end':
      return isMark(token, '}') ? closed(open) : key(open, token, read);
    case 'key':
      return key(open, token, read);
    case 'colon':
      return isMark(token, ':') ? { wants: 'value', open } : "expecting ':'";
    case 'comma-or-end': {
      const end = open?.mark === '{' ? '}' : ']';
      if (isMark(token, end)) return closed(open);
      if (!isMark(token, ',')) return `expected ',' or '${end}'`;
      return { wants: open?.mark === '{' ? 'key' : 'value', open };
    }
    case 'nothing':
      throw new Error('a word behind the end of a message');
  }
}

function value(open: Open | null, token: Token, read: ReadString): Grammar | string {
  if (isMark(token, '{')) return { wants: 'key-or-end', open: { mark: '{', keys: [], key: '', around: open } };
  if (isMark(token, '[')) return { wants: 'item-or-end', open: { mark: '[', around: open } };
  if (token.type === 'punctuation' || token.type === 'stray') return 'expecting value';
  if (token.type === 'keyword' && !['true', 'false', 'null'].includes(token.text))
    return `invalid keyword '${token.text}'`;
  if (token.type === 'string') {
    const said = read(token.text);
    if ('wrong' in said) return said.wrong;
  }
  return behindValue(open);
}

function key(open: Open | null, token: Token, read: ReadString): Grammar | string {
  if (token.type !== 'string' || open?.mark !== '{') return 'expecting key';
  const said = read(token.text);
  return 'wrong' in said ? said.wrong : { wants: 'colon', open: { ...open, key: said.text } };
}

/** A key that is there already is told when its second value is complete. */
function behindValue(open: Open | null): Grammar | string {
  if (open === null) return { wants: 'nothing', open };
  if (open.mark === '[') return { wants: 'comma-or-end', open };
  if (open.keys.includes(open.key)) return 'duplicate key';
  return { wants: 'comma-or-end', open: { ...open, keys: [...open.keys, open.key] } };
}

function closed(open: Open | null): Grammar | string {
  return behindValue(open?.around ?? null);
}
