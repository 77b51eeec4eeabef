import type { Scenario } from '../../scenario.ts';

export const naps: Scenario = {
  id: 'log/naps',
  title: 'a log that refuses for a moment holds the system up in naps, and loses nothing',
  clauses: ['LOG-03'],
  launch: 'manual',
  needs: ['inject-faults', 'serial', 'launch'],
  steps: [
    [
      {
        do: 'launch',
        args: ['-chardev', 'null,id=c,logfile={dir}/log'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'fault', call: 'write', object: '{dir}/log', give: { errno: 'EAGAIN' }, times: 2 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'a', patienceMs: 300 },
      {
        byProfile: {
          design: { see: 'accepted', count: 1 },
          'qemu-11.1': { see: 'accepted', count: 1 },
          else: { see: 'silent' },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets', patienceMs: 300 },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          'qemu-11.1': { see: 'return', value: [] },
          else: { see: 'silent' },
        },
      },
    ],
    [{ do: 'advance', ms: 1 }, { see: 'done' }],
    [
      { do: 'read-file', path: '{dir}/log' },
      {
        byProfile: {
          design: { see: 'data', bytes: '', end: true },
          'qemu-11.1': { see: 'data', bytes: '', end: true },
          else: { see: 'data', bytes: 'a', end: true },
        },
      },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'bcd' },
      { see: 'accepted', count: 3 },
    ],
    [{ do: 'fault', call: 'write', object: '{dir}/log', give: { errno: 'ENOSPC' } }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'xyz' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      {
        byProfile: {
          design: { see: 'data', bytes: 'cdyz', end: true },
          'qemu-11.1': { see: 'data', bytes: 'cdyz', end: true },
          else: { see: 'data', bytes: 'abcdyz', end: true },
        },
      },
    ],
  ],
};
