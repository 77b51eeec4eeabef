import * as v from 'valibot';
import type { Expectation, ExpectedOutcome } from '../scenario.ts';
import { count, jsonValue, lookedUp } from './value-schema.ts';

const optional = v.exactOptional;
const text = v.union(
  [
    v.string(),
    v.strictObject({ startsWith: v.string() }),
    v.strictObject({ endsWith: v.string() }),
    v.strictObject({ contains: v.string() }),
  ],
  'a text, or one of { startsWith }, { endsWith }, { contains }',
);
const texts = v.array(text);
const access = v.picklist(['r', 'w', 'rw']);
const flags = v.array(v.picklist(['append', 'nonblock', 'direct', 'dsync', 'sync', 'path']));
const message = v.lazy((input): v.GenericSchema => {
  const members = typeof input === 'object' && input !== null ? input : {};
  if ('greeting' in members) return v.strictObject({ greeting: v.strictObject({ capabilities: texts }) });
  if ('return' in members) return v.strictObject({ return: jsonValue, id: optional(jsonValue) });
  if ('error' in members) {
    return v.strictObject({ error: v.strictObject({ class: text, desc: text }), id: optional(jsonValue) });
  }
  return v.strictObject({ event: text, data: optional(jsonValue) });
});
const held = v.strictObject({ object: text, access, flags, closeOnExec: v.boolean() });

const record = v.union([
  v.strictObject({ event: v.picklist(['OPENED', 'CLOSED', 'BREAK', 'MUX_IN', 'MUX_OUT']) }),
  v.strictObject({ read: text }),
  v.strictObject({ watch: v.picklist(['out', 'hang-up']) }),
]);

const charEvent = v.union([
  v.strictObject({ write: v.number(), offset: v.number() }),
  v.strictObject({ input: text, driver: count }),
  v.strictObject({ readAll: text }),
  v.strictObject({ readAllError: v.number() }),
]);

const control = v.strictObject({ event: text, port: count, value: count, name: optional(text) });

const outcomes = {
  done: v.strictObject({ see: v.literal('done') }),
  errno: v.strictObject({ see: v.literal('errno'), errno: optional(text) }),
  wrote: v.strictObject({ see: v.literal('wrote'), count: optional(count) }),
  data: v.strictObject({
    see: v.literal('data'),
    bytes: optional(text),
    end: optional(v.boolean()),
    fds: optional(count),
  }),
  'char-log': v.strictObject({
    see: v.literal('char-log'),
    finished: optional(v.boolean()),
    events: optional(v.array(charEvent)),
  }),
  flags: v.strictObject({ see: v.literal('flags'), access: optional(access), flags: optional(flags) }),
  launched: v.strictObject({ see: v.literal('launched') }),
  exit: v.strictObject({ see: v.literal('exit'), status: optional(count), stderr: optional(texts) }),
  died: v.strictObject({ see: v.literal('died'), signal: optional(text), stderr: optional(texts) }),
  greeting: v.strictObject({ see: v.literal('greeting'), capabilities: optional(texts) }),
  return: v.strictObject({ see: v.literal('return'), value: optional(jsonValue), id: optional(jsonValue) }),
  error: v.strictObject({
    see: v.literal('error'),
    class: optional(text),
    desc: optional(text),
    id: optional(jsonValue),
  }),
  messages: v.strictObject({ see: v.literal('messages'), messages: optional(v.array(message)) }),
  text: v.strictObject({ see: v.literal('text'), text: optional(text) }),
  silent: v.strictObject({ see: v.literal('silent') }),
  closed: v.strictObject({ see: v.literal('closed') }),
  accepted: v.strictObject({ see: v.literal('accepted'), count: optional(count) }),
  register: v.strictObject({ see: v.literal('register'), value: optional(count) }),
  records: v.strictObject({ see: v.literal('records'), records: optional(v.array(record)) }),
  'guest-messages': v.strictObject({ see: v.literal('guest-messages'), control: optional(v.array(control)) }),
  queues: v.strictObject({ see: v.literal('queues'), in: optional(count), out: optional(count) }),
  port: v.strictObject({
    see: v.literal('port'),
    nr: optional(count),
    guest: optional(v.boolean()),
    host: optional(v.boolean()),
    throttled: optional(v.boolean()),
  }),
  'usb-port': v.strictObject({ see: v.literal('usb-port'), attached: optional(v.boolean()) }),
  screen: v.strictObject({
    see: v.literal('screen'),
    lines: optional(v.array(text)),
    cursor: optional(v.strictObject({ row: count, column: count })),
  }),
  unknown: v.strictObject({ see: v.literal('unknown') }),
  descriptors: v.strictObject({ see: v.literal('descriptors'), held: optional(v.array(held)) }),
};

/**
 * One outcome as a literal states it. Checked member by member above; the loosened types themselves recurse through
 * every JSON value, too deep to infer.
 */
export const outcomeSchema: v.GenericSchema<unknown, ExpectedOutcome> = lookedUp('see', outcomes) as v.GenericSchema<
  unknown,
  ExpectedOutcome
>;
const oneOf = v.strictObject({ oneOf: v.pipe(v.array(outcomeSchema), v.minLength(1, 'at least one outcome')) });
const single = v.lazy((input): v.GenericSchema => (isObjectWith(input, 'oneOf') ? oneOf : outcomeSchema));
const byProfile = v.strictObject({
  byProfile: v.pipe(
    v.strictObject({
      design: optional(single),
      'qemu-7.2': optional(single),
      'qemu-10.0': optional(single),
      'qemu-11.1': optional(single),
      else: optional(single),
    }),
    v.check((members) => Object.keys(members).length > 0, 'at least one profile, or else'),
  ),
});

/** What must be seen: an outcome, `{ oneOf }` or `{ byProfile }`. */
export const expectationSchema: v.GenericSchema<unknown, Expectation> = v.lazy(
  (input) => (isObjectWith(input, 'byProfile') ? byProfile : single) as v.GenericSchema<unknown, Expectation>,
);

function isObjectWith(input: unknown, member: string): boolean {
  return typeof input === 'object' && input !== null && member in input;
}
