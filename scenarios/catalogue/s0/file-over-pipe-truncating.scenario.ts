import type { Scenario } from '../../scenario.ts';

/**
 * File over a pipe end without append is refused, because a pipe cannot be truncated, and the flags are reset.
 * Source: S0-1, OPEN-10, OPEN-12.
 */
export const fileOverPipeTruncating: Scenario = {
  id: 's0/file-over-pipe-truncating',
  title: 'file over a pipe end without append is refused, because a pipe cannot be truncated, and the flags are reset',
  clauses: ['S0-1', 'OPEN-10', 'OPEN-12'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'set-flags', of: 'p.write', flags: ['nonblock'] }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=2'] }, { see: 'launched' }],
    [
      { do: 'get-flags', of: 'p.write' },
      { see: 'flags', access: 'w', flags: ['nonblock'] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2': Invalid argument",
      },
    ],
    [
      { do: 'get-flags', of: 'p.write' },
      {
        byProfile: {
          design: { see: 'flags', access: 'w', flags: ['nonblock'] },
          else: { see: 'flags', access: 'w', flags: [] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
