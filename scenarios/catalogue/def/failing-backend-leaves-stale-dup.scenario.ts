import type { Scenario } from '../../scenario.ts';

/** A backend that fails to open after a good logfile leaves a stale dup as well. Source: DEF-01, FDSET-47, FILE-02. */
export const failingBackendLeavesStaleDup: Scenario = {
  id: 'def/failing-backend-leaves-stale-dup',
  title: 'a backend that fails to open after a good logfile leaves a stale dup as well',
  clauses: ['DEF-01', 'FDSET-47', 'FILE-02'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/nowhere/x', logfile: '/dev/fdset/1' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '{dir}/nowhere/x': No such file or directory",
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/log', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
  ],
};
