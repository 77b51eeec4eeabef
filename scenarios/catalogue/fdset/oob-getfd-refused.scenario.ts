import type { Scenario } from '../../scenario.ts';

/** Exec-oob of getfd is refused and the descriptor stays pending. Source: FDSET-12, QMP-10, QMP-11. */
export const oobGetfdRefused: Scenario = {
  id: 'fdset/oob-getfd-refused',
  title: 'exec-oob of getfd is refused and the descriptor stays pending',
  clauses: ['FDSET-12', 'QMP-10', 'QMP-11'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, oob: true, id: 'now', fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: 'The command getfd does not support OOB' },
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
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'n' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'n' not found" },
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
