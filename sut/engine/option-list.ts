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

/** Splits at single commas; a doubled comma stands for one. */
function splitWord(word: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < word.length; at += 1) {
    const character = word.charAt(at);
    if (character !== ',') part += character;
    else if (word.charAt(at + 1) === ',') {
      part += ',';
      at += 1;
    } else {
      parts.push(part);
      part = '';
    }
  }
  if (part !== '') parts.push(part); // nothing behind the last comma is nothing
  return parts;
}

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

type Pair = readonly [string, string];

/** `key=value`, or a lone word: the implied key's value if it comes first, else `key` switched on (`nokey`: off). */
function pairOf(part: string, first: boolean, syntax: OptionSyntax): Pair {
  const equals = part.indexOf('=');
  if (equals >= 0) return [part.slice(0, equals), part.slice(equals + 1)];
  if (first && syntax.impliedKey !== undefined) return [syntax.impliedKey, part];
  if (!(part in syntax.kinds) && part.startsWith('no') && part.slice(2) in syntax.kinds) return [part.slice(2), 'off'];
  return [part, 'on'];
}

/** Parses one word of the command line; `taken`: ids of its group so far. Source: QEMU util/qemu-option.c, by experiment. */
export function parseOptions(word: string, syntax: OptionSyntax, taken: readonly string[] = []): Attempt<OptionList> {
  const pairs = word === '' ? [] : splitWord(word).map((part, at) => pairOf(part, at === 0, syntax));
  const id = pairs.find(([key]) => key === 'id')?.[1] ?? null;
  if (id !== null && !isIdentifier(id)) return failure(errors.identifier('id'));
  if (id !== null && taken.includes(id)) return failure(errors.duplicate(id, syntax.group));
  const values = new Map<string, string | bigint | boolean>();
  for (const [key, text] of pairs) {
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
