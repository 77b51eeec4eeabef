import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../nearest.ts';
import { UsageError } from './command.ts';

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'string' },
  out: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** The same, as `--help` prints them. */
export const commonHelp = `  --json FILE        the result as JSON; - for standard output
  --out DIR          folder for reports (default: reports/out in a checkout, else ./charsim-reports)
  --quiet, -q        only what needs a look
  --help, -h         this text
  --version          the version of charsim`;

/** Options that say which target, of every command that runs scenarios. */
export const targetOptions = {
  target: { type: 'string' },
  profile: { type: 'string' },
  force: { type: 'boolean' },
  qemu: { type: 'string' },
  'qemu-args': { type: 'string', multiple: true },
  'qemu-wrapper': { type: 'string' },
} as const;

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsing<Config> = { args: string[]; options: Config; allowPositionals: true; strict: true };

/**
 * Splits words into options and positionals; options named in `dashed` take the next word even if it begins with a dash.
 * Throws UsageError with the nearest option for one that does not exist.
 */
export function parseWords<const Config extends Options>(
  command: string,
  words: readonly string[],
  options: Config,
  dashed: readonly (keyof Config & string)[] = [],
): ReturnType<typeof parseArgs<Parsing<Config>>> {
  try {
    return parseArgs<Parsing<Config>>({
      args: joined(words, dashed),
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(optionProblem(command, error, Object.keys(options)));
  }
}

function joined(words: readonly string[], dashed: readonly string[]): string[] {
  const all: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return [...all, ...words.slice(at)];
    const value = words[at + 1];
    if (value !== undefined && dashed.includes(word.slice(2)) && word.startsWith('--')) {
      all.push(`${word}=${value}`);
      at += 1;
    } else all.push(word);
  }
  return all;
}

function optionProblem(command: string, error: unknown, known: readonly string[]): string {
  const { code, message } = error as { code?: string; message: string };
  const hint = `charsim ${command} --help lists the options`;
  const option = (/--[a-z][\w-]*/.exec(message) ?? /-\w/.exec(message))?.[0] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(option.replace(/^-+/, ''), known);
    return `unknown option ${option}${near === undefined ? '' : `: did you mean --${near}?`}; ${hint}`;
  }
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    if (/ambiguous/.test(message)) {
      return `option ${option} wants a value; one that begins with a dash is written ${option}=-x; ${hint}`;
    }
    return `option ${option} ${/argument missing/.test(message) ? 'wants a value' : 'takes no value'}; ${hint}`;
  }
  throw error;
}

/** An integer in range, or UsageError. */
export function integerOption(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`${option} ${text}: wanted an integer from ${min} to ${max}`);
}

/** A command line in one word, split at blanks; single and double quotes keep blanks. Throws UsageError when one is left open. */
export function splitWords(option: string, text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${character}`;
  }
  if (quote !== '') throw new UsageError(`${option} ${text}: a ${quote} is left open`);
  return word === undefined ? words : [...words, word];
}

/** A word as a POSIX shell takes it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
