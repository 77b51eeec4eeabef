import { type Operation, partsOf, type Specification } from './history.ts';

/** A call that could have come next and does not fit, and what it might have returned there. */
export type Misfit<Call, Result> = {
  readonly operation: Operation<Call, Result>;
  readonly allowed: readonly Result[];
};

/**
 * Whether some order of the calls, in which none comes before one that had returned when it was made, explains every
 * result. `unknown`: a limit was met, and nothing is said.
 */
export type Verdict<Call, Result> =
  | { readonly kind: 'accepted'; readonly order: readonly Operation<Call, Result>[] }
  | {
      readonly kind: 'rejected';
      /** The longest order found. */
      readonly prefix: readonly Operation<Call, Result>[];
      readonly misfits: readonly Misfit<Call, Result>[];
    }
  | { readonly kind: 'unknown'; readonly configurations: number };

const configurationsMaxDefault = 200_000;

/**
 * Judges a history, part by part; `links` as for `partsOf`. Source: XL-1, XL-2; Wing and Gong, Testing and verifying concurrent objects (1993);
 * Lowe, Testing for linearizability (2017).
 */
export function linearize<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  links: readonly (readonly string[])[] = [],
  configurationsMax: number = configurationsMaxDefault,
): Verdict<Call, Result> {
  const order: Operation<Call, Result>[] = [];
  let unknown: Verdict<Call, Result> | undefined;
  for (const part of partsOf(history, links)) {
    const verdict = linearizeWhole(specification, part, configurationsMax);
    if (verdict.kind === 'rejected') return verdict;
    if (verdict.kind === 'unknown') unknown = verdict;
    else order.push(...verdict.order);
  }
  return unknown ?? { kind: 'accepted', order };
}

type Frame<State> = { readonly state: State; readonly choices: readonly Choice<State>[]; next: number };
type Choice<State> = { readonly operation: number; readonly state: State };

/** The most calls that were put in an order, and the states that they may lead to. */
type Longest<State> = { readonly calls: number; readonly path: readonly number[]; readonly states: State[] };

function sameCalls(one: readonly number[], other: readonly number[]): boolean {
  return one.every((call, at) => call === other[at]);
}

/** Where a choice has an operation: what the system did by itself. */
const byItself = -1;

/** The same without looking for parts. Configurations (calls done, state) are entered once. */
export function linearizeWhole<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  configurationsMax: number = configurationsMaxDefault,
): Verdict<Call, Result> {
  const wanted = history.filter(({ to }) => to !== null).length;
  const done = new Uint8Array(history.length);
  const seen = new Set<string>();
  const path: number[] = [];
  let returned = 0;
  let longest: Longest<State> = { calls: 0, path: [], states: [specification.initial] };
  const frames: Frame<State>[] = [
    { state: specification.initial, choices: choicesAt(specification, history, done, specification.initial), next: 0 },
  ];
  while (returned < wanted) {
    const frame = frames.at(-1);
    if (frame === undefined) {
      return rejected(specification, history, longest);
    }
    const choice = frame.choices[frame.next];
    frame.next += 1;
    if (choice === undefined) {
      frames.pop();
      const undone = path.pop();
      if (undone !== undefined && undone !== byItself) {
        done[undone] = 0;
        if (history[undone]?.to !== null) returned -= 1;
      }
      continue;
    }
    const { operation, state } = choice;
    if (operation !== byItself) done[operation] = 1;
    const key = `${String.fromCharCode(...done)}${specification.key(state)}`;
    if (seen.has(key)) {
      if (operation !== byItself) done[operation] = 0;
      continue;
    }
    if (seen.size >= configurationsMax) return { kind: 'unknown', configurations: seen.size };
    seen.add(key);
    path.push(operation);
    if (operation !== byItself && history[operation]?.to !== null) returned += 1;
    const calls = path.filter((at) => at !== byItself);
    if (calls.length > longest.calls) longest = { calls: calls.length, path: calls, states: [state] };
    else if (calls.length === longest.calls && sameCalls(calls, longest.path)) longest.states.push(state);
    frames.push({ state, choices: choicesAt(specification, history, done, state), next: 0 });
  }
  return { kind: 'accepted', order: picked(history, path) };
}

function picked<Call, Result>(
  history: readonly Operation<Call, Result>[],
  path: readonly number[],
): readonly Operation<Call, Result>[] {
  return path.flatMap((at) => history[at] ?? []);
}

/** Calls that no undone call had returned before. */
function firstOnes<Call, Result>(history: readonly Operation<Call, Result>[], done: Uint8Array): readonly number[] {
  let earliest = Number.POSITIVE_INFINITY;
  for (const [at, { to }] of history.entries()) if (done[at] === 0 && to !== null && to < earliest) earliest = to;
  const first: number[] = [];
  for (const [at, { from }] of history.entries()) if (done[at] === 0 && from < earliest) first.push(at);
  return first;
}

function choicesAt<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  done: Uint8Array,
  state: State,
): readonly Choice<State>[] {
  const moves = (specification.moves?.(state) ?? []).map((next) => ({ operation: byItself, state: next }));
  const calls = firstOnes(history, done).flatMap((operation) => {
    const { call, result } = history[operation] as Operation<Call, Result>;
    return specification
      .outcomes(state, call)
      .filter((outcome) => result === null || specification.same(outcome.result, result))
      .map((outcome) => ({ operation, state: outcome.state }));
  });
  return [...calls, ...moves];
}

function rejected<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  history: readonly Operation<Call, Result>[],
  { path, states }: Longest<State>,
): Verdict<Call, Result> {
  const done = new Uint8Array(history.length);
  for (const at of path) done[at] = 1;
  const misfits = firstOnes(history, done).flatMap((at): readonly Misfit<Call, Result>[] => {
    const operation = history[at] as Operation<Call, Result>;
    if (operation.to === null) return [];
    const allowed: Result[] = [];
    for (const state of states) {
      for (const { result } of specification.outcomes(state, operation.call))
        if (!allowed.some((each) => specification.same(each, result))) allowed.push(result);
    }
    return [{ operation, allowed }];
  });
  return { kind: 'rejected', prefix: picked(history, path), misfits };
}

/** A rejection in words: the calls that can be ordered, then each that could come next and what it should have returned. */
export function rejectionLines<State, Call, Result>(
  specification: Specification<State, Call, Result>,
  { prefix, misfits }: Extract<Verdict<Call, Result>, { kind: 'rejected' }>,
): readonly string[] {
  const told = ({ thread, call, result, from, to }: Operation<Call, Result>): string => {
    const when = to === null ? `from ${from}` : `${from} to ${to}`;
    const what = result === null ? 'no answer' : specification.resultText(result);
    return `${thread}: ${specification.callText(call)} → ${what} (${when})`;
  };
  return [
    ...(prefix.length === 0 ? [] : ['in this order these calls make sense:']),
    ...prefix.map((operation, at) => `  ${at + 1}. ${told(operation)}`),
    'none of these can come next:',
    ...misfits.map(({ operation, allowed }) => {
      const rule = allowed.map((result) => specification.resultText(result)).join(' or ');
      return `  ${told(operation)}, where the rule says ${rule}`;
    }),
  ];
}
