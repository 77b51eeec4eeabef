import type { Action } from '../../../model/language/action.ts';
import type { Outcome } from '../../../model/language/outcome.ts';
import type { ModelState } from '../../../model/model.ts';
import type { Operation } from './history.ts';
import { historyLines } from './history-lines.ts';
import { linearize, linearizeWhole, type Verdict } from './linearize.ts';
import { type Asked, type ModelRules, modelRules } from './model-specification.ts';
import { everything, objectsOf } from './touched.ts';

/** An action and what was seen of it. */
export type ActionRecord = Operation<Asked, Outcome>;

/** Actions and outcomes of several threads as they come and go. */
export type ActionHistory = {
  readonly records: readonly ActionRecord[];
  /** It is about to be done; what is given is to be told the outcome. */
  begin(thread: string, action: Action, atRest?: boolean): (outcome: Outcome) => void;
};

/** Nothing was done yet. */
export function createActionHistory(): ActionHistory {
  type Entry = { -readonly [Key in keyof ActionRecord]: ActionRecord[Key] };
  const records: Entry[] = [];
  let moment = 0;
  const now = (): number => {
    moment += 1;
    return moment;
  };
  return {
    records,
    begin(thread, action, atRest = false): (outcome: Outcome) => void {
      const call: Asked = { action, atRest };
      const entry: Entry = { thread, call, result: null, from: now(), to: null, objects: objectsOf(action) };
      records.push(entry);
      return (outcome) => {
        entry.result = outcome;
        entry.to = now();
      };
    },
  };
}

/** What the model says of a history: lines for people where it says no; `unknown` where it says nothing, with the reason. */
export type ModelVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly lines: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Judges a history from a state of the model that is held. `links`: objects that belong together. Source: XL-1, XL-2. */
export function judgeByModel(
  initial: ModelState,
  records: readonly ActionRecord[],
  links: readonly (readonly string[])[],
  configurationsMax?: number,
): ModelVerdict {
  const rules = modelRules(initial);
  const isWhole = records.some(({ objects }) => objects.includes(everything));
  const verdict = isWhole
    ? linearizeWhole(rules, records, configurationsMax)
    : linearize(rules, records, links, configurationsMax);
  return verdictOf(rules, records, verdict);
}

function verdictOf(
  rules: ModelRules,
  records: readonly ActionRecord[],
  verdict: Verdict<Asked, Outcome>,
): ModelVerdict {
  if (verdict.kind === 'accepted') return { kind: 'accepted' };
  if (verdict.kind === 'unknown') return { kind: 'unknown', why: `more than ${verdict.configurations} ways to go` };
  const limit = rules.gaveUp();
  if (limit !== null) return { kind: 'unknown', why: `the model does not predict: ${limit}` };
  return { kind: 'rejected', lines: historyLines(rules, records, verdict) };
}
