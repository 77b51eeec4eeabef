import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const noSeconds: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: "Parameter 'backend.data.reconnect' is unexpected",
};

export const serverWithoutAName: Scenario = {
  id: 'sock/server-without-a-name',
  title: 'a server on a descriptor without a name has no socket, only add_client can connect it',
  clauses: ['SOCK-22', 'SOCK-20'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: '' } } } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:fd:,server=on', label: 'c' }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'd',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: '' } }, server: false } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'd': File descriptor named '' has not been found",
      },
    ],
    [{ do: 'socketpair', as: 's1' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: '' }, fds: ['s1.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'e', backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: '' } } } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: '' } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'f',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: '' } }, reconnect: 1 } },
        },
      },
      {
        byProfile: {
          'qemu-11.1': noSeconds,
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'f': 'reconnect' option is incompatible with 'fd' address type",
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'e' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:fd:,server=on', label: 'c' }] },
    ],
  ],
};
