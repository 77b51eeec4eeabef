import type { Scenario } from '../../scenario.ts';

export const backendMembers: Scenario = {
  id: 'chardev/backend-members',
  title: 'members of the data of each backend type are checked before the id is looked for',
  clauses: ['CHR-04'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'udp', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.remote' is missing" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'udp', data: { remote: {} } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.remote.type' is missing" },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'zz', backend: { type: 'udp', data: { remote: { type: 'x' } } } },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'type' does not accept value 'x'" },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'zz', backend: { type: 'udp', data: { remote: { type: 'inet' } } } },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.remote.data' is missing" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'braille', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'zz' does not exist" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'braille', data: { a: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.a' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'msmouse', data: { x: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.x' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'wctablet', data: { x: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.x' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'testdev', data: { x: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.x' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'vc', data: { x: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.x' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'vc', data: { width: 'a' } } } },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.width', expected: integer",
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'stdio', data: { x: 1 } } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.x' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'spicevmc', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.type' is missing" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'spiceport', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.fqdn' is missing" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'dbus', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.name' is missing" },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'zz', backend: { type: 'qemu-vdagent', data: { mouse: 0 } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.mouse', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'zz', backend: { type: 'console', data: { device: 1.5 } } },
      },
      {
        byProfile: {
          'qemu-7.2': { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.device' is unexpected" },
          else: { see: 'error', class: 'GenericError', desc: "Parameter 'type' does not accept value 'console'" },
        },
      },
    ],
  ],
};
