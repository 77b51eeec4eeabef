import type { Execution } from './execution.ts';

/** An execution as numbered steps: who, what; the step where a property broke, and the last steps at its object. Source: XF-2. */
export function executionLines({ taken, broken, name }: Execution): readonly string[] {
  const width = Math.max(0, ...taken.map(({ thread }) => name(thread).length));
  const lines = taken.map(({ thread, step, data }, at) => {
    const switched = at > 0 && taken[at - 1]?.thread !== thread ? '↷' : ' ';
    const chosen = data.length === 0 ? '' : `  (choices ${data.join(', ')})`;
    return `${String(at + 1).padStart(4)} ${switched} ${name(thread).padEnd(width)}  ${step.text}${chosen}`;
  });
  if (broken === null) return [...lines, 'nothing broke'];
  const { property, text, at, object, more = [] } = broken;
  const touching =
    object === undefined
      ? []
      : taken.flatMap(({ step }, place) => (step.text.includes(`${object}.`) ? [place + 1] : []));
  const last = touching.slice(-3).map(String).join(', ');
  const touched = last === '' ? '' : ` (steps ${last} touch ${object})`;
  return [...lines, `after step ${at}: ${property}: ${text}${touched}`, ...more.map((line) => `  ${line}`)];
}
