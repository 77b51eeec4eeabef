import type { Scenario, Step } from '../../scenario.ts';

const failing = (backend: { readonly type: string; readonly data: { readonly [key: string]: string } }): Step => [
  { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend } },
  {
    see: 'error',
    class: 'GenericError',
    desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': Invalid argument",
  },
];
const members: Step = [
  { do: 'observe', what: 'descriptors' },
  {
    see: 'descriptors',
    held: [
      { object: 'p', access: 'w', flags: [], closeOnExec: true },
      { object: '{dir}/file', access: 'rw', flags: ['sync'], closeOnExec: true },
    ],
  },
];

export const failedOpenHoldsNothing: Scenario = {
  id: 'open/failed-open-holds-nothing',
  title: 'an open that fails after the match keeps no descriptor and no claim on the set',
  clauses: ['OPEN-10', 'OPEN-12', 'FDSET-33'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'open', as: 'synced', path: '{dir}/file', access: 'rw', flags: ['create', 'sync'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'pipe' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['synced'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'synced' } } },
    ],
    failing({ type: 'file', data: { out: '/dev/fdset/1' } }),
    members,
    failing({ type: 'pipe', data: { device: '/dev/fdset/1' } }),
    failing({ type: 'serial', data: { device: '/dev/fdset/1' } }),
    members,
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    // The reader sees the end: nobody in the system holds the writing end any more.
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
