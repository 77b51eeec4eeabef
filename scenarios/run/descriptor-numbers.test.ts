import { expect, test } from 'vitest';
import { pairNumbers, realStandardStreams, standardStreams } from './descriptor-numbers.ts';

test('a number that the start gave may come again in any order on a real system, in no other', () => {
  const real = pairNumbers(realStandardStreams, 10, 5);
  const again = typeof real === 'string' ? real : pairNumbers(real, 10, 3);
  expect(typeof again !== 'string' && [again.targetOf.get(10), again.modelOf.get(3), again.modelOf.get(5)]).toEqual([
    3,
    10,
    undefined,
  ]);
  const simulated = pairNumbers(standardStreams, 10, 5);
  expect(typeof simulated === 'string' ? '' : pairNumbers(simulated, 10, 3)).toMatch(/called 5 before/);
});

test('numbers that come after the start are checked on a real system, too', () => {
  const paired = pairNumbers(realStandardStreams, 11, 13);
  expect(typeof paired === 'string' ? '' : pairNumbers(paired, 11, 14)).toMatch(/called 13 before/);
});
