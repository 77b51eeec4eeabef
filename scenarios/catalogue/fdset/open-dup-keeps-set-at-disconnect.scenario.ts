import type { Scenario } from '../../scenario.ts';

/**
 * While any dup of a set is open at the last disconnect all its members stay; they go at the next one after it
 * closed. Source: FDSET-38, FDSET-35.
 */
export const openDupKeepsSetAtDisconnect: Scenario = {
  id: 'fdset/open-dup-keeps-set-at-disconnect',
  title:
    'while any dup of a set is open at the last disconnect all its members stay; they go at the next one after it closed',
  clauses: ['FDSET-38', 'FDSET-35'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'open', as: 'ro', path: '{dir}/disk', access: 'r', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'rw', path: '{dir}/disk', access: 'rw' }, { see: 'done' }],
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
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
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'idle' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { in: '/dev/fdset/1', out: '/dev/null', append: true } } },
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
      {
        byProfile: {
          'qemu-10.0': {
            see: 'return',
            value: [
              { 'fdset-id': 2, fds: [{ fd: { $: 'idle' } }] },
              { 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] },
            ],
          },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] }] },
        },
      },
    ],
    // A later client can still open read-write.
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'd' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    // Closing the last dup while a client is connected reaps nothing.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-10.0': {
            see: 'return',
            value: [
              { 'fdset-id': 2, fds: [{ fd: { $: 'idle' } }] },
              { 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] },
            ],
          },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] }] },
        },
      },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-10.0': {
            see: 'return',
            value: [
              { 'fdset-id': 2, fds: [{ fd: { $: 'idle' } }] },
              { 'fdset-id': 1, fds: [{ fd: { $: 'ro' } }, { fd: { $: 'rw' } }] },
            ],
          },
          else: { see: 'return', value: [] },
        },
      },
    ],
  ],
};
