import type { Scenario } from '../../scenario.ts';

/**
 * add-fd checks the argument schema, then that a descriptor is pending, then the sign of the id. Source: FDSET-14,
 * FDSET-17, FDSET-15, QMP-13, FDSET-16, FDSET-03.
 */
export const addCheckOrder: readonly Scenario[] = [
  {
    id: 'fdset/add-check-order/schema-before-descriptor',
    title: 'a type error wins over a missing descriptor',
    clauses: ['FDSET-14', 'FDSET-17'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 'x' } },
        { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/unknown-key-before-descriptor',
    title: 'an unknown key wins over a missing descriptor',
    clauses: ['FDSET-14', 'FDSET-17'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -1, foo: 0 } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'foo' is unexpected" },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/descriptor-before-sign',
    title: 'a missing descriptor wins over a negative id',
    clauses: ['FDSET-14', 'FDSET-15'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -1 } },
        { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/missing-descriptor',
    title: 'add-fd without a descriptor says so',
    clauses: ['FDSET-15', 'QMP-13'],
    bugs: ['BUG-106'],
    steps: [
      [
        { do: 'qmp', execute: 'add-fd' },
        { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/negative-closes',
    title: 'a negative id is refused and the descriptor is closed',
    clauses: ['FDSET-16', 'QMP-13'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -1 }, fds: ['p.write'] },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' expects a non-negative value" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -1 } },
        { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/most-negative',
    title: 'the smallest int64 is refused as negative',
    clauses: ['FDSET-16'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': { $int: '-9223372036854775808' } }, fds: ['p.write'] },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' expects a non-negative value" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
  {
    id: 'fdset/add-check-order/negative-closes-all',
    title: 'a negative id closes every pending descriptor',
    clauses: ['FDSET-16', 'FDSET-03'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -7 }, fds: ['p.write', 'p.read'] },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' expects a non-negative value" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
];
