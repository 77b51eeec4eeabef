import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';

/** What a human monitor remembers of the keys that its client pressed. */
export type Editing = {
  /** What is typed and not ended. */
  readonly line: ByteString;
  /** Where in it the next byte goes. */
  readonly cursor: number;
  /** Inside an escape sequence: behind ESC, behind ESC O, or behind ESC [ with the number so far. */
  readonly within: 'escape' | 'function' | { readonly number: number } | null;
  /** Earlier lines, oldest first, each once. */
  readonly history: readonly ByteString[];
  /** Which of them is shown, `null`: none. */
  readonly recalled: number | null;
};

/** Nothing typed yet, nothing remembered. */
export const blankEditing: Editing = { line: '', cursor: 0, within: null, history: [], recalled: null };

const historyMax = 64;
const lineMax = 4095;

/** The line is forgotten, its history is not. Source: experiment on both releases. */
export function forgetLine(editing: Editing): Editing {
  return { ...editing, line: '', cursor: 0, within: null };
}

/** The line was entered: an empty one is not remembered, one that is known moves to the end. Source: experiment. */
export function enterLine(editing: Editing): Editing {
  const { line, history } = editing;
  const emptied = { ...editing, line: '', cursor: 0 };
  if (line === '') return emptied;
  return { ...emptied, recalled: null, history: [...history.filter((each) => each !== line), line].slice(-historyMax) };
}

/** The line before, or behind the last one an empty one. */
function recall(editing: Editing, way: -1 | 1): Editing {
  const { history, recalled } = editing;
  if (recalled === null && way > 0) return editing;
  const at = (recalled ?? history.length) + way;
  if (at < 0) return editing;
  const line = history[at] ?? '';
  return { ...editing, line, cursor: line.length, recalled: at < history.length ? at : null };
}

/** Without what stands from `start` to `end`. */
function cut(editing: Editing, start: number, end: number): Editing {
  const line = editing.line.slice(0, start) + editing.line.slice(end);
  return { ...editing, line, cursor: Math.min(start, line.length) };
}

function move(editing: Editing, to: number): Editing {
  return { ...editing, cursor: Math.max(0, Math.min(to, editing.line.length)) };
}

/** Blanks before the cursor and the word before them; a blank that begins the line goes too. Source: experiment. */
function wordStart({ line, cursor }: Editing): number {
  const word = /[^ ]+ *$/.exec(line.slice(0, cursor));
  return word === null || word.index === 1 ? 0 : word.index;
}

/** A key by its last byte, behind ESC [. */
function bracketKey(editing: Editing, byte: ByteString, number: number): Editing {
  const { cursor, line } = editing;
  if (/\d/.test(byte)) return { ...editing, within: { number: number * 10 + Number(byte) } };
  if (byte === 'A' || byte === 'F') return recall(editing, -1);
  if (byte === 'B' || byte === 'E') return recall(editing, 1);
  if (byte === 'C') return move(editing, cursor + 1);
  if (byte === 'D') return move(editing, cursor - 1);
  if (byte !== '~') return editing;
  if (number === 1) return move(editing, 0);
  if (number === 4) return move(editing, line.length);
  return number === 3 ? { ...cut(editing, cursor, cursor + 1), cursor } : editing;
}

/** The next byte of an escape sequence. */
function continueSequence(editing: Editing, byte: ByteString): Editing {
  const { within } = editing;
  const over = { ...editing, within: null };
  if (within === 'escape') {
    if (byte === '[') return { ...editing, within: { number: 0 } };
    return byte === 'O' ? { ...editing, within: 'function' } : over;
  }
  if (within === 'function')
    return byte === 'H' ? move(over, 0) : byte === 'F' ? move(over, editing.line.length) : over;
  return bracketKey(over, byte, within?.number ?? 0);
}

/** One byte of typing that ends no line; `emacs`: C-n, C-p and C-u are keys (since 10.0). Source: experiment on both releases. */
export function pressKey(editing: Editing, byte: ByteString, emacs: boolean): Editing {
  const { line, cursor } = editing;
  if (editing.within !== null) return continueSequence(editing, byte);
  switch (byte) {
    case '\x7f':
    case '\b':
      return cursor === 0 ? editing : cut(editing, cursor - 1, cursor);
    case '\x01':
      return move(editing, 0);
    case '\x05':
      return move(editing, line.length);
    case '\x04':
      return { ...cut(editing, cursor, cursor + 1), cursor };
    case '\x17':
      return cut(editing, wordStart(editing), cursor);
    case '\x1b':
      return { ...editing, within: 'escape' };
    case '\x9b':
      return { ...editing, within: { number: 0 } };
    case '\x0e':
    case '\x10':
      return emacs ? recall(editing, byte === '\x10' ? -1 : 1) : editing;
    case '\x15':
      return emacs ? cut(editing, 0, cursor) : editing;
    case '\t':
      throw new ModelLimit('the completion of a command');
    default:
      if (byte < ' ' || line.length >= lineMax) return editing;
      return { ...editing, line: line.slice(0, cursor) + byte + line.slice(cursor), cursor: cursor + 1 };
  }
}
