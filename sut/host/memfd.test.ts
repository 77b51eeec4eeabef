import { expect, test } from 'vitest';
import { bench, bytes, ending, text, value } from './test-machine.ts';

test('a shrink seal refuses only what shrinks, also by O_TRUNC', () => {
  const { process } = bench();
  const fd = value(process.memfd({ seals: ['shrink'] }));
  expect(ending(process.ftruncate(fd, 0))).toBe('ok');
  process.write(fd, bytes('hello'));
  expect(ending(process.ftruncate(fd, 0))).toBe('EPERM');
  expect(ending(process.ftruncate(fd, 5))).toBe('ok');
  expect(ending(process.ftruncate(fd, 9))).toBe('ok');
  expect(ending(process.reopen(fd, { access: 'rw', flags: ['truncate'] }))).toBe('EPERM');
  expect(process.descriptors()).toHaveLength(1);
});

test('a reopened memfd has an offset of its own and may be read-only, which cannot be sealed', () => {
  const { process } = bench();
  const fd = value(process.memfd({ name: 'm' }));
  process.write(fd, bytes('abc'));
  const reader = value(process.reopen(fd, { access: 'r' }));
  expect(text(process.read(reader, 9))).toBe('abc');
  expect(ending(process.addSeals(reader, ['shrink']))).toBe('EPERM');
  expect(process.descriptors().map(({ object }) => object)).toEqual(['m', 'm']);
});

test('a file of the file system cannot be sealed', () => {
  const { process } = bench();
  const fd = value(process.open('f', { access: 'rw', flags: ['create'] }));
  expect(ending(process.addSeals(fd, ['shrink']))).toBe('EINVAL');
});
