import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile, ProfileName } from '../../model/language/profile.ts';
import { profileByName } from '../../model/language/profiles.ts';
import { numberMark } from '../../model/language/value.ts';
import type { Expectation, ExpectedOutcome } from '../scenario.ts';
import { isRecord, modelNumberOf } from './agreement.ts';
import { excerpt, partingOf } from './excerpt.ts';
import { sameData } from './same-data.ts';
import { symbolOf } from './symbols.ts';

type Version = Profile['version'];

/** Whose numbers an outcome carries: plain ones (`target`) or `{ $fd: n }` and `⟦fd:n⟧` (`model`). */
export type Side = 'model' | 'target';
/** A match carries the symbols bound so far, in that side's numbers; a mismatch the member and both sides in words. */
export type LiteralMatch =
  | { readonly match: true; readonly symbols: ReadonlyMap<string, number> }
  | { readonly match: false; readonly path: string; readonly text: string };

/**
 * The literals that stand for this profile, those of the one that it is like if it has none of its own; undefined where the expectation says nothing about it.
 */
export function alternativesFor(
  expectation: Expectation | undefined,
  profile: ProfileName,
): readonly ExpectedOutcome[] | undefined {
  if (expectation === undefined) return undefined;
  if ('byProfile' in expectation) {
    const { like } = profileByName[profile];
    const { [profile]: own, else: others } = expectation.byProfile;
    return alternativesFor(own ?? (like === undefined ? undefined : expectation.byProfile[like]) ?? others, profile);
  }
  return 'oneOf' in expectation ? expectation.oneOf : [expectation];
}

/** The literals that stand for one or another of these profiles; undefined where one of them says nothing. */
export function alternativesForAny(
  expectation: Expectation | undefined,
  profiles: readonly ProfileName[],
): readonly ExpectedOutcome[] | undefined {
  const [only] = profiles;
  if (only !== undefined && profiles.length === 1) return alternativesFor(expectation, only);
  const each = profiles.map((profile) => alternativesFor(expectation, profile));
  const all: ExpectedOutcome[] = [];
  for (const alternatives of each) {
    if (alternatives === undefined) return undefined;
    for (const one of alternatives) if (!all.includes(one)) all.push(one);
  }
  return all;
}

/**
 * Holds the first alternative that fits. `symbols` are numbers of that side; a match carries those that it bound. The
 * mismatch told is that of the alternative that came furthest: one with the same `see`, else the first. In texts
 * `{version}` stands for the version that is judged, `{version.major}`, `{version.minor}` and `{version.micro}` for its parts.
 */
export function matchLiteral(
  alternatives: readonly ExpectedOutcome[],
  outcome: Outcome,
  side: Side,
  symbols: ReadonlyMap<string, number>,
  version: Version,
): LiteralMatch {
  let told: LiteralMatch = { match: false, path: 'see', text: 'no alternative is given' };
  let toldSameTag = false;
  for (const [index, alternative] of alternatives.entries()) {
    if (isPlain(alternative) && fitsPlainly(alternative, outcome)) return { match: true, symbols };
    const matching = { side, symbols: new Map(symbols), version };
    const mismatch = membersMismatch(alternative, outcome, '', matching);
    if (mismatch === undefined) return { match: true, symbols: matching.symbols };
    const sameTag = alternative.see === outcome.see;
    if (index === 0 || (sameTag && !toldSameTag)) told = { match: false, ...mismatch };
    toldSameTag ||= sameTag;
  }
  return told;
}

const plain = new WeakMap<ExpectedOutcome, boolean>();

/** Whether nothing in the literal stands for something else: no symbol, no part of a text, no version. Asked once for each. */
function isPlain(literal: ExpectedOutcome): boolean {
  const known = plain.get(literal);
  if (known !== undefined) return known;
  const found = isPlainValue(literal);
  plain.set(literal, found);
  return found;
}

function isPlainValue(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('⟦') && !value.includes('{version');
  if (typeof value !== 'object' || value === null) return true;
  return (
    symbolOf(value) === undefined && textPatternOf(value) === undefined && Object.values(value).every(isPlainValue)
  );
}

/** A quick look that makes up no words: true is certain, false means that a careful one is due. */
function fitsPlainly(literal: ExpectedOutcome, outcome: Outcome): boolean {
  if (literal.see !== outcome.see) return false;
  const seen = outcome as unknown as Readonly<Record<string, unknown>>;
  for (const [name, member] of Object.entries(literal)) {
    if (!sameData(member, seen[name])) return false;
  }
  return true;
}

type Matching = { readonly side: Side; readonly symbols: Map<string, number>; readonly version: Version };
type Mismatch = { readonly path: string; readonly text: string };

/** Top level and messages: members that the literal leaves out are not compared. */
function membersMismatch(expected: unknown, seen: unknown, path: string, matching: Matching): Mismatch | undefined {
  if (!isRecord(expected) || !isRecord(seen)) return valueMismatch(expected, seen, path, matching);
  if (expected['see'] !== seen['see']) {
    return { path: 'see', text: `wanted ${excerpt(expected)}, seen ${excerpt(seen)}` };
  }
  for (const [name, member] of Object.entries(expected)) {
    const where = path === '' ? name : `${path}.${name}`;
    const mismatch =
      name === 'messages' && Array.isArray(member)
        ? messagesMismatch(member, seen[name], where, matching)
        : valueMismatch(member, seen[name], where, matching);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function messagesMismatch(
  expected: readonly unknown[],
  seen: unknown,
  path: string,
  matching: Matching,
): Mismatch | undefined {
  if (!Array.isArray(seen) || seen.length !== expected.length) return lengthMismatch(expected, seen, path);
  for (const [index, message] of expected.entries()) {
    const mismatch = membersMismatch(message, seen[index], `${path}[${index}]`, matching);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function valueMismatch(expected: unknown, seen: unknown, path: string, matching: Matching): Mismatch | undefined {
  const name = symbolOf(expected);
  if (name !== undefined) return symbolMismatch(name, seen, path, matching);
  if (typeof seen === 'string') return textMismatch(expected, seen, path, matching);
  if (Array.isArray(expected)) {
    if (!Array.isArray(seen) || seen.length !== expected.length) return lengthMismatch(expected, seen, path);
    for (const [index, item] of expected.entries()) {
      const mismatch = valueMismatch(item, seen[index], `${path}[${index}]`, matching);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }
  if (isRecord(expected) && isRecord(seen)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(seen)])) {
      const mismatch = valueMismatch(expected[key], seen[key], `${path}.${key}`, matching);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }
  if (expected === seen || isStandardStream(expected, seen)) return undefined;
  return { path, text: `wanted ${excerpt(expected)}, seen ${excerpt(seen)}` };
}

/** A literal plain number never equals a model number, standard streams excepted: theirs are the same everywhere. */
function isStandardStream(expected: unknown, seen: unknown): boolean {
  return typeof expected === 'number' && expected >= 0 && expected <= 2 && modelNumberOf(seen) === expected;
}

function lengthMismatch(expected: readonly unknown[], seen: unknown, path: string): Mismatch {
  const count = Array.isArray(seen) ? `${seen.length} items ` : '';
  return { path, text: `wanted ${expected.length} items ${excerpt(expected)}, seen ${count}${excerpt(seen)}` };
}

function symbolMismatch(name: string, seen: unknown, path: string, matching: Matching): Mismatch | undefined {
  const number = matching.side === 'model' ? modelNumberOf(seen) : seen;
  if (typeof number !== 'number') {
    return { path, text: `wanted a descriptor number (${name}), seen ${excerpt(seen)}` };
  }
  const bound = matching.symbols.get(name);
  if (bound === undefined) matching.symbols.set(name, number);
  if (bound === undefined || bound === number) return undefined;
  return { path, text: `wanted ${name}, which is ${bound} in the ${matching.side}'s numbers, seen ${number}` };
}

function textMismatch(expected: unknown, seen: string, path: string, matching: Matching): Mismatch | undefined {
  if (typeof expected === 'string') {
    const wanted = writtenOut(expected, matching);
    return wanted === seen ? undefined : { path, text: `wanted / seen: ${partingOf(wanted, seen)}` };
  }
  const pattern = textPatternOf(expected);
  if (pattern === undefined) return { path, text: `wanted ${excerpt(expected)}, seen ${excerpt(seen)}` };
  const part = writtenOut(pattern.part, matching);
  const fits =
    pattern.how === 'startsWith'
      ? seen.startsWith(part)
      : pattern.how === 'endsWith'
        ? seen.endsWith(part)
        : seen.includes(part);
  const verb = { startsWith: 'starts with', endsWith: 'ends with', contains: 'contains' }[pattern.how];
  return fits ? undefined : { path, text: `wanted a text that ${verb} ${excerpt(part)}, seen ${excerpt(seen)}` };
}

type Pattern = { readonly how: 'startsWith' | 'endsWith' | 'contains'; readonly part: string };

function textPatternOf(expected: unknown): Pattern | undefined {
  if (!isRecord(expected)) return undefined;
  for (const how of ['startsWith', 'endsWith', 'contains'] as const) {
    const part = expected[how];
    if (typeof part === 'string') return { how, part };
  }
  return undefined;
}

function withVersion(text: string, version: Version): string {
  if (!text.includes('{version')) return text;
  return text.replace(/\{version(?:\.(major|minor|micro))?\}/g, (_, part?: keyof Version) =>
    part === undefined ? `${version.major}.${version.minor}.${version.micro}` : `${version[part]}`,
  );
}

/** A literal text with the version and the numbers that it mentions. */
function writtenOut(text: string, matching: Matching): string {
  return withNumbers(withVersion(text, matching.version), matching);
}

/** `⟦name⟧` in a literal text stands for the number that the symbol is bound to. */
function withNumbers(text: string, matching: Matching): string {
  if (!text.includes('⟦')) return text;
  return text.replace(/⟦([^⟧:]+)⟧/g, (whole, name: string) => {
    const number = matching.symbols.get(name);
    if (number === undefined) return whole;
    return matching.side === 'model' ? `${numberMark.open}${number}${numberMark.close}` : `${number}`;
  });
}
