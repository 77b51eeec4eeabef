/**
 * A pattern for ids: `*` stands for any characters (slashes too), `?` for one, `{a,b}` for either. Without any of these it
 * names one id and everything below it: `fdset` is `fdset` and `fdset/…`. Everything else stands for itself.
 */
export function matchesPattern(pattern: string, id: string): boolean {
  if (!isGlob(pattern)) return id === trimmed(pattern) || id.startsWith(`${trimmed(pattern)}/`);
  return expression(pattern).test(id);
}

/**
 * Whether ids below this path (a file may hold `path` or `path/NAME`) can match, judged by the pattern's literal
 * beginning alone: never false where one matches.
 */
export function mayMatchBelow(pattern: string, path: string): boolean {
  const start = isGlob(pattern) ? pattern.slice(0, pattern.search(/[*?{]/)) : trimmed(pattern);
  if (!isGlob(pattern)) return path === start || path.startsWith(`${start}/`) || start.startsWith(`${path}/`);
  return path.startsWith(start) || start.startsWith(`${path}/`) || `${path}/`.startsWith(start);
}

function isGlob(pattern: string): boolean {
  return /[*?{]/.test(pattern);
}

function trimmed(pattern: string): string {
  return pattern.replace(/\/+$/, '');
}

const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  let depth = 0;
  let source = '';
  for (const character of pattern) {
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '{') {
      depth += 1;
      source += '(?:';
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  const made = new RegExp(`^${source}${')'.repeat(depth)}$`, 's');
  expressions.set(pattern, made);
  return made;
}
