import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('the nearest word is at most some edits away', () => {
  expect(nearest('rnu', ['run', 'replay'])).toBe('run');
  expect(nearest('fdset/qurey-order', ['fdset/query-order', 'fdset/query'])).toBe('fdset/query-order');
  expect(nearest('nonsense', ['run', 'replay'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});
