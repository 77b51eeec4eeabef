import type { Exploration } from '../explore/explore.ts';
import type { ProblemSpec } from '../explore/problems.ts';
import type { Simplified } from '../explore/simplify.ts';
import type { ExploreSettings } from './explore-options.ts';
import { passesOf } from './explore-strategies.ts';

const count = (value: number, noun: string): string => `${value.toLocaleString('en-US')} ${noun}`;

/** One line on what was covered; only a complete search is called exhausted. Source: XS-8. */
export function explorationLine(
  name: string,
  profile: string,
  settings: ExploreSettings,
  { counts, complete, elapsedMs }: Exploration,
  findings: number,
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
  const verdict = findings > 0 ? `${findings} found` : 'nothing found';
  const covered = complete ? (settings.strategy === 'bounded' ? boundOf(settings) : 'exhausted') : 'not exhausted';
  const mark = findings > 0 ? '✗' : complete ? '✓' : '?';
  return `${mark} ${name}  ${profile}  ${covered}, ${verdict}: ${parts.join(', ')}`;
}

function boundOf(settings: ExploreSettings): string {
  const preemptions = passesOf(settings).length - 1;
  return `bound of ${preemptions} preemption${preemptions === 1 ? '' : 's'} exhausted`;
}

/** How long the schedule of a finding is, and of which smaller problem, if it is one. Source: XF-5. */
export function howPlain(explored: ProblemSpec, { problem, turns, preemptions, fewest }: Simplified): string {
  const steps = `${turns.length} steps, ${preemptions} preemption${preemptions === 1 ? '' : 's'}`;
  const least =
    fewest === true ? (preemptions > 0 ? ', no schedule with fewer breaks it' : '') : ', perhaps not the fewest';
  return `${steps}${least}${problem.params === explored.params ? '' : `; params ${problem.params} are enough`}`;
}
