import { expect, test } from 'vitest';
import { byteString, bytesOf } from '../bytes.ts';
import { createBacklog } from './backlog.ts';

test('what is put behind comes behind, whatever is through already', () => {
  const backlog = createBacklog();
  let expected = '';
  for (let round = 0; round < 40; round += 1) {
    const more = `${round},`.repeat(round * 7);
    backlog.put(bytesOf(more));
    expected += more;
    backlog.took(round * 5);
    expected = expected.slice(round * 5);
    expect(byteString(backlog.waiting())).toBe(expected);
  }
});

test('more than waits cannot be through', () => {
  const backlog = createBacklog();
  backlog.put(bytesOf('ab'));
  backlog.took(3);
  backlog.put(bytesOf('c'));
  expect(byteString(backlog.waiting())).toBe('c');
});
