import type { Execution } from '../explore/execution.ts';
import type { Exploration } from '../explore/explore.ts';

const count = (value: number, noun: string): string => `${value.toLocaleString('en-US')} ${noun}`;

/** One line on what was covered; only a complete search is called exhausted. Source: XS-8. */
export function explorationLine(
  name: string,
  profile: string,
  strategy: string,
  { counts, complete, elapsedMs, findings }: Exploration,
): string {
  const parts = [
    ...(counts.executions > 0 ? [count(counts.executions, 'executions')] : []),
    ...(counts.pruned > 0 ? [count(counts.pruned, 'pruned')] : []),
    ...(counts.blocked > 0 ? [count(counts.blocked, 'blocked')] : []),
    ...(counts.cut > 0 ? [count(counts.cut, 'cut off')] : []),
    ...(counts.states > 0 ? [count(counts.states, 'states')] : []),
    count(counts.steps, 'steps'),
    `${(elapsedMs / 1000).toFixed(1)} s`,
  ];
  const verdict = findings.length > 0 ? `${findings.length} found` : 'nothing found';
  const covered = complete ? (strategy === 'bounded' ? 'bound exhausted' : 'exhausted') : 'not exhausted';
  const mark = findings.length > 0 ? '✗' : complete ? '✓' : '?';
  return `${mark} ${name}  ${profile}  ${covered}, ${verdict}: ${parts.join(', ')}`;
}

/** An execution as numbered steps: who, what; the step where a property broke, and the two last steps at its object. */
export function executionLines({ taken, broken, name }: Execution): readonly string[] {
  const width = Math.max(0, ...taken.map(({ thread }) => name(thread).length));
  const lines = taken.map(({ thread, step, data }, at) => {
    const switched = at > 0 && taken[at - 1]?.thread !== thread ? '↷' : ' ';
    const chosen = data.length === 0 ? '' : `  (choices ${data.join(', ')})`;
    return `${String(at + 1).padStart(4)} ${switched} ${name(thread).padEnd(width)}  ${step.text}${chosen}`;
  });
  if (broken === null) return [...lines, 'nothing broke'];
  const { property, text, at, object } = broken;
  const touching =
    object === undefined
      ? []
      : taken.flatMap(({ step }, place) => (step.text.includes(`${object}.`) ? [place + 1] : []));
  const last = touching.slice(-3).map(String).join(', ');
  return [...lines, `after step ${at}: ${property}: ${text}${last === '' ? '' : ` (steps ${last} touch ${object})`}`];
}
