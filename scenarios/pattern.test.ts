import { describe, expect, test } from 'vitest';
import { matchesPattern, mayMatchBelow } from './pattern.ts';

describe('patterns', () => {
  test('an id without wildcards names itself and what is below it', () => {
    expect(matchesPattern('fdset', 'fdset/one')).toBe(true);
    expect(matchesPattern('fdset/', 'fdset/one')).toBe(true);
    expect(matchesPattern('fdset/one', 'fdset/one')).toBe(true);
    expect(matchesPattern('fdset/on', 'fdset/one')).toBe(false);
  });

  test('* stands for anything, ? for one character, braces for either', () => {
    expect(matchesPattern('fdset/*', 'fdset/table/row')).toBe(true);
    expect(matchesPattern('FDSET-0?', 'FDSET-01')).toBe(true);
    expect(matchesPattern('FDSET-0?', 'FDSET-10')).toBe(false);
    expect(matchesPattern('{open,file}/*', 'file/x')).toBe(true);
    expect(matchesPattern('{open,file}/*', 'pipe/x')).toBe(false);
  });

  test('everything else stands for itself', () => {
    expect(matchesPattern('a.b*', 'aXb')).toBe(false);
    expect(matchesPattern('a+(b)*', 'a+(b)c')).toBe(true);
  });

  test('a file is passed over only if none of its scenarios can match', () => {
    const patterns = ['fdset', 'fdset/table/row', 'fdset/t*', '*', 'f{x,d}set/*', 'fdset/table/{a,b}'];
    for (const pattern of patterns) expect(mayMatchBelow(pattern, 'fdset/table'), pattern).toBe(true);
    for (const pattern of ['open', 'fdset/tables', 'fdset/x*', 'fdset/table2/*']) {
      expect(mayMatchBelow(pattern, 'fdset/table'), pattern).toBe(false);
    }
  });
});
