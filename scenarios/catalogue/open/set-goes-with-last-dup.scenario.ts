import type { AccessMode } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';

/** One user: opens set 1 by `open`, lets go by `close`. */
type User = {
  readonly name: string;
  readonly words: string;
  readonly access: AccessMode;
  readonly open: Step;
  readonly close: Step;
};

const chardev = (name: string, access: AccessMode, backend: Value): User => ({
  name,
  words: `a ${name} chardev`,
  access,
  open: [
    { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend } },
    { see: 'return', value: {} },
  ],
  close: [
    { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
    { see: 'return', value: {} },
  ],
});

const users: readonly User[] = [
  chardev('file', 'w', { type: 'file', data: { out: '/dev/fdset/1' } }),
  chardev('file-in', 'r', { type: 'file', data: { out: '/dev/null', in: '/dev/fdset/1' } }),
  chardev('pipe', 'rw', { type: 'pipe', data: { device: '/dev/fdset/1' } }),
  chardev('serial', 'rw', { type: 'serial', data: { device: '/dev/fdset/1' } }),
  {
    name: 'block',
    words: 'a block node',
    access: 'rw',
    open: [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1' },
      },
      { see: 'return', value: {} },
    ],
    close: [
      { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'node' } },
      { see: 'return', value: {} },
    ],
  },
  {
    name: 'rng',
    words: 'an rng-random object',
    access: 'r',
    open: [
      {
        do: 'qmp',
        execute: 'object-add',
        arguments: { 'qom-type': 'rng-random', id: 'rng', filename: '/dev/fdset/1' },
      },
      { see: 'return', value: {} },
    ],
    close: [
      { do: 'qmp', execute: 'object-del', arguments: { id: 'rng' } },
      { see: 'return', value: {} },
    ],
  },
];

export const setGoesWithLastDup: readonly Scenario[] = users.map((user) => ({
  id: `open/set-goes-with-last-dup/${user.name}`,
  title: `a set without members lasts as long as ${user.words} holds its dup, and goes with it`,
  clauses: ['OPEN-15', 'FDSET-23', 'FDSET-29', 'FDSET-33', 'FDSET-46'],
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'text' }, { see: 'done' }],
    [{ do: 'open', as: 'file', path: '{dir}/file', access: user.access }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    user.open,
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
    ],
    user.close,
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
}));
