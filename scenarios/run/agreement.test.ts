import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../model/language/outcome.ts';
import { agreementOf } from './agreement.ts';
import { standardStreams } from './descriptor-numbers.ts';

const returned = (value: unknown): Outcome => ({ see: 'return', value }) as Outcome;
const compared = (model: unknown, target: unknown) => agreementOf(returned(model), returned(target), standardStreams);
/** Where the two part, and in which words; undefined where they agree. */
const parting = (model: unknown, target: unknown) => {
  const agreement = compared(model, target);
  return agreement.agree ? undefined : agreement.parting;
};

describe('values', () => {
  test.each([
    ['equal ones', { a: [1, 'x', null, true], b: {} }, { a: [1, 'x', null, true], b: {} }],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['numbers of descriptors', [{ $fd: 10 }, { $fd: 11 }, { $fd: 10 }], [33, 34, 33]],
    ['standard streams', [{ $fd: 0 }, { $fd: 2 }], [0, 2]],
    ['marks in texts', 'fd=⟦fd:10⟧, not ⟦fd:11⟧!', 'fd=33, not 34!'],
    ['a mark alone', '⟦fd:10⟧', '33'],
  ])('%s agree', (_, model, target) => {
    expect(parting(model, target)).toBeUndefined();
  });

  test.each<readonly [string, unknown, unknown, string]>([
    ['another text', { a: { b: 'x' } }, { a: { b: 'y' } }, 'value.a.b'],
    ['another number', [1, 2], [1, 3], 'value[1]'],
    ['another truth', { a: true }, { a: false }, 'value.a'],
    ['another type', { a: 1 }, { a: '1' }, 'value.a'],
    ['a text for a list', 'x', ['x'], 'value'],
    ['a list for a text', ['x'], 'x', 'value'],
    ['a list for an object', [], {}, 'value'],
    ['an object for a list', {}, [], 'value'],
    ['nothing for an object', {}, null, 'value'],
    ['an object for nothing', null, {}, 'value'],
    ['a member too many', { a: 1 }, { a: 1, b: 1 }, 'value.b'],
    ['a member too few', { a: 1, b: 1 }, { a: 1 }, 'value.b'],
    ['an item too many', [1], [1, 2], 'value'],
    ['an item too few', [1, 2], [1], 'value'],
    ['a text for a descriptor', { fd: { $fd: 10 } }, { fd: '33' }, 'value.fd'],
    ['nothing for a descriptor', { fd: { $fd: 10 } }, {}, 'value.fd'],
    ['a mark that is no number', { $fd: '10' }, 10, 'value'],
    ['a plain number for a number of its own', 33, { $fd: 33 }, 'value'],
    ['a text before a mark', 'fd=⟦fd:10⟧', 'fx=33', 'value'],
    ['a text after a mark', 'fd=⟦fd:10⟧, yes', 'fd=33, no', 'value'],
    ['a text that ends later', 'fd=⟦fd:10⟧', 'fd=33 or so', 'value'],
    ['no number at a mark', 'fd=⟦fd:10⟧', 'fd=', 'value'],
    ['a number somewhere behind a mark', 'fd=⟦fd:10⟧ x', 'fd=a 33 x', 'value'],
    ['a mark that does not close', 'fd=⟦fd:10', 'fd=33', 'value'],
  ])('%s: parts at its place', (_, model, target, path) => {
    const part = parting(model, target);
    expect(part).toMatchObject({ path, numbers: false });
    expect(part?.text).toMatch(/the model (says|has) .*the target|model \/ target: /);
  });
});

describe('outcomes', () => {
  test('of another kind part at `see`', () => {
    const agreement = agreementOf({ see: 'done' }, { see: 'silent' }, standardStreams);
    expect(agreement).toEqual({
      agree: false,
      parting: { path: 'see', text: 'the model says {"see":"done"}, the target {"see":"silent"}', numbers: false },
    });
  });

  test('lists of another length tell both lengths', () => {
    expect(parting([1], [1, 2])?.text).toBe('the model has 1 items [1], the target 2 [1,2]');
  });
});

describe('numbers', () => {
  test('contradict each other inside one outcome, in values and in texts', () => {
    const paths = [
      [
        [{ $fd: 10 }, { $fd: 10 }],
        [33, 34],
      ],
      [
        [{ $fd: 10 }, { $fd: 11 }],
        [33, 33],
      ],
      [
        [{ $fd: 10 }, 'is ⟦fd:10⟧ open'],
        [33, 'is 34 open'],
      ],
      [
        [{ $fd: 10 }, { $fd: 1 }],
        [33, 3],
      ],
    ].map(([model, target]) => parting(model, target));
    expect(paths).toMatchObject(Array.from({ length: 4 }, () => ({ path: 'value[1]', numbers: true })));
    expect(paths[0]?.text).toBe(
      'the model names the descriptor that the target called 33 before; the target now says 34',
    );
    expect(paths[1]?.text).toBe(
      'the target re-uses its number 33, where the model has a descriptor of its own (its 11, not its 10)',
    );
  });

  test('an agreement carries the pairs on', () => {
    const agreement = compared([{ $fd: 10 }, 'of ⟦fd:11⟧'], [33, 'of 40']);
    expect(agreement.agree && [...agreement.numbers.targetOf]).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [10, 33],
      [11, 40],
    ]);
  });
});
