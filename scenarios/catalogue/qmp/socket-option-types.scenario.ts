import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const noSeconds: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: "Parameter 'backend.data.reconnect' is unexpected",
};

export const socketOptionTypes: Scenario = {
  id: 'qmp/socket-option-types',
  title: 'each socket option has its type',
  clauses: ['QMP-06'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, nodelay: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.nodelay', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, telnet: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.telnet', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, tn3270: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.tn3270', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, websocket: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.websocket', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, wait: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.wait', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.server', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, reconnect: [] } },
        },
      },
      {
        byProfile: {
          'qemu-11.1': noSeconds,
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Invalid parameter type for 'backend.data.reconnect', expected: integer",
          },
        },
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, 'tls-creds': [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.tls-creds', expected: string",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, 'tls-authz': [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.tls-authz', expected: string",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, 'reconnect-ms': [] } },
        },
      },
      {
        byProfile: {
          'qemu-7.2': {
            see: 'error',
            class: 'GenericError',
            desc: "Parameter 'backend.data.reconnect-ms' is unexpected",
          },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Invalid parameter type for 'backend.data.reconnect-ms', expected: integer",
          },
        },
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, logfile: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.logfile', expected: string",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'x',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, logappend: [] } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.logappend', expected: boolean",
      },
    ],
  ],
};
