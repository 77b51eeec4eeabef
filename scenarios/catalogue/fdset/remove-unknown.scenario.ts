import type { Scenario } from '../../scenario.ts';

/** remove-fd names what it did not find, with the numbers as given. Source: FDSET-24, QMP-13, QMP-06. */
export const removeUnknown: readonly Scenario[] = [
  {
    id: 'fdset/remove-unknown/unknown-set',
    title: 'an unknown set is named',
    clauses: ['FDSET-24', 'QMP-13'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 99 } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:99' not found" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/unknown-set-with-member',
    title: 'an unknown set with a member is named with both',
    clauses: ['FDSET-24'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3, fd: 400 } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:3, fd:400' not found" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/unknown-member',
    title: 'an unknown member of a known set is named with both',
    clauses: ['FDSET-24', 'QMP-13'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 3, fd: { $: 'member' } } },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3, fd: 400 } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:3, fd:400' not found" },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 3, fds: [{ fd: { $: 'member' } }] }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/negative-set',
    title: 'a negative set is echoed',
    clauses: ['FDSET-24'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': -5 } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:-5' not found" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/negative-member',
    title: 'a negative member is echoed',
    clauses: ['FDSET-24'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 0, fd: { $: 'member' } } },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0, fd: -1 } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:0, fd:-1' not found" },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/wide-numbers',
    title: 'numbers above int32 are echoed whole',
    clauses: ['FDSET-24'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1099511627776, fd: -7 } },
        {
          see: 'error',
          class: 'GenericError',
          desc: "File descriptor named 'fdset-id:1099511627776, fd:-7' not found",
        },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/widest-number',
    title: 'the largest int64 is echoed',
    clauses: ['FDSET-24'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'remove-fd',
          arguments: { 'fdset-id': { $int: '9223372036854775807' }, fd: { $int: '-9223372036854775808' } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "File descriptor named 'fdset-id:9223372036854775807, fd:-9223372036854775808' not found",
        },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/missing-id',
    title: 'the id is required',
    clauses: ['FDSET-24', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd' },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' is missing" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/missing-id-with-member',
    title: 'the id is required beside a member',
    clauses: ['FDSET-24', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { fd: 3 } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' is missing" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/member-not-an-integer',
    title: 'a member that is no integer is a type error',
    clauses: ['FDSET-24', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: 'x' } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fd', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/remove-unknown/unknown-key',
    title: 'an unknown key is refused',
    clauses: ['FDSET-24', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, x: 3 } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'x' is unexpected" },
      ],
    ],
  },
];
