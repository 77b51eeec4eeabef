import * as v from 'valibot';
import type { Action } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Expectation } from '../scenario.ts';
import type { HeardEvents } from './live-events.ts';
import { SessionProblem } from './problem.ts';
import type { ReadEnd, ReadRecord } from './reader.ts';
import type { HeadRecord, SchedRecord } from './record.ts';
import { joinedSchema } from './record-schema.ts';

/** One action of a session with all that was recorded of it. Without `seen`, the recording ended in it. */
export type RecordedStep = {
  readonly at: number;
  /** Record numbers of the action and of what was seen. */
  readonly record: number;
  readonly seenRecord?: number;
  readonly tNs: bigint;
  readonly action: Action;
  readonly expectation?: Expectation;
  readonly decisions?: SchedRecord;
  /** What happened inside, as the simulation told it. */
  readonly happened: readonly Happening[];
  readonly seen?: Outcome;
  /** Of a `receive` in a live recording: what came by itself, to be compared as a stream. */
  readonly events?: HeardEvents;
};

type Open = { -readonly [Key in keyof RecordedStep]: RecordedStep[Key] } & { readonly happened: Happening[] };

/** The actions of a session, one at a time. Throws SessionProblem for records that do not belong together. */
export function* stepsOf(reader: Generator<ReadRecord, ReadEnd>): Generator<RecordedStep, ReadEnd> {
  let open: Open | undefined;
  let isSchedule = false;
  let parts: { readonly k: string; readonly of: number; text: string; at: number } | undefined;
  for (;;) {
    const { done, value: read } = reader.next();
    if (done) {
      if (open !== undefined) yield open;
      return read;
    }
    const { record, line, offset } = read;
    const refuse = (text: string): never => {
      throw new SessionProblem(`record ${read.i} (${record.k}): ${text}`, line, offset);
    };
    let fields: object = record;
    if ('part' in record) {
      const expected = parts === undefined ? 1 : parts.at + 1;
      if (record.part !== expected || (parts !== undefined && (parts.k !== record.k || parts.of !== record.parts))) {
        return refuse(`part ${record.part} of ${record.parts} stands where part ${expected} belongs`);
      }
      parts = { k: record.k, of: record.parts, text: (parts?.text ?? '') + record.j, at: record.part };
      if (record.part < record.parts) continue;
      fields = joined(record.k, parts.text) ?? refuse('its parts do not make up such a record');
      parts = undefined;
    } else if (parts !== undefined) return refuse(`part ${parts.at + 1} of ${parts.of} belongs here`);
    if (record.k === 'act') {
      if (open !== undefined) yield open;
      const { at, a, w } = fields as { at: number; a: Action; w?: Expectation };
      const { i, tNs } = read;
      open = { at, record: i, tNs, action: a, happened: [], ...(w === undefined ? {} : { expectation: w }) };
    } else if (record.k === 'ev' || record.k === 'swap') {
      if (isSchedule) continue;
      if (open === undefined) return refuse('no action is under way');
      const { opt: _, ...happening } = record;
      open.happened.push(happening);
    } else if (record.k === 'turn') {
      isSchedule = true;
    } else if (record.k === 'sched' || record.k === 'see') {
      const { at, o } = fields as { at: number; o: Outcome };
      if (open === undefined || open.at !== at || open.seen !== undefined) return refuse('no action is under way');
      if (record.k === 'sched') open.decisions = record;
      else {
        open.seen = o;
        open.seenRecord = read.i;
        yield open;
        open = undefined;
      }
    }
  }
}

function joined(kind: 'act' | 'see', text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return v.safeParse(joinedSchema[kind], value).success ? (value as object) : undefined;
  } catch {
    return undefined;
  }
}

/** The head, which stands first. Throws SessionProblem. */
export function takeHead(reader: Generator<ReadRecord, ReadEnd>): ReadRecord & { readonly record: HeadRecord } {
  const { done, value } = reader.next();
  if (done || value.record.k !== 'head') throw new SessionProblem('not a session: it has no head', 1, 0);
  return { ...value, record: value.record };
}
