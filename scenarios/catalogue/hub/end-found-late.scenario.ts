import { guestOpens, portIs, posts, starts, stateOf } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { connects, done } from '../../steps.ts';

const drains = (from: string): Step => [
  { do: 'read', from, max: 600_000 },
  { see: 'data', end: false },
];
const waiting = stateOf(1, 'guest', 'host', 'throttled');

/** A port at a hub waits for room at a client whose end is found only once the guest has room for input. Source: Q-SOCK-1. */
export const endFoundLate: Scenario = {
  id: 'hub/end-found-late',
  title: 'a port that waits at a hub for a client whose end is read then waits no more, or for ever (Q-SOCK-1)',
  clauses: ['Q-SOCK-1', 'VSER-30', 'HUB-37'],
  profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
  launch: {
    machine: 'virtio',
    args: [
      '-chardev',
      'socket,id=a,path={dir}/a,server=on,wait=off',
      '-chardev',
      'socket,id=b,path={dir}/b,server=on,wait=off',
      '-chardev',
      'hub,id=h,chardevs.0=a,chardevs.1=b',
    ],
    ports: [{ id: 'v', kind: 'virtserialport', chardev: 'h' }],
  },
  steps: [
    starts,
    guestOpens('v'),
    connects('p', '{dir}/a'),
    connects('q', '{dir}/b'),
    [{ do: 'guest-write', port: 'v', bytes: 'x'.repeat(4096 * 128), size: 4096 }],
    drains('p'),
    [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
    drains('q'),
    drains('q'),
    portIs('v', waiting),
    [{ do: 'guest-queues', port: 'v' }],
    posts('v', 2, 100),
    portIs('v', { byProfile: { design: stateOf(1, 'guest', 'host'), else: waiting } }),
  ],
};
