import { expect, test } from 'vitest';
import type { Action } from '../../model/language/action.ts';
import type { Value } from '../../model/language/value.ts';
import { actionForModel, actionForTarget, symbolOf, symbolsIn } from './symbols.ts';

const qmp = (more: object): Action => ({ do: 'qmp', execute: 'x', ...more }) as Action;
const symbols = new Map([
  ['a', 33],
  ['b', 34],
]);

test('a symbol is an object of the one member $ with a name', () => {
  const values = [{ $: 'a' }, { $: 1 }, { $: 'a', b: 1 }, { a: 'a' }, 'a', null, ['a']];
  expect(values.map(symbolOf)).toEqual(['a', undefined, undefined, undefined, undefined, undefined, undefined]);
});

test('symbols are found at any depth, in order', () => {
  expect(symbolsIn({ x: [{ $: 'a' }, { y: { $: 'b' } }], z: 'c', n: null })).toEqual(['a', 'b']);
  expect(symbolsIn('a')).toEqual([]);
});

test("the target gets its own numbers, the model its own, in a command's arguments and id", () => {
  const action = qmp({ arguments: { list: [{ $: 'a' }, 1], n: null }, id: { $: 'b' } as Value });
  const forTarget = qmp({ arguments: { list: [33, 1], n: null }, id: 34 });
  expect(actionForTarget(action, symbols)).toEqual(forTarget);
  const modelOf = new Map([
    [33, 10],
    [34, 11],
  ]);
  expect(actionForModel(action, symbols, modelOf)).toEqual(
    qmp({ arguments: { list: [{ $fd: 10 }, 1], n: null }, id: { $fd: 11 } }),
  );
  expect(actionForTarget(qmp({ id: { $: 'b' } }), symbols)).toEqual(qmp({ id: 34 }));
});

test('what mentions none passes untouched', () => {
  const plain = qmp({ arguments: { a: 1 } });
  expect(actionForTarget(plain, symbols)).toBe(plain);
  expect(actionForModel(plain, symbols, new Map())).toBe(plain);
  const write: Action = { do: 'write', to: 'p', bytes: 'x' };
  expect(actionForTarget(write, symbols)).toBe(write);
});

test('a name that nothing has bound is an error that names what is bound', () => {
  const action = qmp({ arguments: { $: 'c' } });
  expect(() => actionForTarget(action, symbols)).toThrow(
    'symbol c is used before a literal has bound it (bound here: a, b)',
  );
  expect(() => actionForTarget(action, new Map())).toThrow('(bound here: none)');
  expect(() => actionForModel(qmp({ arguments: { $: 'a' } }), symbols, new Map())).toThrow(
    'symbol a: the model knows no descriptor of that number',
  );
});
