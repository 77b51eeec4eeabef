import type { StepView } from './step-view.ts';

/** Where a walk stops: at a kind of action or outcome, at an object, or at a clause. */
export type Breakpoint = { readonly on: 'kind' | 'object' | 'clause'; readonly name: string };

/** The things that a breakpoint can name. */
export const breakpointKinds: readonly Breakpoint['on'][] = ['kind', 'object', 'clause'];

/** A breakpoint in words, as it is typed. */
export function breakpointText({ on, name }: Breakpoint): string {
  return `${on} ${name}`;
}

/** Whether a step is one to stop at; `previous`: the one before it, for objects that changed. */
export function stopsAt({ on, name }: Breakpoint, step: StepView, previous: StepView | undefined): boolean {
  switch (on) {
    case 'kind':
      return kindsOf(step).includes(name.toLowerCase());
    case 'clause':
      return step.clauses.some((id) => id === name || (name.endsWith('*') && id.startsWith(name.slice(0, -1))));
    case 'object':
      return mentions([step.action, step.recorded, step.replayed], name) || hasChanged(step, previous, name);
  }
}

/** Words for what a step is: action, command, outcomes, how it compares, and whether the simulation decided otherwise. */
function kindsOf({ action, recorded, replayed, mark, deviations }: StepView): readonly string[] {
  const command =
    action.do === 'qmp' ? [action.execute] : action.do === 'hmp' ? action.line.split(' ').slice(0, 1) : [];
  const seen = [recorded, replayed].flatMap((outcome) => (outcome === undefined ? [] : [outcome.see]));
  const words = [action.do, ...command, ...seen, mark, ...(deviations > 0 ? ['sched'] : [])];
  return words.map((word) => word.toLowerCase());
}

const apart = /[^\p{L}\p{N}_.\-{}]+/u;

/** Whether the name stands in a value: as a text, as a word or path of one, or as a number. */
function mentions(value: unknown, name: string): boolean {
  if (typeof value === 'string') return value === name || value.split(apart).includes(name);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value) === name;
  if (Array.isArray(value)) return value.some((each) => mentions(each, name));
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((each) => mentions(each, name));
}

function hasChanged({ inside }: StepView, previous: StepView | undefined, name: string): boolean {
  return (['model', 'engine'] as const).some((side) => {
    const sections = inside[side];
    if (sections === undefined) return false;
    return Object.entries(sections).some(([section, lines]) => {
      const before = previous?.inside[side]?.[section as keyof typeof sections] ?? {};
      return Object.hasOwn(lines, name) !== Object.hasOwn(before, name) || lines[name] !== before[name];
    });
  });
}
