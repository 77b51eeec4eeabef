import type { Scenario } from '../../scenario.ts';

/** A socket path that looks like an fd set is a plain path that nobody listens on. Source: S0-7, OPEN-01. */
export const socketPathIsNoSet: Scenario = {
  id: 's0/socket-path-is-no-set',
  title: 'a socket path that looks like an fd set is a plain path that nobody listens on',
  clauses: ['S0-7', 'OPEN-01'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['s.a'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '/dev/fdset/2' } }, server: false } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Failed to connect to '/dev/fdset/2': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
