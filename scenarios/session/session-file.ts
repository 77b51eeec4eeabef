import { conversationSteps } from './conversation.ts';
import { fileChunks } from './lines.ts';
import { SessionProblem } from './problem.ts';
import { type ReadEnd, type ReadRecord, readSession } from './reader.ts';
import type { HeadRecord, WireRecord } from './record.ts';
import { type RecordedStep, stepsOf, takeHead } from './steps.ts';

/** Records of sessions up to so many bytes stay in memory from the first reading to the replay. */
const keptBytesMax = 1 << 20;
const kept = new WeakMap<SessionFile, Kept>();

/** What was read; `steps`: what it makes up, where it is no conversation and every action of it was seen. */
type Kept = { readonly records: readonly ReadRecord[]; readonly steps?: readonly RecordedStep[] };

/** A session that was read through once and is in order as far as it goes. */
export type SessionFile = {
  readonly path: string;
  readonly head: HeadRecord;
  /** Records, the footer included. */
  readonly records: number;
  readonly end: ReadEnd;
  /** The first bytes from QEMU of a live recording: its greeting. */
  readonly greeting?: WireRecord;
  /** What its notes say, the last one at most. */
  readonly note?: string;
};

/**
 * Reads the file once, before anything is done with it: a file that is refused has no effect at all. `salvage`: what is
 * intact before the first thing that is wrong counts as a truncated session. Throws SessionProblem (salvaging too, for a
 * file without an intact head), or what the file system throws. Source: SLOG-08, SLOG-10.
 */
export function checkSession(path: string, salvage = false): SessionFile {
  const reader = readSession(fileChunks(path));
  const first = takeHead(reader);
  let last: ReadRecord = first;
  let records = 1;
  let greeting: WireRecord | undefined;
  let note: string | undefined;
  const short: ReadRecord[] = [first];
  const made: RecordedStep[] = [];
  const watched = passing(reader, (read) => {
    last = read;
    if (read.offset <= keptBytesMax) short.push(read);
  });
  const steps = stepsOf(watched, ({ record }) => {
    records += 1;
    if (record.k === 'tx') greeting ??= record;
    if (record.k === 'note') note = record.text;
  });
  const file = (end: ReadEnd): SessionFile => ({
    path,
    head: first.record,
    records,
    end,
    ...(greeting === undefined ? {} : { greeting }),
    ...(note === undefined ? {} : { note }),
  });
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (!done) {
        if (last.offset <= keptBytesMax) made.push(value);
        continue;
      }
      const whole = file(value);
      const isPlain = !first.record.need.includes('live') && made.every(({ seen }) => seen !== undefined);
      if (last.offset <= keptBytesMax) kept.set(whole, { records: short, ...(isPlain ? { steps: made } : {}) });
      return whole;
    }
  } catch (error) {
    if (!salvage || !(error instanceof SessionProblem)) throw error;
    const { line, offset, message } = error;
    // a record that does not belong where it stands was read already
    const i = last.line === line ? last.i : last.i + 1;
    return file({ kind: 'truncated', i, line, offset, problem: message });
  }
}

function* passing(
  reader: Generator<ReadRecord, ReadEnd>,
  onRead: (read: ReadRecord) => void,
): Generator<ReadRecord, ReadEnd> {
  for (;;) {
    const { done, value } = reader.next();
    if (done) return value;
    onRead(value);
    yield value;
  }
}

/** What was read before. */
function* again(records: readonly ReadRecord[], end: ReadEnd): Generator<ReadRecord, ReadEnd> {
  yield* records;
  return end;
}

/** The steps that were made of these records, each when its last record has passed. */
function* madeBefore(
  { records, steps }: Required<Kept>,
  end: ReadEnd,
  onRecord: (read: ReadRecord) => void,
): Generator<RecordedStep, ReadEnd> {
  let at = 0;
  const pass = (to: number): void => {
    for (; at < records.length && (records[at]?.i ?? 0) <= to; at += 1) {
      const read = records[at];
      if (read !== undefined && isWhole(read)) onRecord(read);
    }
  };
  for (const step of steps) {
    pass(step.seenRecord ?? step.record);
    yield step;
  }
  pass(Number.POSITIVE_INFINITY);
  return end;
}

/** A record in parts is told with its last one. */
function isWhole({ record }: ReadRecord): boolean {
  return !('part' in record) || record.part === record.parts;
}

/** The records of a salvaged session, up to what is wrong. */
function* salvaged(reader: Generator<ReadRecord, ReadEnd>, end: ReadEnd): Generator<ReadRecord, ReadEnd> {
  let next = 1; // the head is taken already
  while (end.kind === 'truncated' && next < end.i) {
    const { done, value } = reader.next();
    if (done) return end;
    next = value.i + 1;
    if (next <= end.i) yield value;
  }
  return end;
}

/** The steps of a checked session; `onRecord` sees every record as it passes, `onSkipped` what is not compared. */
export function sessionSteps(
  file: SessionFile,
  onRecord: (read: ReadRecord) => void,
  onSkipped: (text: string) => void = () => undefined,
): Generator<RecordedStep, ReadEnd> {
  const { path, head, end } = file;
  const known = kept.get(file);
  if (known?.steps !== undefined) return madeBefore({ records: known.records, steps: known.steps }, end, onRecord);
  const all = known === undefined ? readSession(fileChunks(path), true) : again(known.records, end);
  onRecord(takeHead(all));
  const isSalvaged = end.kind === 'truncated' && end.problem !== undefined;
  const reader = isSalvaged ? salvaged(all, end) : all;
  if (head.need.includes('live')) return conversationSteps(reader, head, onRecord, onSkipped);
  return stepsOf(reader, onRecord);
}

/** Why this session cannot be replayed. Throws SessionProblem for one without payloads. */
export function refuseRedacted({ head }: SessionFile): void {
  if (!head.need.includes('redacted')) return;
  throw new SessionProblem('the session is redacted: its payloads are gone, it can be exported and not replayed', 1, 0);
}
