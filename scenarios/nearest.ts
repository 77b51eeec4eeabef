/** The known word at most 3 edits away (half its length for short ones) that is nearest; undefined when none is. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const ranked = [...known]
    .map((each) => ({ each, distance: editDistance(word, each) }))
    .filter(({ each, distance }) => distance <= Math.min(editsMax, Math.ceil(each.length / 2)))
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.each;
}

const editsMax = 3;

/** Insertions, deletions and replacements of single characters; words of too different lengths are not looked into. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > editsMax) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, character] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries()) {
      const replaced = (row[index] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
