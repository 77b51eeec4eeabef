/** Bytes that a mux keeps for one of its frontends. Source: MUX-06. */
export type InputQueue = { readonly length: number; push(byte: number): void; shift(): number };

/** Bytes that one place of a mux holds. */
export const queueMax = 32;

/**
 * An empty queue: 32 places and two counters that nobody holds back, so who pushes more than the places hold writes over
 * them and makes them come up once more. Source: Q-MUX-7.
 */
export function createInputQueue(): InputQueue {
  const places = new Uint8Array(queueMax);
  let [pushed, shifted] = [0, 0];
  const queue: { -readonly [Key in keyof InputQueue]: InputQueue[Key] } = {
    length: 0,
    push(byte: number): void {
      places[pushed % queueMax] = byte;
      pushed += 1;
      queue.length = pushed - shifted;
    },
    shift(): number {
      const byte = places[shifted % queueMax] ?? 0;
      shifted += 1;
      queue.length = pushed - shifted;
      return byte;
    },
  };
  return queue;
}

/** What a byte typed at a mux means. */
export type Typed = 'data' | 'nothing' | 'help' | 'exit' | 'break' | 'switch' | 'timestamps';

/** Ctrl-A, unless -echr says otherwise. Source: MUX-08. */
export const usualEscapeByte = 1;

const commands: Readonly<Record<string, Typed>> = {
  h: 'help',
  '?': 'help',
  x: 'exit',
  b: 'break',
  c: 'switch',
  t: 'timestamps',
};

/** A parser of escape commands; it is the mux's, not a frontend's. Source: MUX-08. */
export function createEscapeParser(escapeByte: number = usualEscapeByte): (byte: number) => Typed {
  let escaped = false;
  return (byte) => {
    if (!escaped) {
      escaped = byte === escapeByte;
      return escaped ? 'nothing' : 'data';
    }
    escaped = false;
    if (byte === escapeByte) return 'data';
    const letter = String.fromCharCode(byte);
    return Object.hasOwn(commands, letter) ? (commands[letter] ?? 'nothing') : 'nothing';
  };
}

const helpLines: readonly string[] = [
  'h    print this help',
  'x    exit emulator',
  's    save disk data back to file (if -snapshot)',
  't    toggle console timestamps',
  'b    send break (magic sysrq)',
  'c    switch between console and monitor',
];

/**
 * What `C-a h` prints, in the pieces that mux_print_help writes: the head at once, then character by character, a key's
 * name at once. Other escape bytes than Ctrl-A to Ctrl-Y are told by their code first. Source: MUX-09.
 */
export function helpPieces(escapeByte: number): readonly string[] {
  const isLetter = escapeByte > 0 && escapeByte < 26;
  const key = isLetter ? `C-${String.fromCharCode(0x60 + escapeByte)}` : 'Escape-Char';
  const code = (escapeByte >>> 0).toString(16).padStart(2, '0');
  const pieces = [isLetter ? '\n\r' : `\n\rEscape-Char set to Ascii: 0x${code}\n\r\n\r`];
  for (const line of helpLines) pieces.push(key, ...` ${line}\n\r`);
  pieces.push(key, ' ', key, ...'  sends ', key, '\n', '\r');
  return pieces;
}

/** What `C-a x` prints. Source: MUX-08. */
export const goodbyeText = 'QEMU: Terminated\n\r';

const msPerHour = 3_600_000;
const msPerMinute = 60_000;

/** `[hh:mm:ss.mmm] `. Source: MUX-12. */
export function stampText(elapsedMs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = two(Math.floor(elapsedMs / msPerHour));
  const minutes = two(Math.floor(elapsedMs / msPerMinute) % 60);
  const seconds = two(Math.floor(elapsedMs / 1000) % 60);
  return `[${hours}:${minutes}:${seconds}.${String(elapsedMs % 1000).padStart(3, '0')}] `;
}
