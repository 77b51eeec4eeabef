import type { Scenario } from '../../scenario.ts';

/** O_NONBLOCK of an inherited descriptor is kept. Source: FDSET-45. */
export const nonblockKept: Scenario = {
  id: 'add-fd/nonblock-kept',
  title: 'O_NONBLOCK of an inherited descriptor is kept',
  clauses: ['FDSET-45'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'set-flags', of: 'p.write', flags: ['nonblock'] }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1'] }, { see: 'launched' }],
    [
      { do: 'get-flags', of: 'p.write' },
      { see: 'flags', access: 'w', flags: ['nonblock'] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: ['nonblock'], closeOnExec: true }] },
    ],
    // Sent over the monitor the same description loses it.
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'again' } } },
    ],
    [
      { do: 'get-flags', of: 'p.write' },
      { see: 'flags', access: 'w', flags: [] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
