import { describe, expect, it } from 'vitest';
import { freshTablet, queueAnswer, type Tablet, writeTablet } from './wctablet.ts';

const answers = (bytes: string): string => {
  let tablet: Tablet = { ...freshTablet, speed: 9600 };
  let all = '';
  for (const byte of bytes) {
    const next = writeTablet(tablet, byte);
    tablet = next.tablet;
    all += next.answer;
  }
  return all;
};

describe('MISC-01: the tablet', () => {
  it('names its model at once, without a line end', () => {
    expect(answers('~#')).toBe('~#CT-0045R,V1.3-5,');
    expect(answers('@\r\n~#~#')).toBe('~#CT-0045R,V1.3-5,~#CT-0045R,V1.3-5,');
    expect(answers('A~#\r')).toBe('');
  });

  it('answers RE, ST and TS lines, and drops others', () => {
    expect(answers('RE\rXX\nRE\n')).toBe('96,N,8,096,N,8,0');
    expect(answers('SP\rST\r')).toBe('\xe0\0\0\0\0\0\0');
    expect(answers('TS&\r')).toBe('\xa3~q\x03\x7f\x7f\0');
    expect(answers('TS\xff\r')).toBe('\xa3\x7f(\x03\x7f\x7f\0');
    expect(answers('REX\rre\r')).toBe('');
  });

  it('never finds the end of a line that is too long', () => {
    expect(answers(`${'x'.repeat(120)}\r~#`)).toBe('');
  });

  it('ignores everything at another speed', () => {
    expect(writeTablet(freshTablet, '~#').answer).toBe('');
  });

  it('drops an answer that does not fit', () => {
    expect(queueAnswer('x'.repeat(500), 'y'.repeat(12)).length).toBe(512);
    expect(queueAnswer('x'.repeat(501), 'y'.repeat(12)).length).toBe(501);
  });
});
