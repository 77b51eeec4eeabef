import type { Scenario } from '../../scenario.ts';

/** Texts of a look-up that fails inside a command; they differ from those of closefd. Source: GETFD-09, GETFD-07. */
export const useTexts: readonly Scenario[] = [
  {
    id: 'getfd/use-texts/unknown-name',
    title: 'an unknown name has not been found',
    clauses: ['GETFD-09'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'nope' } }, server: false } },
          },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': File descriptor named 'nope' has not been found",
        },
      ],
    ],
  },
  {
    id: 'getfd/use-texts/number-is-a-name',
    title: 'inside a monitor command a numeric string is a name, never a number',
    clauses: ['GETFD-09'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: '0' } }, server: false } },
          },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': File descriptor named '0' has not been found",
        },
      ],
    ],
  },
  {
    id: 'getfd/use-texts/add-client-unknown-name',
    title: 'add_client uses the same text',
    clauses: ['GETFD-09'],
    steps: [
      [
        { do: 'qmp', execute: 'add_client', arguments: { protocol: 'vnc', fdname: 'nope' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'nope' has not been found" },
      ],
    ],
  },
  {
    id: 'getfd/use-texts/dump-unknown-name',
    title: 'dump-guest-memory uses the same text',
    clauses: ['GETFD-09'],
    steps: [
      [
        { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'fd:nope' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'nope' has not been found" },
      ],
    ],
  },
  {
    id: 'getfd/use-texts/regular-file',
    title: 'a regular file is not a socket',
    clauses: ['GETFD-09', 'GETFD-07'],
    steps: [
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'rw', flags: ['create'] }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'f' }, fds: ['f'] },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'f' } }, server: false } },
          },
        },
        { see: 'error', class: 'GenericError', desc: "Failed to add chardev 'c': File descriptor 'f' is not a socket" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
];
