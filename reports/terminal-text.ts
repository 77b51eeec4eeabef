/** How wide and how colourful a terminal is. `columns` below 40 count as 40, above 160 as 160. */
export type TerminalStyle = { readonly columns: number; readonly color: boolean };

/** The style of a stream: colour on a terminal unless NO_COLOR is set (not empty) or TERM is dumb; 80 columns elsewhere. */
export function terminalStyle(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): TerminalStyle {
  const plain = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return { columns: stream.columns ?? 80, color: stream.isTTY === true && !plain };
}

/** The width to use. */
export function columnsOf(style: TerminalStyle): number {
  return Math.min(Math.max(style.columns, 40), 160);
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** `text` in that look, or as it is without colour. */
export function paint(style: TerminalStyle, look: keyof typeof codes, text: string): string {
  return style.color && text !== '' ? `\u001b[${codes[look]}m${text}\u001b[0m` : text;
}

/** `text` cut to `width` cells, with `…` where something is missing. */
export function cells(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(width - 1, 0)).join('')}…`;
}

/**
 * Lines of at most `width` characters; broken at blanks where possible, else anywhere. Line feeds stay breaks, control
 * characters are shown as `\xNN` so that no text of a target can steer the terminal.
 */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrappedLine(visible(line), Math.max(width, 8)));
}

function visible(line: string): string {
  return line.replace(/\p{C}/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

function wrappedLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = [...line];
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    // a blank early in the line would leave most of it empty
    const cut = blank > width / 2 ? blank : width;
    lines.push(rest.slice(0, cut).join('').trimEnd());
    rest = rest.slice(rest[cut] === ' ' ? cut + 1 : cut);
  }
  lines.push(rest.join(''));
  return lines;
}

/** Columns of equal width under their heads, each text wrapped; lines of at most `width` characters. */
export function sideBySide(
  columns: readonly { readonly head: string; readonly text: string }[],
  width: number,
  style: TerminalStyle,
): readonly string[] {
  const gap = ' │ ';
  const each = Math.max(Math.floor((width - gap.length * (columns.length - 1)) / columns.length), 8);
  const texts = columns.map(({ text }) => wrapped(text, each));
  const rows = Math.max(...texts.map((lines) => lines.length));
  const head = columns.map((column) => paint(style, 'bold', column.head.padEnd(each))).join(gap);
  const body = Array.from({ length: rows }, (_, row) => texts.map((lines) => padded(lines[row] ?? '', each)).join(gap));
  return [head, ...body].map((line) => line.trimEnd());
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - [...text].length, 0));
}
