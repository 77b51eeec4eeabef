import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** A chardev-add that fails beside a chardev `taken`, which it leaves alone. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly arguments: Value;
  readonly desc: string;
};

const cases: readonly Case[] = [
  {
    name: 'duplicate-id',
    title: 'an id in use is refused, without the prefix of a failed open',
    clauses: ['CHR-01', 'CHR-02', 'CHR-03'],
    arguments: { id: 'taken', backend: { type: 'ringbuf', data: {} } },
    desc: "Chardev with id 'taken' already exists",
  },
  {
    name: 'unknown-type',
    title: 'an unknown backend type is refused by the schema',
    clauses: ['CHR-04', 'QMP-06'],
    arguments: { id: 'c', backend: { type: 'nope', data: {} } },
    desc: "Parameter 'type' does not accept value 'nope'",
  },
  {
    name: 'no-id',
    title: 'the id is missed first',
    clauses: ['QMP-06'],
    arguments: { backend: { type: 'null', data: {} } },
    desc: "Parameter 'id' is missing",
  },
  {
    name: 'no-backend',
    title: 'the backend is missed',
    clauses: ['QMP-06'],
    arguments: { id: 'c' },
    desc: "Parameter 'backend' is missing",
  },
  {
    name: 'no-data',
    title: "the backend's data are missed even where none is needed",
    clauses: ['CHR-04', 'QMP-06'],
    arguments: { id: 'c', backend: { type: 'null' } },
    desc: "Parameter 'backend.data' is missing",
  },
  {
    name: 'unexpected-member',
    title: 'a member that the backend does not know is refused by its path',
    clauses: ['CHR-04', 'QMP-06'],
    arguments: { id: 'c', backend: { type: 'null', data: { out: 'x' } } },
    desc: "Parameter 'backend.data.out' is unexpected",
  },
  {
    name: 'unexpected-argument',
    title: 'an argument that the command does not know is refused',
    clauses: ['QMP-06'],
    arguments: { id: 'c', backend: { type: 'null', data: {} }, wait: true },
    desc: "Parameter 'wait' is unexpected",
  },
  {
    name: 'ringbuf-odd-size',
    title: "a ring buffer's size is a power of two",
    clauses: ['CHR-02', 'RB-01'],
    arguments: { id: 'c', backend: { type: 'ringbuf', data: { size: 7 } } },
    desc: "Failed to add chardev 'c': size of ringbuf chardev must be power of two",
  },
  {
    name: 'ringbuf-negative-size',
    title: 'a negative size is no power of two',
    clauses: ['CHR-02', 'RB-01'],
    arguments: { id: 'c', backend: { type: 'ringbuf', data: { size: -1 } } },
    desc: "Failed to add chardev 'c': size of ringbuf chardev must be power of two",
  },
  {
    name: 'ringbuf-size-type',
    title: 'a size in quotes is of the wrong type',
    clauses: ['QMP-06'],
    arguments: { id: 'c', backend: { type: 'ringbuf', data: { size: '8' } } },
    desc: "Invalid parameter type for 'backend.data.size', expected: integer",
  },
];

export const addRefused: readonly Scenario[] = cases.map((each) => ({
  id: `chardev/add-refused/${each.name}`,
  title: each.title,
  clauses: each.clauses,
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'taken', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: each.arguments },
      { see: 'error', class: 'GenericError', desc: each.desc },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'taken', filename: 'null', 'frontend-open': false }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'taken' } },
      { see: 'return', value: {} },
    ],
  ],
}));
