import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const noSeconds: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: "Parameter 'backend.data.reconnect' is unexpected",
};

/** What commands that use a name refuse. Source: GETFD-07, GETFD-08. */
export const useRefusals: readonly Scenario[] = [
  {
    id: 'getfd/use-refusals/dump-protocol',
    title: 'a dump wants file: or fd:',
    clauses: ['GETFD-07'],
    steps: [
      [
        { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'foo:bar' } },
        {
          byProfile: {
            'qemu-7.2': { see: 'error', class: 'GenericError', desc: "Invalid parameter 'protocol'" },
            else: {
              see: 'error',
              class: 'GenericError',
              desc: "parameter 'protocol' must start with 'file:' or 'fd:'",
            },
          },
        },
      ],
      [
        { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'fd:nope' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'nope' has not been found" },
      ],
    ],
  },
  {
    id: 'getfd/use-refusals/socket-options',
    title: 'even a reconnect of zero is refused with an fd address',
    clauses: ['GETFD-08'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['s.a'] },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: {
              type: 'socket',
              data: { addr: { type: 'fd', data: { str: 'n' } }, server: false, reconnect: 0 },
            },
          },
        },
        {
          byProfile: {
            'qemu-11.1': noSeconds,
            else: {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'c': 'reconnect' option is incompatible with 'fd' address type",
            },
          },
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: true, reconnect: 1 } },
          },
        },
        {
          byProfile: {
            'qemu-11.1': noSeconds,
            else: {
              see: 'error',
              class: 'GenericError',
              desc: "Failed to add chardev 'c': 'reconnect' option is incompatible with 'fd' address type",
            },
          },
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: false, wait: false } },
          },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': 'wait' option is incompatible with socket in client connect mode",
        },
      ],
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: 'n' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'getfd/use-refusals/connected-cannot-listen',
    title: 'a connected socket cannot listen',
    clauses: ['GETFD-07'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['s.a'] },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: true } },
          },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': Failed to listen on fd socket: Invalid argument",
        },
      ],
      [
        { do: 'qmp', execute: 'closefd', arguments: { fdname: 'n' } },
        { see: 'error', class: 'GenericError', desc: "File descriptor named 'n' not found" },
      ],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [] },
      ],
    ],
  },
];
