import { byteString } from '../bytes.ts';

/** The line that is being typed at a human monitor, and what is echoed for it. Source: QEMU util/readline.c, by experiment. */
export type LineEditor = {
  /** Takes one byte: what is echoed for it, and the line if the byte ended one. */
  type(byte: number): { readonly echo: string; readonly line: string | null };
  /** Forgets what was typed; earlier lines are kept. */
  restart(): void;
};

/** `prompt` is drawn anew with a cleared screen; `wordKeys`: C-n, C-p and C-u mean something (since 10.0). */
export type LineEditorOptions = { readonly prompt: string; readonly wordKeys: boolean };

const back = '\x1b[D';
const forth = '\x1b[C';
const eraseRest = '\x1b[K';
const clearScreen = '\x1b[2J\x1b[1;1H';
const lineBytesMax = 4095;
const pastLinesMax = 64;
const control = (letter: string): number => letter.charCodeAt(0) & 0x1f;
const escapeByte = 0x1b;
const rubout = 0x7f;
const shortSequence = 0x9b;

type State = {
  readonly options: LineEditorOptions;
  line: string;
  cursor: number;
  /** Oldest first. */
  past: string[];
  /** The one that is shown, or as many as there are. -1: none. */
  shown: number;
  /** What the next byte belongs to. */
  mode: 'plain' | 'escaped' | 'keypad' | 'parameter';
  parameter: number;
};

type Key = (state: State) => void;

function replace(state: State, line: string): void {
  state.line = line;
  state.cursor = line.length;
}

const toStart: Key = (state) => {
  state.cursor = 0;
};
const toEnd: Key = (state) => {
  state.cursor = state.line.length;
};
const toLeft: Key = (state) => {
  state.cursor = Math.max(0, state.cursor - 1);
};
const toRight: Key = (state) => {
  state.cursor = Math.min(state.line.length, state.cursor + 1);
};
const deleteHere: Key = (state) => {
  state.line = state.line.slice(0, state.cursor) + state.line.slice(state.cursor + 1);
};
const deleteBack: Key = (state) => {
  if (state.cursor === 0) return;
  toLeft(state);
  deleteHere(state);
};
const deleteToStart: Key = (state) => {
  state.line = state.line.slice(state.cursor);
  state.cursor = 0;
};
/** The first byte of the line is never looked at: a blank there goes with the word. */
const deleteWord: Key = (state) => {
  let at = state.cursor - 1;
  if (at < 0) return;
  while (at > 0 && state.line.charAt(at) === ' ') at -= 1;
  while (at > 0 && state.line.charAt(at) !== ' ') at -= 1;
  const start = at === 0 ? 0 : at + 1;
  state.line = state.line.slice(0, start) + state.line.slice(state.cursor);
  state.cursor = start;
};
const earlier: Key = (state) => {
  const at = (state.shown < 0 ? state.past.length : state.shown) - 1;
  if (at < 0) return;
  state.shown = at;
  replace(state, state.past[at] ?? '');
};
const later: Key = (state) => {
  if (state.shown < 0) return;
  const at = state.shown + 1;
  state.shown = at < state.past.length ? at : -1;
  replace(state, state.past[at] ?? '');
};
const beginEscape: Key = (state) => {
  state.mode = 'escaped';
};
const beginParameter: Key = (state) => {
  state.mode = 'parameter';
  state.parameter = 0;
};

const plainKeys: ReadonlyMap<number, Key> = new Map([
  [control('a'), toStart],
  [control('d'), deleteHere],
  [control('e'), toEnd],
  [control('h'), deleteBack],
  [control('w'), deleteWord],
  [escapeByte, beginEscape],
  [rubout, deleteBack],
  [shortSequence, beginParameter],
]);
const wordKeys: ReadonlyMap<number, Key> = new Map([
  [control('n'), later],
  [control('p'), earlier],
  [control('u'), deleteToStart],
]);
const sequenceKeys: Readonly<Record<string, Key>> = {
  A: earlier,
  F: earlier,
  B: later,
  E: later,
  C: toRight,
  D: toLeft,
};
const numberedKeys: Readonly<Record<number, Key>> = { 1: toStart, 3: deleteHere, 4: toEnd };
const keypadKeys: Readonly<Record<string, Key>> = { H: toStart, F: toEnd };

function typeEscaped(state: State, letter: string): void {
  const { mode, parameter } = state;
  state.mode = 'plain';
  if (mode === 'escaped') {
    if (letter === '[') beginParameter(state);
    else if (letter === 'O') state.mode = 'keypad';
  } else if (mode === 'keypad') keypadKeys[letter]?.(state);
  else if (letter >= '0' && letter <= '9') {
    state.mode = 'parameter';
    state.parameter = parameter * 10 + Number(letter);
  } else if (letter === '~') numberedKeys[parameter]?.(state);
  else sequenceKeys[letter]?.(state);
}

function typePlain(state: State, byte: number): void {
  const key = plainKeys.get(byte) ?? (state.options.wordKeys ? wordKeys.get(byte) : undefined);
  if (key !== undefined) key(state);
  else if (byte >= 0x20 && state.line.length < lineBytesMax) {
    const { line, cursor } = state;
    state.line = line.slice(0, cursor) + byteString(Uint8Array.of(byte)) + line.slice(cursor);
    state.cursor += 1;
  }
}

/** Only a line with something in it becomes the latest of the past; the same one of earlier is forgotten. */
function enter(state: State): string {
  const { line } = state;
  replace(state, '');
  if (line === '') return line;
  state.past = [...state.past.filter((each) => each !== line), line].slice(-pastLinesMax);
  state.shown = -1;
  return line;
}

type Shown = { readonly line: string; readonly cursor: number };

/** A line that has changed is drawn anew from its start, and then the cursor goes to its place. */
function drawn(from: Shown, to: Shown): string {
  const redrawn = from.line === to.line ? '' : back.repeat(from.cursor) + to.line + eraseRest;
  const way = to.cursor - (redrawn === '' ? from.cursor : to.line.length);
  return redrawn + (way > 0 ? forth.repeat(way) : back.repeat(-way));
}

const nothing: Shown = { line: '', cursor: 0 };

/** An empty line without a past. Control bytes that are no keys are ignored. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  const state: State = { options, line: '', cursor: 0, past: [], shown: -1, mode: 'plain', parameter: 0 };
  return {
    type(byte: number): { readonly echo: string; readonly line: string | null } {
      const plain = state.mode === 'plain';
      if (plain && (byte === control('j') || byte === control('m'))) return { echo: '\r\n', line: enter(state) };
      if (plain && byte === control('l'))
        return { echo: clearScreen + options.prompt + drawn(nothing, state), line: null };
      const before: Shown = { line: state.line, cursor: state.cursor };
      if (plain) typePlain(state, byte);
      else typeEscaped(state, String.fromCharCode(byte));
      return { echo: drawn(before, state), line: null };
    },
    restart(): void {
      replace(state, '');
      state.mode = 'plain';
    },
  };
}
