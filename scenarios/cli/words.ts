import { type ParseArgsConfig, parseArgs } from 'node:util';
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

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsing<Config> = { args: string[]; options: Config; allowPositionals: true; strict: true };

/** Splits words into options and positionals. Throws UsageError with the nearest option for one that does not exist. */
export function parseWords<const Config extends Options>(
  command: string,
  words: readonly string[],
  options: Config,
): ReturnType<typeof parseArgs<Parsing<Config>>> {
  try {
    return parseArgs<Parsing<Config>>({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(optionProblem(command, error, Object.keys(options)));
  }
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
    const missing = /argument missing|ambiguous/.test(message);
    return `option ${option} ${missing ? 'wants a value' : 'takes no value'}; ${hint}`;
  }
  throw error;
}

/** The known word at most 3 edits away that is nearest; undefined when none is. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((each) => ({ each, distance: editDistance(word, each) }))
    .filter(({ each, distance }) => distance <= Math.min(3, Math.ceil(each.length / 2)))
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.each;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, character] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries()) {
      const replaced = (row[index] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
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
