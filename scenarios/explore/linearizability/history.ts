/** One call of a concurrent history. Positions are moments of the run, all different; a response never comes before its invocation. */
export type Operation<Call, Result> = {
  /** Calls of one thread do not overlap. */
  readonly thread: string;
  readonly call: Call;
  /** Null: it never returned, and may have taken effect or not. */
  readonly result: Result | null;
  readonly from: number;
  readonly to: number | null;
  /** What it touches: calls that share nothing are judged apart. */
  readonly objects: readonly string[];
};

/** What calls do one after the other: pure. */
export type Specification<State, Call, Result> = {
  readonly initial: State;
  /** Every way in which a call may go. */
  outcomes(state: State, call: Call): readonly { readonly state: State; readonly result: Result }[];
  /** What the system may do by itself between two calls, seen by nobody: the states that one such step leads to. */
  moves?(state: State): readonly State[];
  /** Equal for states that cannot be told apart. */
  key(state: State): string;
  same(left: Result, right: Result): boolean;
  callText(call: Call): string;
  resultText(result: Result): string;
};

/**
 * Calls that must be judged together: those that share an object, directly or through others. `links`: objects that
 * belong together whatever the calls say. Source: XL-2.
 */
export function partsOf<Call, Result>(
  history: readonly Operation<Call, Result>[],
  links: readonly (readonly string[])[] = [],
): readonly (readonly Operation<Call, Result>[])[] {
  const parents = new Map<string, string>();
  const rootOf = (object: string): string => {
    let root = object;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    parents.set(object, root);
    return root;
  };
  for (const objects of [...links, ...history.map((operation) => operation.objects)]) {
    const [first, ...others] = objects;
    for (const other of others) parents.set(rootOf(other), rootOf(first ?? other));
  }
  const parts = new Map<string, Operation<Call, Result>[]>();
  for (const operation of history) {
    const root = rootOf(operation.objects[0] ?? '');
    const part = parts.get(root) ?? [];
    part.push(operation);
    parts.set(root, part);
  }
  return [...parts.values()];
}
