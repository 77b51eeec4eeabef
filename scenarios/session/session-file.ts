import { conversationSteps } from './conversation.ts';
import { fileChunks } from './lines.ts';
import { SessionProblem } from './problem.ts';
import { type ReadEnd, type ReadRecord, readSession } from './reader.ts';
import type { HeadRecord, WireRecord } from './record.ts';
import { type RecordedStep, stepsOf, takeHead } from './steps.ts';

/** What was read of sessions up to so many bytes stays in memory from the first reading to the replay. */
const keptBytesMax = 1 << 22;
const kept = new WeakMap<SessionFile, Kept>();
/** Lines before a divergence that are told with it. Source: SLOG-07. */
const linesBeforeMax = 10;

/** The steps that were read; of a conversation its records, which make up steps as they pass. */
type Kept = { readonly records: readonly ReadRecord[] } | { readonly steps: readonly RecordedStep[] };

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
  const isLive = first.record.need.includes('live');
  const short: ReadRecord[] = [first];
  const made: RecordedStep[] = [];
  const steps = stepsOf(
    passing(reader, (read) => {
      last = read;
      const { record } = read;
      if (isLive && read.offset <= keptBytesMax) short.push(read);
      if (!isWhole(read)) return;
      records += 1;
      if (record.k === 'tx') greeting ??= record;
      if (record.k === 'note') note = record.text;
    }),
  );
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
      if (last.offset <= keptBytesMax) kept.set(whole, isLive ? { records: short } : { steps: made });
      return whole;
    }
  } catch (error) {
    if (!salvage || !(error instanceof SessionProblem)) throw error;
    const { line, offset, message } = error;
    // a record that does not belong where it stands was read already
    const wasRead = last.line === line;
    const i = wasRead ? last.i : last.i + 1;
    if (wasRead && isWhole(last)) records -= 1;
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

/** The steps that were made of the records before. */
function* madeBefore(steps: readonly RecordedStep[], end: ReadEnd): Generator<RecordedStep, ReadEnd> {
  for (const step of steps) yield step;
  return end;
}

/** A record in parts is told with its last one. */
function isWhole({ record }: ReadRecord): boolean {
  return !('part' in record) || record.part === record.parts;
}

/** The records of a salvaged session, up to what is wrong. */
function* salvaged(reader: Generator<ReadRecord, ReadEnd>, end: ReadEnd): Generator<ReadRecord, ReadEnd> {
  let next = 0;
  while (end.kind === 'truncated' && next < end.i) {
    const { done, value } = reader.next();
    if (done) return end;
    next = value.i + 1;
    if (next <= end.i) yield value;
  }
  return end;
}

/** The records of a checked session, its head first. */
export function recordsOf(file: SessionFile): Generator<ReadRecord, ReadEnd> {
  const { path, end } = file;
  const known = kept.get(file);
  if (known !== undefined && 'records' in known) return again(known.records, end);
  const all = readSession(fileChunks(path), true);
  return end.kind === 'truncated' && end.problem !== undefined ? salvaged(all, end) : all;
}

/** The steps of a checked session; `onSkipped` sees what is not compared. */
export function sessionSteps(
  file: SessionFile,
  onSkipped: (text: string) => void = () => undefined,
): Generator<RecordedStep, ReadEnd> {
  const known = kept.get(file);
  if (known !== undefined && 'steps' in known) return madeBefore(known.steps, file.end);
  const records = recordsOf(file);
  takeHead(records);
  return file.head.need.includes('live') ? conversationSteps(records, file.head, onSkipped) : stepsOf(records);
}

/** The last lines before this record of a checked session, oldest first; of one in parts the last. Source: SLOG-07. */
export function linesBefore(file: SessionFile, record: number): readonly string[] {
  const lines: string[] = [];
  try {
    for (const read of recordsOf(file)) {
      if (read.i >= record) break;
      if (!isWhole(read)) continue;
      lines.push(read.text);
      if (lines.length > linesBeforeMax) lines.shift();
    }
    return lines;
  } catch (error) {
    return [`(not to be had: ${file.path} cannot be read again: ${error instanceof Error ? error.message : error})`];
  }
}

/** Why this session cannot be replayed. Throws SessionProblem for one without payloads. */
export function refuseRedacted({ head }: SessionFile): void {
  if (!head.need.includes('redacted')) return;
  throw new SessionProblem('the session is redacted: its payloads are gone, it can be exported and not replayed', 1, 0);
}
