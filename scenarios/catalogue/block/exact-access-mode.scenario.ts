import type { AccessMode } from '../../../model/language/action.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';

/** `opened`: access of the dup; a node that asks read-only is never served by a member for both. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly member: AccessMode;
  readonly options: { readonly [key: string]: boolean };
} & ({ readonly opened: AccessMode } | { readonly flags: string });

const cases: readonly Case[] = [
  {
    name: 'read-only-over-r',
    title: 'a read-only node opens a member for reading',
    member: 'r',
    options: { 'read-only': true },
    opened: 'r',
  },
  {
    name: 'read-only-over-rw',
    title: 'a read-only node is refused a member for both',
    member: 'rw',
    options: { 'read-only': true },
    flags: '0',
  },
  {
    name: 'read-write-over-rw',
    title: 'a read-write node opens a member for both',
    member: 'rw',
    options: {},
    opened: 'rw',
  },
  {
    name: 'read-write-over-w',
    title: 'a read-write node is refused a member for writing',
    member: 'w',
    options: {},
    flags: '2',
  },
  {
    name: 'auto-read-only-over-r',
    title: 'auto-read-only opens a member for reading',
    member: 'r',
    options: { 'auto-read-only': true },
    opened: 'r',
  },
  {
    name: 'auto-read-only-over-rw',
    title: 'auto-read-only without a writer asks for reading only, so a member for both is refused',
    member: 'rw',
    options: { 'auto-read-only': true },
    flags: '0',
  },
];

function seen(each: Case): Expectation {
  if ('opened' in each) return { see: 'return', value: {} };
  return {
    byProfile: {
      'qemu-7.2': {
        see: 'error',
        class: 'GenericError',
        desc: `Could not dup FD for /dev/fdset/1 flags ${each.flags}: Permission denied`,
      },
      else: {
        see: 'error',
        class: 'GenericError',
        desc: `Failed to find file descriptor with matching flags=0x${each.flags}`,
      },
    },
  };
}

function after(each: Case): readonly Step[] {
  if (!('opened' in each)) return [];
  const held = [each.member, each.opened].map((access) => ({
    object: '{dir}/image',
    access,
    flags: [],
    closeOnExec: true,
  }));
  return [
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held },
    ],
    [
      { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'node' } },
      { see: 'return', value: {} },
    ],
  ];
}

export const exactAccessMode: readonly Scenario[] = cases.map((each) => ({
  id: `block/exact-access-mode/${each.name}`,
  title: each.title,
  clauses: ['OPEN-06', 'OPEN-19'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [{ do: 'open', as: 'image', path: '{dir}/image', access: each.member }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['image'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', ...each.options },
      },
      seen(each),
    ],
    ...after(each),
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
}));
