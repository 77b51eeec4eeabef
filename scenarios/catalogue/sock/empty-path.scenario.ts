import type { Scenario } from '../../scenario.ts';

export const emptyPath: Scenario = {
  id: 'sock/empty-path',
  title: 'nobody listens at an empty path',
  clauses: ['SOCK-04', 'SOCK-05'],
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // since 11.1 there are no seconds
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '' } }, server: false } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Failed to connect to '': Connection refused",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: {
            type: 'socket',
            data: { addr: { type: 'unix', data: { path: '' } }, server: false, reconnect: 1 },
          },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:unix:', label: 'c' }] },
    ],
  ],
};
