import type { Scenario } from '../../scenario.ts';

/** A command on one monitor does not find the name that another monitor holds. Source: GETFD-05, GETFD-09. */
export const namesNotInUseAcrossMonitors: Scenario = {
  id: 'getfd/names-not-in-use-across-monitors',
  title: 'a command on one monitor does not find the name that another monitor holds',
  clauses: ['GETFD-05', 'GETFD-09'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        on: 'b',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'x' } }, server: false } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': File descriptor named 'x' has not been found",
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
  ],
};
