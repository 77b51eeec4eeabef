import type { Handle } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

/** An object for both directions behind the set, and the far end that the client keeps. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly make: Step;
  readonly member: Handle;
  readonly far: Handle;
};
const cases: readonly Case[] = [
  {
    name: 'stream-socketpair',
    title: 'a stream socketpair carries both directions',
    make: [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    member: 's.a',
    far: 's.b',
  },
  {
    name: 'datagram-socketpair',
    title: 'a datagram socketpair carries both directions',
    make: [{ do: 'socketpair', as: 's', type: 'dgram' }, { see: 'done' }],
    member: 's.a',
    far: 's.b',
  },
  {
    name: 'pty',
    title: 'a pty carries both directions',
    make: [{ do: 'pty', as: 't' }, { see: 'done' }],
    member: 't.slave',
    far: 't.master',
  },
];

export const twoWayObject: readonly Scenario[] = cases.map((each) => ({
  id: `pipe/two-way-object/${each.name}`,
  title: each.title,
  clauses: ['PIPE-03', 'S0-3'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    each.make,
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: [each.member] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'guest' },
      { see: 'accepted', count: 5 },
    ],
    [
      { do: 'read', from: each.far },
      { see: 'data', bytes: 'guest', end: false },
    ],
    [
      { do: 'write', to: each.far, bytes: 'to the guest' },
      { see: 'wrote', count: 12 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'to the guest', end: false },
    ],
  ],
}));
