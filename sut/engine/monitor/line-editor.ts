import { byteString } from '../bytes.ts';

/** The line that is being typed at a human monitor, and what is echoed for it. Source: QEMU util/readline.c, by experiment. */
export type LineEditor = {
  /** Takes one byte: what is echoed for it, and the line if the byte ended one. */
  type(byte: number): { readonly echo: string; readonly line: string | null };
  /** Forgets what was typed. */
  restart(): void;
};

const back = '\x1b[D';
const eraseRest = '\x1b[K';
const lineBytesMax = 4095;

function isEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isRubout(byte: number): boolean {
  return byte === 0x08 || byte === 0x7f;
}

/** Each change draws the whole line anew, from its start. Control bytes but line ends and rubouts are ignored. */
export function createLineEditor(): LineEditor {
  let line = '';
  const redrawn = (next: string): string => {
    const echo = back.repeat(line.length) + next + eraseRest;
    line = next;
    return echo;
  };
  return {
    type(byte: number): { readonly echo: string; readonly line: string | null } {
      if (isEnd(byte)) {
        const typed = line;
        line = '';
        return { echo: '\r\n', line: typed };
      }
      if (isRubout(byte)) return { echo: line === '' ? '' : redrawn(line.slice(0, -1)), line: null };
      if (byte < 0x20 || line.length >= lineBytesMax) return { echo: '', line: null };
      return { echo: redrawn(line + byteString(Uint8Array.of(byte))), line: null };
    },
    restart(): void {
      line = '';
    },
  };
}
