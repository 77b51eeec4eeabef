import { expect, test } from 'vitest';
import { jsonText, rememberJson } from './json-text.ts';

test('what was asked for last is had again, and nothing else', () => {
  const one = { a: 1 };
  const other = { a: 1 };
  expect(jsonText(one)).toBe('{"a":1}');
  rememberJson(one, 'as remembered');
  expect(jsonText(one)).toBe('as remembered');
  expect(jsonText(other)).toBe('{"a":1}');
  expect(jsonText(one)).toBe('{"a":1}');
});
