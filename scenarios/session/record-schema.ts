import * as v from 'valibot';
import { actionSchema } from '../schema/action-schema.ts';
import { expectationSchema, outcomeSchema } from '../schema/expectation-schema.ts';
import { count } from '../schema/value-schema.ts';
import { lineBytesMax, type SessionRecord, sessionFormat } from './record.ts';

const optional = v.exactOptional;
const hex = (digits: number): v.GenericSchema<unknown, string> =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`), `${digits} hex digits`));
const decimal = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,18})$/, 'a decimal number of at most 19 digits'));
const step = v.pipe(v.number(), v.safeInteger('an integer'), v.minValue(-1, 'a step from -1'));

const head = v.looseObject({
  fmt: v.literal(sessionFormat),
  ver: v.tuple([count, count]),
  engine: v.looseObject({ name: v.string(), version: v.string() }),
  variant: v.string(),
  seed: hex(16),
  t0: decimal,
  fs: hex(64),
  scenario: v.looseObject({ name: v.string(), sha: hex(64) }),
  limits: v.looseObject({ line: v.pipe(count, v.maxValue(lineBytesMax, `at most ${lineBytesMax}`)) }),
  need: v.array(v.string()),
  obs: optional(v.literal(true)),
  target: optional(v.looseObject({ id: v.string(), name: v.string(), version: v.string() })),
  title: optional(v.string()),
  clauses: optional(v.array(v.string())),
  problem: optional(v.looseObject({ id: v.string(), params: v.string() })),
  launch: optional(v.record(v.string(), v.unknown())),
});

const part = { part: count, parts: count, j: v.string() };
const actor = v.picklist(['process', 'client', 'host', 'guest', 'world']);
const act = v.looseObject({ th: actor, at: step, a: actionSchema, w: optional(expectationSchema) });
const see = v.looseObject({ at: step, o: outcomeSchema });
const partial = v.looseObject(part);
const sched = v.looseObject({ at: step, n: count, x: v.array(v.tuple([count, count, count])) });

const ev = v.looseObject({
  fe: v.string(),
  id: v.string(),
  gen: count,
  e: v.picklist(['OPENED', 'CLOSED', 'BREAK', 'MUX_IN', 'MUX_OUT']),
});
const swap = v.looseObject({
  seq: count,
  id: v.string(),
  st: v.picklist(['prepared', 'scheduled', 'committing', 'done', 'rolledback', 'cancelled', 'refused']),
  old: count,
  new: count,
  why: v.nullable(v.string()),
});

const descriptor = v.looseObject({
  kind: v.picklist(['file', 'pipe', 'socket', 'tty', 'memfd', 'eventfd', 'device', 'other']),
  access: v.picklist(['r', 'w', 'rw']),
  flags: v.array(v.string()),
  object: count,
});
const base64 = v.pipe(
  v.string(),
  v.check((text) => Buffer.from(text, 'base64').toString('base64') === text, 'canonical base64'),
);
const wire = v.pipe(
  v.looseObject({
    mon: v.string(),
    n: count,
    b: optional(base64),
    crc: optional(hex(8)),
    fds: v.array(descriptor),
    eof: v.boolean(),
  }),
  v.check(({ b, n }) => b === undefined || Buffer.from(b, 'base64').length === n, 'n is the number of bytes in b'),
  v.check(({ b, crc }) => (b === undefined) !== (crc === undefined), 'either b or crc'),
);
const end = v.looseObject({
  n: count,
  sha: hex(64),
  state: v.string(),
  result: v.picklist(['pass', 'fail', 'stopped']),
  trace: optional(hex(64)),
});

const isPart = (input: unknown): boolean => typeof input === 'object' && input !== null && 'part' in input;
const kinds: Readonly<Record<string, v.GenericSchema>> = {
  head,
  act: v.lazy((input) => (isPart(input) ? partial : act)),
  sched,
  ev,
  swap,
  see: v.lazy((input) => (isPart(input) ? partial : see)),
  rx: wire,
  tx: wire,
  turn: v.looseObject({ th: v.string(), x: count, d: v.array(count), s: v.string() }),
  broke: v.looseObject({ property: v.string(), at: count, text: v.string(), clauses: v.array(v.string()) }),
  note: v.looseObject({ text: v.string() }),
  end,
};

/** What the fields of act and see are, put together from their parts. */
export const joinedSchema: Readonly<Record<'act' | 'see', v.GenericSchema>> = { act, see };

/** The members that every record has. Source: SLOG-02. */
export const chainSchema: v.GenericSchema<unknown, { i: number; t: string; k: string; c: string }> = v.looseObject({
  i: count,
  t: decimal,
  k: v.string(),
  c: hex(8),
});

/** A record checked by its kind; undefined for a kind that does not exist. Source: SLOG-10. */
export function checkedRecord(kind: string, input: unknown): v.SafeParseResult<v.GenericSchema> | undefined {
  return Object.hasOwn(kinds, kind) ? v.safeParse(kinds[kind] ?? v.never(), input) : undefined;
}

/** A record of which `checkedRecord` had nothing to say. */
export function asRecord(checked: unknown): SessionRecord {
  return checked as SessionRecord;
}
