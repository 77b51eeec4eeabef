/** What a stream of JSON objects holds: the complete ones in order, and the beginning of the next. */
export type CutObjects = { readonly objects: readonly string[]; readonly rest: string };

/** Cuts a stream at the braces that close an object; whatever stands between objects is dropped. Source: QMP-08. */
export function cutObjects(text: string): CutObjects {
  const objects: string[] = [];
  let depth = 0;
  let from = -1;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (depth > 0 && (character === '"' || character === "'")) quote = character;
    else if (character === '{' || character === '[') {
      if (depth === 0) from = at;
      depth += 1;
    } else if ((character === '}' || character === ']') && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      objects.push(text.slice(from, at + 1));
      from = -1;
    }
  }
  return { objects, rest: from < 0 ? '' : text.slice(from) };
}

/** A member of whatever JSON brought; undefined where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
