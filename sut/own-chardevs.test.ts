import { describe, expect, it } from 'vitest';
import { withoutOwn, withoutOwnIn, withoutOwnLines } from './own-chardevs.ts';

const own = { label: 'charsim-qmp', filename: 'unix:', 'frontend-open': true };
const [a, b] = ['a', 'b'].map((label) => ({ label, filename: 'null', 'frontend-open': false }));

describe("a target's own chardevs", () => {
  it('are left out of what query-chardev returns, and the rest is sorted by label', () => {
    expect(withoutOwn([b ?? null, own, a ?? null], 'query-chardev')).toEqual([a, b]);
  });
  it('are left out of a list in a message of an unknown command', () => {
    expect(withoutOwnIn({ return: [own, a ?? null] })).toEqual({ return: [a] });
    expect(withoutOwnIn({ return: 'charsim-qmp: filename=unix:\r\na: filename=null\r\n' })).toEqual({
      return: 'a: filename=null\r\n',
    });
  });
  it('leave other texts as they are, unsorted', () => {
    expect(withoutOwnLines('b\na\n', '\n')).toBe('b\na\n');
    expect(withoutOwnLines('b\ncharsim-qmp: x\na\n', '\n')).toBe('a\nb\n');
    expect(withoutOwn(['b', 'a'], 'query-fdsets')).toEqual(['b', 'a']);
  });
});
