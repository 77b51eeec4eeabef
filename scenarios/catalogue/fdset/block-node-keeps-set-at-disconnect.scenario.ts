import type { Scenario } from '../../scenario.ts';

/** A read-only block node that stays open lets the next client reopen it read-write. Source: FDSET-38, OPEN-19. */
export const blockNodeKeepsSetAtDisconnect: Scenario = {
  id: 'fdset/block-node-keeps-set-at-disconnect',
  title: 'a read-only block node that stays open lets the next client reopen it read-write',
  clauses: ['FDSET-38', 'OPEN-19'],
  needs: ['listening-monitors', 'block'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/disk', bytes: '\0'.repeat(4096) }, { see: 'done' }],
    [{ do: 'open', as: 'ro', path: '{dir}/disk', access: 'r' }, { see: 'done' }],
    [{ do: 'open', as: 'rw', path: '{dir}/disk', access: 'rw' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['ro'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'ro' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['rw'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'rw' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'disk', filename: '/dev/fdset/1', 'read-only': true },
      },
      { see: 'return', value: {} },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-reopen',
        arguments: { options: [{ driver: 'file', 'node-name': 'disk', filename: '/dev/fdset/1', 'read-only': false }] },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/disk', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/disk', access: 'rw', flags: [], closeOnExec: true },
          { object: '{dir}/disk', access: 'rw', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'disk' } },
      { see: 'return', value: {} },
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
