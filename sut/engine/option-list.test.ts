import { expect, test } from 'vitest';
import { type OptionSyntax, parseOptions } from './option-list.ts';

const syntax: OptionSyntax = {
  group: 'test',
  impliedKey: 'backend',
  kinds: { backend: 'string', path: 'string', append: 'bool', fd: 'number', size: 'size' },
};
const errorOf = (word: string): string => {
  const parsed = parseOptions(word, syntax);
  return parsed.ok ? 'no error' : parsed.text;
};

test('the first word without = belongs to the implied key and a doubled comma is one comma', () => {
  const parsed = parseOptions('file,id=a,path=a,,b', syntax);
  expect(parsed.ok && [parsed.value.id, parsed.value.text('backend'), parsed.value.text('path')]).toEqual([
    'a',
    'file',
    'a,b',
  ]);
});

test('of equal keys the last one counts, and of equal ids the first', () => {
  const parsed = parseOptions('null,id=a,id=b,path=x,path=y', syntax);
  expect(parsed.ok && [parsed.value.id, parsed.value.text('path')]).toEqual(['a', 'y']);
});

test('numbers are decimal or hexadecimal without a suffix, and of 64 bits', () => {
  const parsed = parseOptions('fd=0xa', syntax);
  expect(parsed.ok && parsed.value.number('fd')).toBe(10n);
  expect(errorOf('fd=1k')).toBe("Parameter 'fd' expects a number");
  expect(errorOf('fd=')).toBe("Parameter 'fd' expects a number");
  expect(errorOf('fd=1.5')).toBe("Parameter 'fd' expects a number");
  expect(errorOf('fd=18446744073709551616')).toBe("Value '18446744073709551616' is too large for parameter 'fd'");
});

test('sizes take suffixes', () => {
  const parsed = parseOptions('x,size=4k', syntax);
  expect(parsed.ok && parsed.value.number('size')).toBe(4096n);
  expect(errorOf('x,size=1x')).toBe("Parameter 'size' expects a non-negative number below 2^64");
});

test('unknown keys, bad switches and bad ids are refused in these words', () => {
  expect(errorOf('x,foo=2')).toBe("Invalid parameter 'foo'");
  expect(errorOf('x,append=maybe')).toBe("Parameter 'append' expects 'on' or 'off'");
  expect(errorOf('x,id=1x')).toBe("Parameter 'id' expects an identifier");
});
