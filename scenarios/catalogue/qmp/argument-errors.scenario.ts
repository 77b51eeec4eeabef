import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** Name, title, command, its arguments, text of the error. */
type Row = readonly [name: string, title: string, execute: string, argument: Value, desc: string];

const rows: readonly Row[] = [
  ['missing', 'a missing member is named', 'chardev-remove', {}, "Parameter 'id' is missing"],
  ['unexpected', 'an unexpected member is named', 'query-fdsets', { x: 1 }, "Parameter 'x' is unexpected"],
  [
    'expected-string',
    'a string is expected',
    'closefd',
    { fdname: [] },
    "Invalid parameter type for 'fdname', expected: string",
  ],
  [
    'expected-object',
    'an object is expected',
    'chardev-add',
    { id: 'x', backend: 5 },
    "Invalid parameter type for 'backend', expected: object",
  ],
  [
    'expected-integer-dotted',
    'paths are dotted',
    'chardev-add',
    { id: 'x', backend: { type: 'ringbuf', data: { size: '1' } } },
    "Invalid parameter type for 'backend.data.size', expected: integer",
  ],
  [
    'expected-boolean-dotted',
    'a boolean is expected',
    'chardev-add',
    { id: 'x', backend: { type: 'file', data: { out: '{dir}/x', append: 'yes' } } },
    "Invalid parameter type for 'backend.data.append', expected: boolean",
  ],
  [
    'expected-array',
    'a list is expected',
    'blockdev-reopen',
    { options: {} },
    "Invalid parameter type for 'options', expected: array",
  ],
  [
    'union-tag',
    'a union tag must be known',
    'chardev-add',
    { id: 'x', backend: { type: 'zz', data: {} } },
    "Parameter 'type' does not accept value 'zz'",
  ],
  [
    'missing-tag',
    'the tag of a union is required',
    'chardev-add',
    { id: 'x', backend: {} },
    "Parameter 'backend.type' is missing",
  ],
  [
    'missing-branch',
    'the branch of a union is required',
    'chardev-add',
    { id: 'x', backend: { type: 'null' } },
    "Parameter 'backend.data' is missing",
  ],
  [
    'missing-in-branch',
    'a member of the branch is required',
    'chardev-add',
    { id: 'x', backend: { type: 'file', data: {} } },
    "Parameter 'backend.data.out' is missing",
  ],
  ['schema-order', 'id comes before backend in the schema', 'chardev-add', { backend: 5 }, "Parameter 'id' is missing"],
  [
    'type-before-unexpected',
    'a type error wins over an unexpected member',
    'add-fd',
    { foo: 1, opaque: 5 },
    "Invalid parameter type for 'opaque', expected: string",
  ],
  [
    'inner-unexpected-first',
    'an unexpected member inside wins over those outside',
    'chardev-add',
    { w: 1, id: 'x', backend: { y: 1, type: 'null', data: { z: 1 } } },
    "Parameter 'backend.data.z' is unexpected",
  ],
  [
    'outer-unexpected',
    'an unexpected member beside the tag is named with its path',
    'chardev-add',
    { id: 'x', backend: { type: 'null', data: {}, y: 1 } },
    "Parameter 'backend.y' is unexpected",
  ],
  [
    'null-integer',
    'null is no integer',
    'ringbuf-read',
    { device: 'r', size: null },
    "Invalid parameter type for 'size', expected: integer",
  ],
  [
    'fraction',
    '1.5 is no integer',
    'ringbuf-read',
    { device: 'r', size: 1.5 },
    "Invalid parameter type for 'size', expected: integer",
  ],
  [
    'beyond-int64',
    '2^63 is no int64',
    'ringbuf-read',
    { device: 'r', size: { $int: '9223372036854775808' } },
    "Invalid parameter type for 'size', expected: integer",
  ],
  [
    'enum',
    'an enumeration names the value it does not accept',
    'ringbuf-write',
    { device: 'r', data: 'x', format: 'hex' },
    "Parameter 'format' does not accept value 'hex'",
  ],
];

/** Argument errors, members in schema order and unexpected ones last; the first error wins. Source: QMP-06. */
export const argumentErrors: readonly Scenario[] = rows.map(([name, title, execute, argument, desc]) => ({
  id: `qmp/argument-errors/${name}`,
  title,
  clauses: ['QMP-06'],
  steps: [
    [
      { do: 'qmp', execute, arguments: argument },
      { see: 'error', class: 'GenericError', desc },
    ],
  ],
}));
