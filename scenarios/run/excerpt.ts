const charactersMax = 160;

/** A value as one line for a message, cut to 160 characters; bytes outside ASCII print as escapes. */
export function excerpt(value: unknown): string {
  const text = value === undefined ? 'nothing' : printable(jsonOf(value));
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}… (${text.length} characters)`;
}

/** Data of unknown origin may be what JSON does not know: circles, functions, big integers. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return 'something that JSON cannot hold';
  }
}

/** Where two texts part, both sides from shortly before that place. */
export function partingOf(wanted: string, seen: string): string {
  let at = 0;
  while (at < wanted.length && at < seen.length && wanted[at] === seen[at]) at += 1;
  if (wanted.length <= charactersMax && seen.length <= charactersMax) return `${excerpt(wanted)} / ${excerpt(seen)}`;
  const from = Math.max(0, at - 20);
  const cut = (text: string): string => `…${excerpt(text.slice(from, from + 60))}… (${text.length} long)`;
  return `at character ${at}: ${cut(wanted)} / ${cut(seen)}`;
}

function printable(json: string): string {
  let text = '';
  for (const character of json) {
    const code = character.charCodeAt(0);
    text += code >= 0x7f && code <= 0xff ? `\\u00${code.toString(16)}` : character;
  }
  return text;
}
