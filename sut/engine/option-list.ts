import { type Attempt, failure, success } from './failure.ts';
import { isIdentifier } from './identifier.ts';

/** How an option's text is read. `size`: a number with a suffix k, M, G, T, P or E. */
export type OptionKind = 'string' | 'bool' | 'number' | 'size';
/** What a group of options allows: the key that a first word without `=` belongs to, and each key's kind. */
export type OptionSyntax = {
  readonly group: string;
  readonly impliedKey?: string;
  readonly kinds: Readonly<Record<string, OptionKind>>;
  /** How a size below zero is refused; default: as no number at all. */
  readonly negativeSizes?: 'no-number' | 'out-of-range';
};
/** One parsed word of the command line. Booleans and numbers are already checked; the last of equal keys counts. */
export type OptionList = {
  readonly id: string | null;
  text(key: string): string | null;
  flag(key: string, otherwise: boolean): boolean;
  number(key: string): bigint | null;
};

/** Texts of the option parser. Source: FDSET-41, CHR-08, CHR-09; both QEMUs. */
const errors = {
  identifier: (key: string): string => `Parameter '${key}' expects an identifier`,
  duplicate: (id: string, group: string): string => `Duplicate ID '${id}' for ${group}`,
  unknown: (key: string): string => `Invalid parameter '${key}'`,
  number: (key: string): string => `Parameter '${key}' expects a number`,
  tooLarge: (key: string, value: string): string => `Value '${value}' is too large for parameter '${key}'`,
  bool: (key: string): string => `Parameter '${key}' expects 'on' or 'off'`,
  outOfRange: (key: string, value: string): string => `Value '${value}' is out of range for parameter '${key}'`,
  size: (key: string): string => `Parameter '${key}' expects a non-negative number below 2^64`,
};

const uint64 = 1n << 64n;

/** Decimal, 0x hexadecimal or 0 octal, of 64 bits; negative ones wrap. Source: util/cutils.c, seen on both. */
function parseNumber(key: string, text: string): Attempt<bigint> {
  const found = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(text);
  const digits = found?.[2];
  if (digits === undefined) return failure(errors.number(key));
  if (/^0[0-9]+$/.test(digits) && /[89]/.test(digits)) return failure(errors.number(key));
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (value >= uint64) return failure(errors.tooLarge(key, text));
  return success(found?.[1] === '-' ? BigInt.asUintN(64, -value) : value);
}

const sizeSuffixes = 'kmgtpe';

/** `minus`: whether a plain negative number is told as out of range. Source: util/cutils.c qemu_strtosz, both QEMUs. */
function parseSize(key: string, text: string, minus: OptionSyntax['negativeSizes']): Attempt<bigint> {
  const found = /^[ \t\n\v\f\r]*\+?(?:(0[xX][0-9a-fA-F]+)|([0-9]*)(?:\.([0-9]*))?)([kKmMgGtTpPeEbB]?)$/.exec(text);
  const [, hexadecimal, whole = '', fraction = '', suffix = ''] = found ?? [];
  if (found === null && minus === 'out-of-range' && /^-[0-9]+$/.test(text)) {
    return failure(errors.outOfRange(key, text));
  }
  // the newer release lets a number begin with its point, the older one a hexadecimal number have a suffix
  const newer = minus === 'out-of-range';
  const begins = hexadecimal !== undefined ? suffix === '' || !newer : whole !== '' || (newer && fraction !== '');
  const unit = 1n << BigInt(10 * (sizeSuffixes.indexOf(suffix.toLowerCase() || '-') + 1));
  const isPart = /[1-9]/.test(fraction);
  if (found === null || !begins || (isPart && unit === 1n)) return failure(errors.size(key));
  const scale = 10n ** BigInt(fraction.length);
  const part = (2n * BigInt(fraction === '' ? 0 : fraction) * unit + scale) / (2n * scale);
  const value = BigInt(hexadecimal ?? (whole === '' ? 0 : whole)) * unit + part;
  return value < uint64 ? success(value) : failure(errors.outOfRange(key, text));
}

function checked(
  key: string,
  text: string,
  kind: OptionKind,
  syntax: OptionSyntax,
): Attempt<string | bigint | boolean> {
  switch (kind) {
    case 'string':
      return success(text);
    case 'bool':
      if (text === 'on' || text === 'yes' || text === 'true' || text === 'y') return success(true);
      if (text === 'off' || text === 'no' || text === 'false' || text === 'n') return success(false);
      return failure(errors.bool(key));
    case 'number':
      return parseNumber(key, text);
    case 'size':
      return parseSize(key, text, syntax.negativeSizes);
  }
}

/** One option as it was taken off the word; `spelt`: the word that stands for it without a value. */
type Taken = { readonly key: string; readonly text: string; readonly spelt: string | null; readonly end: number };

/** Where the value from `from` on ends, and what it is: a doubled comma stands for one. */
function takeValue(word: string, from: number): { readonly text: string; readonly end: number } {
  let text = '';
  let at = from;
  for (; at < word.length; at += 1) {
    if (word.charAt(at) === ',') {
      if (word.charAt(at + 1) !== ',') break;
      at += 1;
    }
    text += word.charAt(at);
  }
  return { text, end: at + 1 };
}

/**
 * The option at `from`. A lone word is the value of `impliedKey`, if there is one, else it is switched on, or off where it
 * begins with `no`; it ends at the next comma, doubled or not.
 */
function takeOption(word: string, from: number, impliedKey: string | undefined): Taken {
  let at = from;
  while (at < word.length && word.charAt(at) !== '=' && word.charAt(at) !== ',') at += 1;
  const name = word.slice(from, at);
  if (word.charAt(at) === '=') return { key: name, ...takeValue(word, at + 1), spelt: null };
  if (impliedKey !== undefined) return { key: impliedKey, ...takeValue(word, from), spelt: null };
  const isOff = name.startsWith('no');
  return { key: isOff ? name.slice(2) : name, text: isOff ? 'off' : 'on', spelt: name, end: at + 1 };
}

/** The first id; a lone word is nobody's value here, also the first one. */
function takeId(word: string): string | null {
  for (let at = 0; at < word.length; ) {
    const { key, text, end } = takeOption(word, at, undefined);
    if (key === 'id') return text;
    at = end;
  }
  return null;
}

/** Complains of a word without a value; of `delay` as the opposite of what it is. */
function complainOf({ key, text, spelt }: Taken, complain: Complain): void {
  if (spelt === null) return;
  const opposite = text === 'on' ? 'off' : 'on';
  complain(`warning: short-form boolean option '${spelt}' deprecated`);
  complain(`Please use ${key === 'delay' ? `nodelay=${opposite}` : `${key}=${text}`} instead`);
}

/** Takes the lines that the parser says without refusing anything. */
export type Complain = (line: string) => void;
const nobody: Complain = () => undefined;

/**
 * Parses one word of the command line, or of a human monitor; `taken`: ids of its group so far; `complain` hears of words
 * without a value. Source: QEMU util/qemu-option.c, by experiment.
 */
export function parseOptions(
  word: string,
  syntax: OptionSyntax,
  taken: readonly string[] = [],
  complain: Complain = nobody,
): Attempt<OptionList> {
  const id = takeId(word);
  if (id !== null && !isIdentifier(id)) return failure(errors.identifier('id'));
  if (id !== null && taken.includes(id)) return failure(errors.duplicate(id, syntax.group));
  const values = new Map<string, string | bigint | boolean>();
  for (let at = 0; at < word.length; ) {
    const option = takeOption(word, at, at === 0 ? syntax.impliedKey : undefined);
    const { key, text } = option;
    at = option.end;
    complainOf(option, complain);
    if (key === 'id') continue;
    const kind = Object.hasOwn(syntax.kinds, key) ? syntax.kinds[key] : undefined;
    if (kind === undefined) return failure(errors.unknown(key));
    const value = checked(key, text, kind, syntax);
    if (!value.ok) return value;
    values.set(key, value.value);
  }
  return success({
    id,
    text: (key: string): string | null => {
      const value = values.get(key);
      return value === undefined ? null : String(value);
    },
    flag: (key: string, otherwise: boolean): boolean => {
      const value = values.get(key);
      return typeof value === 'boolean' ? value : otherwise;
    },
    number: (key: string): bigint | null => {
      const value = values.get(key);
      return typeof value === 'bigint' ? value : null;
    },
  });
}
