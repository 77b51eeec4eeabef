import { describe, expect, it } from 'vitest';
import { readTestdev } from './testdev.ts';

describe('TD-01: the debug port', () => {
  it('eats unknown commands and ends with 2n+1 on q', () => {
    expect(readTestdev('', ' 12 x3q', true)).toEqual({ status: 7 });
    expect(readTestdev('', 'xxxq', true)).toEqual({ status: 1 });
    expect(readTestdev('', '\t5\n q', true)).toEqual({ status: 11 });
    expect(readTestdev('', '1 2q', true)).toEqual({ status: 1 });
    expect(readTestdev('', '0x10q', true)).toEqual({ status: 21 });
    expect(readTestdev('', '5Q6q', true)).toEqual({ status: 13 });
  });

  it('tells the status modulo 256', () => {
    expect(readTestdev('', '300q', true)).toEqual({ status: 89 });
    expect(readTestdev('', '99999999999q', true)).toEqual({ status: 255 });
  });

  it('loops on a command that is longer than its buffer', () => {
    expect(readTestdev('', `${'1'.repeat(31)}q`, true)).toHaveProperty('status');
    expect(readTestdev('', ' '.repeat(32), true)).toEqual({ left: ' '.repeat(32) });
    expect(readTestdev(' '.repeat(32), ' ', true)).toEqual({ loops: true });
  });

  it('empties the full buffer, where it does not wait for itself', () => {
    expect(readTestdev(' '.repeat(32), ' ', false)).toEqual({ left: ' ' });
    expect(readTestdev('', `${' '.repeat(40)}1q`, false)).toEqual({ status: 3 });
  });

  it('waits for the rest of a command', () => {
    expect(readTestdev('', 'x12 ', true)).toEqual({ left: '12 ' });
    expect(readTestdev('12 ', 'q', true)).toEqual({ status: 25 });
  });
});
