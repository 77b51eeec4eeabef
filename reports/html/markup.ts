/** Text that is HTML already. Made by `html` alone, so that nothing reaches the page unescaped. */
export type Markup = { readonly markup: string };
type Piece = Markup | string | number | readonly Markup[];

/** HTML with every interpolated text escaped for element content and double-quoted attributes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const markup = strings.reduce((before, string, index) => {
    const piece = pieces[index - 1];
    return before + (piece === undefined ? '' : pieceMarkup(piece)) + string;
  });
  return { markup };
}

function pieceMarkup(piece: Piece): string {
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map((each) => each.markup).join('');
}

/** Nothing. */
export const nothing: Markup = { markup: '' };

/** The pieces with `separator` between them. */
export function joined(pieces: readonly Markup[], separator: string): Markup {
  return { markup: pieces.map((each) => each.markup).join(escapeHtml(separator)) };
}

/**
 * Escapes for element content and double-quoted attributes. Control characters, lone surrogates and characters that turn
 * the direction of writing are made visible as `\u{…}`: a text of a target must not change how the page reads.
 */
export function escapeHtml(text: string): string {
  if (harmless.test(text)) return text;
  return text
    .replace(misleading, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[&<>"']/g, (char) => named[char] ?? char);
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most texts: printable ASCII and line ends, with nothing to escape. */
const harmless = /^[\n !#-%(-;=?-~]*$/;

const misleading = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A page address part for an element: letters, digits, `-` and `_` as they are, everything else as `.HEX`. */
export function anchor(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/[^A-Za-z0-9_-]/gu, (char) => `.${(char.codePointAt(0) ?? 0).toString(16)}`))
    .join('..');
}

/** `` `code` `` inside a clause text as <code>, the rest escaped. */
export function ruleMarkup(rule: string): Markup {
  const parts = rule.split('`');
  // an odd number of back-quotes: no pairing to rely on
  if (parts.length % 2 === 0) return html`${rule}`;
  return joined(
    parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`)),
    '',
  );
}
