import type { Scenario, Step } from '../../scenario.ts';

/** Objects that the chardev opens although they make a poor line. */
type Case = { readonly name: string; readonly title: string; readonly make: Step };
const cases: readonly Case[] = [
  { name: 'eventfd', title: 'an eventfd opens as a pipe chardev', make: [{ do: 'eventfd', as: 'member' }] },
  {
    name: 'unconnected-stream-socket',
    title: 'an unconnected stream socket opens as a pipe chardev',
    make: [{ do: 'socket', as: 'member', type: 'stream' }],
  },
  {
    name: 'unconnected-datagram-socket',
    title: 'an unconnected datagram socket opens as a pipe chardev',
    make: [{ do: 'socket', as: 'member', type: 'dgram' }],
  },
  { name: 'memfd', title: 'a memfd opens as a pipe chardev', make: [{ do: 'memfd', as: 'member', bytes: 'text' }] },
];

export const anyObjectOpens: readonly Scenario[] = cases.map((each) => ({
  id: `pipe/any-object-opens/${each.name}`,
  title: each.title,
  clauses: ['PIPE-03', 'FDSET-21'],
  steps: [
    each.make,
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['member'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'get-flags', of: 'member' },
      { see: 'flags', access: 'rw', flags: ['nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
}));
