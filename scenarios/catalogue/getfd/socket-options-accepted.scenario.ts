import type { Scenario } from '../../scenario.ts';

export const socketOptionsAccepted: Scenario = {
  id: 'getfd/socket-options-accepted',
  title: 'options that a passed socket has no use for are taken all the same',
  clauses: ['GETFD-07', 'QMP-06'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'a' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'a',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'a' } }, server: false, nodelay: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'b' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'b',
          backend: {
            type: 'socket',
            data: {
              addr: { type: 'fd', data: { str: 'b' } },
              server: false,
              telnet: false,
              tn3270: false,
              websocket: false,
            },
          },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'c' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'c' } }, server: false, nodelay: 'x' } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.nodelay', expected: boolean",
      },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'd' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'd',
          backend: {
            type: 'socket',
            data: { addr: { type: 'fd', data: { str: 'd' } }, server: false, 'tls-authz': 'x' },
          },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'd': 'tls_authz' option requires 'tls_creds' option",
      },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'e' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'e',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'e' } }, server: false, nosuch: 1 } },
        },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.nosuch' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'f' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'f',
          backend: {
            type: 'socket',
            data: { addr: { type: 'fd', data: { str: 'f' } }, server: false, 'reconnect-ms': 5 },
          },
        },
      },
      {
        byProfile: {
          'qemu-7.2': {
            see: 'error',
            class: 'GenericError',
            desc: "Parameter 'backend.data.reconnect-ms' is unexpected",
          },
          'qemu-11.1': {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'f': 'reconnect-ms' option is incompatible with 'fd' address type",
          },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'g' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'g',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'g' } }, server: false, telnet: 1 } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.telnet', expected: boolean",
      },
    ],
  ],
};
