/**
 * JSON as a pretty monitor writes it: each member on a line of its own, four blanks a level, and an end on a line of its
 * own even where nothing is inside. `compact`: the same as `formatJson` has it. Source: experiment on both releases.
 */
export function prettyJson(compact: string): string {
  let depth = 0;
  let out = '';
  const line = (): string => `\n${'    '.repeat(depth)}`;
  for (const token of compact.match(/"(?:[^"\\]|\\.)*"|[{}[\]]|, |[^"{}[\],]+/g) ?? []) {
    if (token === '}' || token === ']') {
      depth -= 1;
      out += line() + token;
    } else if (token === ', ') out += `,${line()}`;
    else {
      if (/[{[]$/.test(out)) out += line();
      out += token;
      if (token === '{' || token === '[') depth += 1;
    }
  }
  return out;
}
