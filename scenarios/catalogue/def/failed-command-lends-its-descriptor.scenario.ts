import type { Scenario } from '../../scenario.ts';

/**
 * A descriptor sent with a failed command is used by a later one that brought none; the repaired design closes it.
 * Source: DEF-09, FDSET-06.
 */
export const failedCommandLendsItsDescriptor: Scenario = {
  id: 'def/failed-command-lends-its-descriptor',
  title:
    'a descriptor sent with a failed command is used by a later one that brought none; the repaired design closes it',
  clauses: ['DEF-09', 'FDSET-06'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdnmae: 'x' }, fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: "Parameter 'fdname' is missing" },
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
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
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
  ],
};
