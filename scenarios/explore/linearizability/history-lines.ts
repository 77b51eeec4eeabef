import type { Operation, Specification } from './history.ts';
import { rejectionLines, type Verdict } from './linearize.ts';

const cellMax = 48;

/**
 * A history that no order explains: a column for each thread, down the page as time goes, with the place of each call in
 * the longest order that was found (`?`: none); then that order, and why nothing can follow it.
 */
export function historyLines<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  verdict: Extract<Verdict<Call, Result>, { kind: 'rejected' }>,
): readonly string[] {
  return [...columnsOf(specification, history, verdict.prefix), '', ...rejectionLines(specification, verdict)];
}

type Cell = { readonly at: number; readonly thread: string; readonly text: string };

function columnsOf<State, Call, Result>(
  { callText, resultText }: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  prefix: readonly Operation<Call, Result>[],
): readonly string[] {
  const cells = history.flatMap((operation): readonly Cell[] => {
    const { thread, call, result, from, to } = operation;
    const place = prefix.indexOf(operation) + 1;
    const mark = `(${place === 0 ? '?' : place})`;
    const told = result === null ? 'no answer' : resultText(result);
    if (to === from + 1) return [{ at: from, thread, text: `${callText(call)} → ${told} ${mark}` }];
    const begins = { at: from, thread, text: `┌ ${callText(call)}${to === null ? ` ${mark}` : ''}` };
    return to === null ? [begins] : [begins, { at: to, thread, text: `└ ${told} ${mark}` }];
  });
  const rows = cells.toSorted((one, other) => one.at - other.at);
  const threads = [...new Set(history.map(({ thread }) => thread))];
  const widths = threads.map((name) =>
    Math.min(cellMax, Math.max(...cells.filter(({ thread }) => thread === name).map(({ text }) => text.length), 1)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) => text.padEnd(Math.max(widths[column] ?? 0, threads[column]?.length ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(threads),
    ...rows.map(({ thread, text }) => line(threads.map((name) => (name === thread ? cut(text) : '')))),
  ];
}

/** What does not fit loses its middle: the place at its end stays. */
function cut(text: string): string {
  if (text.length <= cellMax) return text;
  const tail = / \((\?|\d+)\)$/.exec(text)?.[0] ?? '';
  return `${text.slice(0, cellMax - 1 - tail.length)}…${tail}`;
}
