import { createHash, type Hash } from 'node:crypto';
import * as v from 'valibot';
import { excerpt } from '../run/excerpt.ts';
import { checkValue, firstCheck, hex8 } from './check-value.ts';
import { type Line, linesOf } from './lines.ts';
import { SessionProblem } from './problem.ts';
import { type EndRecord, type HeadRecord, lineBytesMax, type SessionRecord, sessionFormat } from './record.ts';
import { asRecord, chainSchema, checkedRecord } from './record-schema.ts';
import { versionProblem } from './version.ts';

/** One record with what the chain says of it. `text` is its line. Unknown optional kinds do not come. */
export type ReadRecord = {
  readonly i: number;
  readonly tNs: bigint;
  readonly record: SessionRecord;
  readonly text: string;
  readonly line: number;
  readonly offset: number;
};

/** How reading ended: with the footer, or cut before record `i`; `problem`: what is wrong there, where it was salvaged. */
export type ReadEnd =
  | { readonly kind: 'whole'; readonly end: EndRecord }
  | {
      readonly kind: 'truncated';
      readonly i: number;
      readonly line: number;
      readonly offset: number;
      readonly problem?: string;
    };

/** What the reader knows between two lines. */
type Reading = {
  next: number;
  check: number;
  lastNs: bigint;
  head: HeadRecord | undefined;
  end: EndRecord | undefined;
  readonly hash: Hash;
  readonly again: boolean;
};

/** Why a line cannot be taken: `check`: what a cut may have done to a last line; else it is wrong for good. */
type Refusal = { readonly check: boolean; readonly text: string };
type Taken = { readonly record: ReadRecord | undefined } | { readonly refusal: Refusal };

/**
 * Reads a session record by record, in memory of one line; returns how it ended. Throws SessionProblem for a file that
 * is foreign, newer or corrupt, at the line that shows it. The last line may be missing, torn or broken: the session is
 * then a truncated one. `again`: everything in it was checked before; now the check values alone are. Source: SLOG-01, SLOG-02, SLOG-04, SLOG-08, SLOG-09, SLOG-10.
 */
export function* readSession(chunks: Iterable<Buffer>, again = false): Generator<ReadRecord, ReadEnd> {
  const reading: Reading = {
    next: 0,
    check: firstCheck,
    lastNs: 0n,
    head: undefined,
    end: undefined,
    hash: createHash('sha256'),
    again,
  };
  let cutAt = { line: 1, offset: 0 };
  let failed: { readonly line: Line; readonly refusal: Refusal } | undefined;
  for (const line of linesOf(chunks, lineBytesMax)) {
    if (reading.end !== undefined) throw problem('there is more after the end of the session', line);
    if (failed !== undefined) {
      if (line.whole) throw problem(failed.refusal.text, failed.line);
      break;
    }
    const taken = take(reading, line);
    if ('refusal' in taken) {
      if (!taken.refusal.check || reading.head === undefined) throw problem(taken.refusal.text, line);
      failed = { line, refusal: taken.refusal };
      continue;
    }
    cutAt = { line: line.number + 1, offset: line.offset + line.bytes.length + 1 };
    if (taken.record !== undefined) yield taken.record;
  }
  if (reading.head === undefined) throw new SessionProblem('not a session: the file is empty', 1, 0);
  if (reading.end !== undefined) return { kind: 'whole', end: reading.end };
  return { kind: 'truncated', i: reading.next, ...cutAt };
}

function problem(text: string, { number, offset }: Line): SessionProblem {
  return new SessionProblem(text, number, offset);
}

const wrong = (text: string): Taken => ({ refusal: { check: false, text } });
const broken = (text: string): Taken => ({ refusal: { check: true, text } });
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const checkTail = /^,"c":"([0-9a-f]{8})"\}$/;
const tailBytes = ',"c":"00000000"}'.length;

function take(reading: Reading, line: Line): Taken {
  const isFirst = reading.head === undefined;
  if (line.bytes.length > lineBytesMax) return wrong(`${foreign(isFirst)}a line is longer than ${lineBytesMax} bytes`);
  let text: string;
  try {
    text = reading.again ? line.bytes.toString() : utf8.decode(line.bytes);
  } catch {
    return isFirst ? wrong('not a session: the file is not UTF-8') : broken('corrupt: not UTF-8');
  }
  const value = parsed(text);
  if (isFirst && !reading.again) {
    const trouble = headProblem(text, value);
    if (trouble !== undefined) return wrong(trouble);
  }
  if (!line.whole) return broken('corrupt: the last line is torn');
  const tail = checkTail.exec(text.slice(-tailBytes));
  const body = line.bytes.subarray(0, Math.max(0, line.bytes.length - tailBytes));
  const check = checkValue(reading.check, body);
  if (tail === null || hex8(check) !== tail[1]) {
    return broken(
      `corrupt: the check value of record ${reading.next} does not fit (changed, moved, repeated or left out)`,
    );
  }
  return takeChecked(reading, line, text, value, check);
}

function takeChecked(reading: Reading, line: Line, text: string, value: unknown, check: number): Taken {
  if (reading.again && value !== undefined && reading.head !== undefined)
    return known(reading, line, text, value, check);
  if (value === undefined || JSON.stringify(value) !== text) {
    return wrong('not in canonical form: no spaces, no member twice, numbers and texts as JSON.stringify writes them');
  }
  const chain = v.safeParse(chainSchema, value);
  if (!chain.success) return wrong(`not a record: ${issueText(chain.issues)}`);
  const { i, t, k } = chain.output;
  if (i !== reading.next) return wrong(`record ${i} stands where record ${reading.next} belongs`);
  const tNs = BigInt(t);
  if (tNs < reading.lastNs) return wrong(`record ${i}: time goes back from ${reading.lastNs} to ${t}`);
  if ((k === 'head') !== (i === 0)) return wrong(`record ${i}: a head stands first, and only there`);
  const { i: _i, t: _t, c: _c, ...fields } = value as Readonly<Record<string, unknown>>;
  const checked = checkedRecord(k, fields);
  const isOptional = checked === undefined && fields['opt'] === true;
  if (checked === undefined && !isOptional) return wrong(`record ${i}: unknown kind ${excerpt(k)}`);
  if (checked?.success === false) return wrong(`record ${i} (${k}): ${issueText(checked.issues)}`);
  const record = asRecord(fields);
  if (record.k === 'end') {
    const sha = reading.hash.copy().digest('hex');
    if (record.n !== i) return wrong(`the footer counts ${record.n} records before it; there are ${i}`);
    if (record.sha !== sha) return wrong('the digest in the footer does not fit the lines before it');
    reading.end = record;
  }
  if (record.k === 'head') reading.head = record;
  reading.next += 1;
  reading.check = check;
  reading.lastNs = tNs;
  reading.hash.update(line.bytes).update('\n');
  return { record: isOptional ? undefined : { i, tNs, record, text, line: line.number, offset: line.offset } };
}

/** A record that was checked in an earlier reading, as its check value says. */
function known(reading: Reading, line: Line, text: string, value: unknown, check: number): Taken {
  const { i, t, c: _c, ...record } = value as { i: number; t: string; c: string } & SessionRecord & { opt?: true };
  if (record.k === 'end') reading.end = record;
  if (record.k === 'head') reading.head = record;
  reading.next += 1;
  reading.check = check;
  reading.lastNs = BigInt(t);
  const isUnknown = record.opt === true && checkedRecord(record.k, record) === undefined;
  const read = { i, tNs: reading.lastNs, record, text, line: line.number, offset: line.offset };
  return { record: isUnknown ? undefined : read };
}

const foreign = (isFirst: boolean): string => (isFirst ? 'not a session: ' : '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with the first line before anything is checked: another format, another version. */
function headProblem(text: string, value: unknown): string | undefined {
  if (text.startsWith('\u{feff}')) return 'not a session: the file begins with a byte order mark';
  const head = (value ?? {}) as { fmt?: unknown; ver?: unknown; need?: unknown };
  if (value === undefined || typeof value !== 'object' || head.fmt !== sessionFormat) {
    return `not a session: the first line is no head of format ${sessionFormat}`;
  }
  const version = Array.isArray(head.ver) ? head.ver : [];
  const need = Array.isArray(head.need) ? head.need.map(String) : [];
  return versionProblem(version, need);
}

function issueText(issues: readonly v.BaseIssue<unknown>[] | undefined): string {
  const [issue] = issues ?? [];
  if (issue === undefined) return 'something is wrong';
  const place = (issue.path ?? []).map(({ key }) => String(key)).join('.');
  return `${place === '' ? 'it' : place}: ${issue.message.slice(0, 300)}`;
}

/** Reads a whole session into memory: for short ones and tests. Throws SessionProblem. */
export function readWhole(chunks: Iterable<Buffer>): {
  readonly records: readonly ReadRecord[];
  readonly end: ReadEnd;
} {
  const records: ReadRecord[] = [];
  const reader = readSession(chunks);
  for (;;) {
    const { done, value } = reader.next();
    if (done) return { records, end: value };
    records.push(value);
  }
}
