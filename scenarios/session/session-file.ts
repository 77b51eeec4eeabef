import { conversationSteps } from './conversation.ts';
import { fileChunks } from './lines.ts';
import { SessionProblem } from './problem.ts';
import { type ReadEnd, type ReadRecord, readSession } from './reader.ts';
import type { HeadRecord, WireRecord } from './record.ts';
import { type RecordedStep, stepsOf, takeHead } from './steps.ts';

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
 * Reads the file once, before anything is done with it: a file that is refused has no effect at all. Throws
 * SessionProblem, or what the file system throws. Source: SLOG-10.
 */
export function checkSession(path: string): SessionFile {
  const reader = readSession(fileChunks(path));
  const { record: head } = takeHead(reader);
  let records = 1;
  let greeting: WireRecord | undefined;
  let note: string | undefined;
  const steps = stepsOf(reader, ({ record }) => {
    records += 1;
    if (record.k === 'tx') greeting ??= record;
    if (record.k === 'note') note = record.text;
  });
  for (;;) {
    const { done, value } = steps.next();
    if (!done) continue;
    return {
      path,
      head,
      records,
      end: value,
      ...(greeting === undefined ? {} : { greeting }),
      ...(note === undefined ? {} : { note }),
    };
  }
}

/** The steps of a checked session; `onRecord` sees every record as it passes, `onSkipped` what is not compared. */
export function sessionSteps(
  { path, head }: SessionFile,
  onRecord: (read: ReadRecord) => void,
  onSkipped: (text: string) => void = () => undefined,
): Generator<RecordedStep, ReadEnd> {
  const reader = readSession(fileChunks(path));
  onRecord(takeHead(reader));
  if (head.need.includes('live')) return conversationSteps(reader, head, onRecord, onSkipped);
  return stepsOf(reader, onRecord);
}

/** Why this session cannot be replayed. Throws SessionProblem for one without payloads. */
export function refuseRedacted({ head }: SessionFile): void {
  if (!head.need.includes('redacted')) return;
  throw new SessionProblem('the session is redacted: its payloads are gone, it can be exported and not replayed', 1, 0);
}
