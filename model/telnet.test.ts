import { describe, expect, it } from 'vitest';
import { filterTelnet, type TelnetDialect, type TelnetState, telnetGreeting } from './telnet.ts';

function data(bytes: string, dialect: TelnetDialect = 'telnet', state: TelnetState = 'data'): string {
  return filterTelnet(dialect, state, bytes).data;
}

describe('the telnet filter', () => {
  it('makes one FF of two, and takes two bytes after any other FF (TEL-02)', () => {
    expect(data('a\xff\xffb')).toBe('a\xffb');
    expect(data('a\xff\xfb\x01b')).toBe('ab');
    expect(data('a\xff\xf1bc')).toBe('ac');
  });

  it('counts FF F3 as a BREAK of two bytes, ahead of the data of its piece (TEL-02, TEL-04)', () => {
    expect(filterTelnet('telnet', 'data', 'A\xff\xf3B')).toEqual({ state: 'data', data: 'AB', breaks: 1 });
  });

  it('passes the payload of a subnegotiation and loses the byte behind it (TEL-03)', () => {
    expect(data('\xff\xfa\x18\x00XT\xff\xf0ab')).toBe('\x00XTb');
  });

  it('lets record marks of tn3270 through and drops its interrupts (TEL-02)', () => {
    expect(data('a\xff\xefb\xff\xf4c\xff\xf1d', 'tn3270')).toBe('a\xff\xefbcd');
    expect(data('\xff\xfa\x18\xff\xf0z', 'tn3270')).toBe('\xff\xfa\x18\xff\xf0z');
  });

  it('remembers a command that the next piece ends', () => {
    const first = filterTelnet('telnet', 'data', 'a\xff');
    expect(first).toEqual({ state: 'escaped', data: 'a', breaks: 0 });
    expect(data('\xffb', 'telnet', first.state)).toBe('\xffb');
    expect(data('\xfd', 'telnet', 'escaped')).toBe('');
    expect(data('Xb', 'telnet', 'option')).toBe('b');
  });

  it('greets with its options (TEL-01)', () => {
    expect(telnetGreeting('telnet')).toHaveLength(12);
    expect(telnetGreeting('tn3270')).toHaveLength(21);
  });
});
