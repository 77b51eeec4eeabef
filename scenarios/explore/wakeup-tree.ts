import type { StepTable, VisibleStep } from './visible-step.ts';

/** One step of a sequence that is to be explored from some state. */
export type Event = { readonly thread: number; readonly step: VisibleStep; readonly data: readonly number[] };

/** A step to take from a state, and the steps wanted after it; no children: anything may follow. */
export type Branch = Event & { readonly children: Branch[] };

/**
 * Adds a sequence to the branches that leave a state, unless one of them covers it already: where a branch can begin the
 * sequence up to the order of independent steps, it goes on below that branch. Source: Abdulla, Aronis, Jonsson,
 * Sagonas, Optimal dynamic partial order reduction (POPL 2014), insert.
 */
export function insertSequence(table: StepTable, branches: Branch[], sequence: readonly Event[]): void {
  let here = branches;
  let rest = sequence;
  for (;;) {
    const next = here.find((branch) => beginsWith(table, rest, branch));
    if (next === undefined) break;
    if (next.children.length === 0) return; // covered: anything may follow
    const at = rest.findIndex(({ thread }) => thread === next.thread);
    if (at >= 0) rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    here = next.children;
  }
  let list = here;
  for (const { thread, step, data } of rest) {
    const branch: Branch = { thread, step, data, children: [] };
    list.push(branch);
    list = branch.children;
  }
}

/**
 * Whether some execution that contains the sequence can begin with this thread's step: it is in the sequence and nothing
 * before it there conflicts, or it is not and conflicts with none of it. Source: the same, weak initials.
 */
export function beginsWith(table: StepTable, sequence: readonly Event[], first: Event): boolean {
  for (const event of sequence) {
    if (event.thread === first.thread) return sameData(event.data, first.data);
    if (table.conflict(event.step, first.step)) return false;
  }
  return true;
}

/** Whether the same was chosen. */
export function sameData(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((each, at) => each === right[at]);
}
