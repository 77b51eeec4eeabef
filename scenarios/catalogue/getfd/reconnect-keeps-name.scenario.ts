import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const noSeconds: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: "Parameter 'backend.data.reconnect' is unexpected",
};

/** Reconnect with an fd address fails before the look-up and leaves the name. Source: GETFD-08. */
export const reconnectKeepsName: Scenario = {
  id: 'getfd/reconnect-keeps-name',
  title: 'reconnect with an fd address fails before the look-up and leaves the name',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'x' } }, server: false, reconnect: 1 } },
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
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
