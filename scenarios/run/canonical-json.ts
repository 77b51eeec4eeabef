/**
 * JSON with the members of every object in code-unit order and `undefined` members left out: equal values give equal
 * texts on every machine. Expects data without cycles; what JSON cannot hold throws a TypeError.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? listJson(value) : membersJson(value);
  if (typeof value === 'string') return quoted(value);
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`not JSON: ${typeof value}`);
  return text;
}

function listJson(items: readonly unknown[]): string {
  let text = '[';
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0) text += ',';
    // a hole, as `map` and `join` have it, is nothing at all
    if (at in items) text += canonicalJson(items[at]);
  }
  return `${text}]`;
}

function membersJson(members: object): string {
  const values = members as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of inOrder(Object.keys(members))) {
    const value = values[name];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${quoted(name)}:${canonicalJson(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Sorted by code units, where they lie. By insertion: members are few, and mostly in order. */
function inOrder(names: string[]): readonly string[] {
  if (names.length > insertedMax) return names.sort();
  for (let end = 1; end < names.length; end += 1) {
    const name = names[end] as string;
    let at = end;
    for (; at > 0 && (names[at - 1] as string) > name; at -= 1) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
}

/** More names than this are sorted by the library. */
const insertedMax = 16;

const plainText = /^[\w-]{0,40}$/;

/** Short words need no escapes; to find that out costs less than to have them looked for. */
function quoted(text: string): string {
  return plainText.test(text) ? `"${text}"` : JSON.stringify(text);
}
