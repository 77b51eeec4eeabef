import type * as v from 'valibot';
import { nearest } from '../nearest.ts';
import { excerpt } from '../run/excerpt.ts';
import { symbolsIn } from '../run/symbols.ts';
import type { Scenario } from '../scenario.ts';

/** One fault of the schema as a sentence: which step and member, what was wanted, what was seen. */
export function readableProblem(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number);
  const place = placeOf(keys);
  // a member that the schema does not have: valibot expects `never`
  if (issue.expected === 'never') {
    return `${place}: this member does not exist here; remove it or correct its name`;
  }
  if (issue.received === 'undefined') return `${place}: is missing`;
  return `${place}: wanted ${wantedOf(issue)}, seen ${excerpt(issue.input)}`;
}

const plainWords: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'an object',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

function wantedOf(issue: v.BaseIssue<unknown>): string {
  const ownWords = !issue.message.startsWith('Invalid ');
  if (ownWords) return issue.message;
  const expected = issue.expected ?? 'something else';
  if (!expected.includes('"')) return plainWords[expected] ?? expected;
  const names = [...expected.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
  const near = typeof issue.input === 'string' ? nearest(issue.input, names) : undefined;
  const others = names.filter((name) => name !== near).map((name) => `'${name}'`);
  if (near === undefined) return others.join(', ');
  return others.length === 0 ? `'${near}'` : `'${near}' (or one of ${others.join(', ')})`;
}

function placeOf(keys: readonly (string | number)[]): string {
  const [head, index, side, ...rest] = keys;
  if (keys.length === 0) return 'the scenario';
  if (head !== 'steps' || typeof index !== 'number') return keys.join('.');
  const step = `step ${index + 1}`;
  if (side === undefined) return step;
  return [`${step}, ${side === 0 ? 'action' : 'expectation'}`, ...(rest.length === 0 ? [] : [rest.join('.')])].join(
    ': ',
  );
}

/** A sentence for each `{ $: name }` that an action uses before the literal of an earlier step binds it. */
export function unboundSymbols(scenario: Scenario): readonly string[] {
  const bound = new Set<string>();
  return scenario.steps.flatMap(([action, expectation], index) => {
    if (action.do === 'launch') bound.clear();
    const unbound = symbolsIn(action).filter((name) => !bound.has(name));
    for (const name of symbolsIn(expectation)) bound.add(name);
    return unbound.map(
      (name) => `step ${index + 1}, action: { $: '${name}' } is used, but no earlier expectation binds it`,
    );
  });
}
