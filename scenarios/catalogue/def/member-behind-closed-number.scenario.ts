import type { Scenario } from '../../scenario.ts';

/** A member whose number was closed behind its back ends the search with EBADF. Source: DEF-04, OPEN-09. */
export const memberBehindClosedNumber: Scenario = {
  id: 'def/member-behind-closed-number',
  title: 'a member whose number was closed behind its back ends the search with EBADF',
  clauses: ['DEF-04', 'OPEN-09'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'zero' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        byProfile: {
          design: { see: 'return', value: {} },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': Bad file descriptor",
          },
        },
      },
    ],
  ],
};
