import type { Action } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';

const command = (execute: string, args: Value): Action => ({ do: 'qmp', execute, arguments: args });
const written: ExpectedOutcome = { see: 'return', value: {} };
const got = (text: string): ExpectedOutcome => ({ see: 'return', value: text });
const refused = (desc: string): ExpectedOutcome => ({ see: 'error', class: 'GenericError', desc });
const write = (args: { readonly [key: string]: Value }): Action => command('ringbuf-write', { device: 'r', ...args });
const read = (args: { readonly [key: string]: Value }): Action => command('ringbuf-read', { device: 'r', ...args });

/** Steps on a ring buffer `r` of eight bytes, beside a null chardev `n`. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly steps: readonly Step[];
};

const cases: readonly Case[] = [
  {
    name: 'first-in-first-out',
    clauses: ['RB-03'],
    title: 'what is written is read once, in order and in any portions',
    steps: [
      [write({ data: 'hello' }), written],
      [read({ size: 3 }), got('hel')],
      [read({ size: 99 }), got('lo')],
      [read({ size: 1 }), got('')],
    ],
  },
  {
    name: 'overwrites-oldest',
    clauses: ['RB-02', 'RB-04'],
    title: 'a full buffer keeps the newest bytes',
    steps: [
      [write({ data: '0123456789' }), written],
      [read({ size: 20 }), got('23456789')],
      [write({ data: 'abcdefgh' }), written],
      [write({ data: 'i' }), written],
      [read({ size: 2 }), got('bc')],
      [read({ size: 20 }), got('defghi')],
    ],
  },
  {
    name: 'base64',
    clauses: ['RB-05'],
    title: 'base64 goes both ways',
    steps: [
      [write({ data: 'aGk=', format: 'base64' }), written],
      [read({ size: 2, format: 'base64' }), got('aGk=')],
      [write({ data: 'aGk=', format: 'base64' }), written],
      [read({ size: 2, format: 'utf8' }), got('hi')],
    ],
  },
  {
    name: 'unpadded-base64',
    clauses: ['RB-05'],
    title: 'base64 data that end within a group are accepted, and the broken group is dropped',
    steps: [
      [write({ data: 'aGlqaG', format: 'base64' }), written],
      [read({ size: 8 }), got('hij')],
    ],
  },
  {
    name: 'empty-write',
    clauses: ['RB-05'],
    title: 'writing nothing is allowed',
    steps: [
      [write({ data: '' }), written],
      [read({ size: 8 }), got('')],
      [read({ size: 8, format: 'base64' }), got('')],
    ],
  },
  {
    name: 'utf8-bytes',
    clauses: ['RB-06'],
    title: 'a text is kept as its UTF-8 bytes',
    steps: [
      [write({ data: 'a\u00e9' }), written],
      [read({ size: 8, format: 'base64' }), got('YcOp')],
    ],
  },
  {
    name: 'bad-base64',
    clauses: ['RB-05'],
    title: 'base64 data with other characters are refused and nothing is written',
    steps: [
      [write({ data: 'a!', format: 'base64' }), refused('Base64 data contains invalid characters')],
      [read({ size: 8 }), got('')],
    ],
  },
  {
    name: 'bad-format',
    clauses: ['QMP-06'],
    title: 'the format is utf8 or base64',
    steps: [
      [write({ data: 'x', format: 'hex' }), refused("Parameter 'format' does not accept value 'hex'")],
      [read({ size: 8, format: 'hex' }), refused("Parameter 'format' does not accept value 'hex'")],
    ],
  },
  {
    name: 'unknown-device',
    clauses: ['RB-03', 'RB-04'],
    title: 'an unknown device is refused',
    steps: [
      [command('ringbuf-write', { device: 'q', data: 'x' }), refused("Device 'q' not found")],
      [command('ringbuf-read', { device: 'q', size: 1 }), refused("Device 'q' not found")],
    ],
  },
  {
    name: 'other-kind',
    clauses: ['RB-03', 'RB-04'],
    title: 'a chardev of another kind is refused',
    steps: [
      [command('ringbuf-write', { device: 'n', data: 'x' }), refused('n is not a ringbuf device')],
      [command('ringbuf-read', { device: 'n', size: 1 }), refused('n is not a ringbuf device')],
    ],
  },
  {
    name: 'bad-size',
    clauses: ['RB-03'],
    title: 'as many bytes as are read must be greater than zero',
    steps: [
      [read({ size: 0 }), refused('size must be greater than zero')],
      [read({ size: -1 }), refused('size must be greater than zero')],
      [command('ringbuf-read', { device: 'n', size: 0 }), refused('n is not a ringbuf device')],
    ],
  },
  {
    name: 'missing-arguments',
    clauses: ['QMP-06'],
    title: 'device, data and size are needed',
    steps: [
      [command('ringbuf-read', { device: 'r' }), refused("Parameter 'size' is missing")],
      [command('ringbuf-read', { size: 1 }), refused("Parameter 'device' is missing")],
      [command('ringbuf-write', { device: 'r' }), refused("Parameter 'data' is missing")],
    ],
  },
];

export const ringbuf: readonly Scenario[] = cases.map((each) => ({
  id: `chardev/ringbuf/${each.name}`,
  title: each.title,
  clauses: ['QMP-14', ...each.clauses],
  steps: [
    [
      command('chardev-add', { id: 'r', backend: { type: 'ringbuf', data: { size: 8 } } }),
      { see: 'return', value: {} },
    ],
    [command('chardev-add', { id: 'n', backend: { type: 'null', data: {} } }), { see: 'return', value: {} }],
    ...each.steps,
    [command('chardev-remove', { id: 'r' }), { see: 'return', value: {} }],
    [command('chardev-remove', { id: 'n' }), { see: 'return', value: {} }],
  ],
}));
