import type { Scenario } from '../../scenario.ts';

/** Exec-oob of add-fd is refused and the descriptor stays pending. Source: FDSET-12, QMP-10, QMP-11. */
export const oobAddFdRefused: Scenario = {
  id: 'fdset/oob-add-fd-refused',
  title: 'exec-oob of add-fd is refused and the descriptor stays pending',
  clauses: ['FDSET-12', 'QMP-10', 'QMP-11'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, oob: true, id: 'now', fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: 'The command add-fd does not support OOB' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
