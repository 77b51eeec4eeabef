import { describe, expect, it } from 'vitest';
import { readTestdev } from './testdev.ts';

describe('TD-01: the debug port', () => {
  it('eats unknown commands and ends with 2n+1 on q', () => {
    expect(readTestdev('', ' 12 x3q')).toEqual({ status: 7 });
    expect(readTestdev('', 'xxxq')).toEqual({ status: 1 });
    expect(readTestdev('', '\t5\n q')).toEqual({ status: 11 });
    expect(readTestdev('', '1 2q')).toEqual({ status: 1 });
    expect(readTestdev('', '0x10q')).toEqual({ status: 21 });
    expect(readTestdev('', '5Q6q')).toEqual({ status: 13 });
  });

  it('tells the status modulo 256', () => {
    expect(readTestdev('', '300q')).toEqual({ status: 89 });
    expect(readTestdev('', '99999999999q')).toEqual({ status: 255 });
  });

  it('loops on a command that is longer than its buffer', () => {
    expect(readTestdev('', `${'1'.repeat(31)}q`)).toHaveProperty('status');
    expect(readTestdev('', ' '.repeat(32))).toEqual({ left: ' '.repeat(32) });
    expect(readTestdev(' '.repeat(32), ' ')).toEqual({ loops: true });
  });

  it('waits for the rest of a command', () => {
    expect(readTestdev('', 'x12 ')).toEqual({ left: '12 ' });
    expect(readTestdev('12 ', 'q')).toEqual({ status: 25 });
  });
});
