import type { Scenario } from '../../scenario.ts';

/** The id of a set with a stale dup is never given again. Source: DEF-01, FDSET-18. */
export const staleSetKeepsItsId: Scenario = {
  id: 'def/stale-set-keeps-its-id',
  title: 'the id of a set with a stale dup is never given again',
  clauses: ['DEF-01', 'FDSET-18'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'null', data: { logfile: '/dev/fdset/0' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:0' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      {
        byProfile: {
          design: { see: 'return', value: { 'fdset-id': 0, fd: { $: 'next' } } },
          else: { see: 'return', value: { 'fdset-id': 1, fd: { $: 'next' } } },
        },
      },
    ],
  ],
};
