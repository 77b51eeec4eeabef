/** Quotes and backslashes up to here are looked for one by one. */
const escapesMax = 256;

/**
 * JSON.stringify of a piece of JSON. That holds no control characters, and of surrogates only pairs: what wants an escape
 * are its quotes and backslashes, which long payloads have few of, and half a pair at either end.
 */
export function quotedJson(piece: string): string {
  const isCut = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
  if (isCut(piece.charCodeAt(0)) || isCut(piece.charCodeAt(piece.length - 1))) return JSON.stringify(piece);
  const escaped: string[] = [];
  let from = 0;
  let quote = piece.indexOf('"');
  let backslash = piece.indexOf('\\');
  while (quote >= 0 || backslash >= 0) {
    if (escaped.length === escapesMax) return JSON.stringify(piece);
    const at = quote < 0 || (backslash >= 0 && backslash < quote) ? backslash : quote;
    escaped.push(piece.slice(from, at));
    from = at;
    if (at === quote) quote = piece.indexOf('"', at + 1);
    else backslash = piece.indexOf('\\', at + 1);
  }
  escaped.push(piece.slice(from));
  return `"${escaped.join('\\')}"`;
}
