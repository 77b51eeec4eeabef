import type { Scenario } from '../../scenario.ts';

/** closefd names what it did not find. Source: GETFD-04, QMP-13, QMP-08, QMP-06. */
export const closefdUnknown: readonly Scenario[] = [
  {
    id: 'getfd/closefd-unknown/never-given',
    title: 'a name never given is not found',
    clauses: ['GETFD-04', 'QMP-13'],
    steps: [
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: 'n' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'n' not found" },
      ],
    ],
  },
  {
    id: 'getfd/closefd-unknown/numeric',
    title: 'a number is a name that nobody gave',
    clauses: ['GETFD-04'],
    steps: [
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: '5' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named '5' not found" },
      ],
    ],
  },
  {
    id: 'getfd/closefd-unknown/empty',
    title: 'the empty name is not found when not given',
    clauses: ['GETFD-04'],
    steps: [
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: '' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named '' not found" },
      ],
    ],
  },
  {
    id: 'getfd/closefd-unknown/quoted',
    title: 'quotes and non-ASCII come back as they were',
    clauses: ['GETFD-04', 'QMP-08'],
    steps: [
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: '\u00e9"\\\n' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named '\u00e9\"\\\n' not found" },
      ],
    ],
  },
  {
    id: 'getfd/closefd-unknown/missing-name',
    title: 'the name is required',
    clauses: ['GETFD-04', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'closefd' },
        { see: 'error', class: 'GenericError', desc: "Parameter 'fdname' is missing" },
      ],
    ],
  },
  {
    id: 'getfd/closefd-unknown/set-member',
    title: 'the number of a set member is no name',
    clauses: ['GETFD-04'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: '12' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named '12' not found" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
    ],
  },
];
