import type { Broken } from './problem.ts';

/**
 * What findings of one kind have in common: the property, and what happened, whichever writer it happened to, however
 * often, and from whichever side it is told. Two findings of one cause are one finding.
 */
export function causeOf({ property, text, object = '' }: Broken): string {
  const sides = text
    .split('; ')
    .map((side) => side.replaceAll(/\b[a-h]\b/g, 'a writer').replaceAll(/\d+/g, 'n'))
    .sort();
  return `${property}|${object}|${[...new Set(sides)].join('; ')}`;
}
