import { describe, expect, test } from 'vitest';
import { UsageError } from './command.ts';
import { integerOption, parseWords, shellWord, splitWords } from './words.ts';

const options = { jobs: { type: 'string' }, list: { type: 'boolean' } } as const;

describe('words of the command line', () => {
  test('an unknown option names the nearest one', () => {
    expect(() => parseWords('run', ['--job', '1'], options)).toThrow('unknown option --job: did you mean --jobs?');
    expect(() => parseWords('run', ['--zzzzzz'], options)).toThrow(/^unknown option --zzzzzz; charsim run --help/);
  });

  test('a missing value and a value too many are told', () => {
    expect(() => parseWords('run', ['--jobs'], options)).toThrow('option --jobs wants a value');
    expect(() => parseWords('run', ['--list=1'], options)).toThrow('option --list takes no value');
  });

  test('words for a program begin with a dash and are taken all the same', () => {
    const qemu = { 'qemu-args': { type: 'string' } } as const;
    const words = ['--qemu-args', '-m 2', 'x', '--', '--qemu-args', '-y'];
    const { values, positionals } = parseWords('run', words, qemu, ['qemu-args']);
    expect({ ...values, positionals }).toEqual({ 'qemu-args': '-m 2', positionals: ['x', '--qemu-args', '-y'] });
    expect(() => parseWords('run', ['--jobs', '-m'], options)).toThrow(
      'one that begins with a dash is written --jobs=-x',
    );
  });

  test('integers are checked against their range', () => {
    expect(integerOption('--jobs', '3', 1, 4)).toBe(3);
    for (const text of ['0', '5', '-1', '1.5', '', 'x', '1e1']) {
      expect(() => integerOption('--jobs', text, 1, 4), text).toThrow(UsageError);
    }
  });

  test('a command line in one word is split as a shell would', () => {
    expect(splitWords('--qemu-args', ` -m 1 -name "a b" 'c d'e "" `)).toEqual(['-m', '1', '-name', 'a b', 'c de', '']);
    expect(() => splitWords('--qemu-args', '"a')).toThrow('is left open');
  });

  test('a word for the shell is quoted where it must be', () => {
    expect(shellWord('fdset/a-b')).toBe('fdset/a-b');
    expect(shellWord("it's *")).toBe(`'it'\\''s *'`);
  });
});
