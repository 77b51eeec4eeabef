import { byteString } from '../bytes.ts';

/** The line that is being typed at a human monitor, and what is echoed for it. Source: QEMU util/readline.c, by experiment. */
export type LineEditor = {
  /** Takes one byte: what is echoed for it, and the line if the byte ended one. */
  type(byte: number): { readonly echo: string; readonly line: string | null };
  /** Forgets what was typed. */
  restart(): void;
};

const back = '\x1b[D';
const forth = '\x1b[C';
const eraseRest = '\x1b[K';
const lineBytesMax = 4095;
const key = {
  start: 0x01,
  delete: 0x04,
  end: 0x05,
  backspace: 0x08,
  newline: 0x0a,
  enter: 0x0d,
  rubout: 0x7f,
} as const;

type Edited = { readonly line: string; readonly cursor: number };

/** The line after one byte; bytes that mean nothing leave it as it is. */
function edited({ line, cursor }: Edited, byte: number): Edited {
  const before = line.slice(0, cursor);
  const behind = line.slice(cursor);
  switch (byte) {
    case key.start:
      return { line, cursor: 0 };
    case key.end:
      return { line, cursor: line.length };
    case key.delete:
      return { line: before + behind.slice(1), cursor };
    case key.backspace:
    case key.rubout:
      return { line: before.slice(0, -1) + behind, cursor: Math.max(0, cursor - 1) };
    default:
      if (byte < 0x20 || line.length >= lineBytesMax) return { line, cursor };
      return { line: before + byteString(Uint8Array.of(byte)) + behind, cursor: cursor + 1 };
  }
}

/** A line that has changed is drawn anew from its start, and then the cursor goes to its place. */
function drawn(from: Edited, to: Edited): string {
  const redrawn = from.line === to.line ? '' : back.repeat(from.cursor) + to.line + eraseRest;
  const way = to.cursor - (redrawn === '' ? from.cursor : to.line.length);
  return redrawn + (way > 0 ? forth.repeat(way) : back.repeat(-way));
}

const nothing: Edited = { line: '', cursor: 0 };

/** An empty line. Control bytes but the keys above are ignored. */
export function createLineEditor(): LineEditor {
  let now = nothing;
  return {
    type(byte: number): { readonly echo: string; readonly line: string | null } {
      if (byte === key.newline || byte === key.enter) {
        const { line } = now;
        now = nothing;
        return { echo: '\r\n', line };
      }
      const next = edited(now, byte);
      const echo = drawn(now, next);
      now = next;
      return { echo, line: null };
    },
    restart(): void {
      now = nothing;
    },
  };
}
