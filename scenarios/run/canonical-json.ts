/**
 * JSON with the members of every object in code-unit order and `undefined` members left out: equal values give equal
 * texts on every machine. Expects data without cycles; what JSON cannot hold throws a TypeError.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? listJson(value) : membersJson(value);
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
  for (const name of Object.keys(members).sort()) {
    const value = values[name];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${quoted(name)}:${canonicalJson(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

const plainName = /^[\w-]+$/;

function quoted(name: string): string {
  return plainName.test(name) ? `"${name}"` : JSON.stringify(name);
}
