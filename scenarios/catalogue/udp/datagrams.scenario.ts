import type { PortSpec } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { deviceHolds, guestOpens, posts, starts, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { command, done, guestGets, peerSends } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtconsole', chardev: 'c' };
const inet = (name: string): Value => ({ type: 'inet', data: { host: '127.0.0.1', port: `{port:${name}}` } });

/** Datagrams on their way to a guest. */
export const datagrams: readonly Scenario[] = [
  {
    id: 'udp/datagrams/whole',
    title: 'a datagram that there is room for is handed over in one piece, into one buffer of the guest',
    clauses: ['UDP-02', 'VSER-44'],
    bugs: ['BUG-105'],
    launch: virtio([port], 'null,id=c'),
    steps: [
      starts,
      guestOpens('v'),
      posts('v', 3, 100),
      command('chardev-change', {
        id: 'c',
        backend: { type: 'udp', data: { remote: inet('far'), local: inet('near') } },
      }),
      [{ do: 'udp', as: 'p', port: 'far', to: 'near' }, done],
      peerSends('p', '0123456789'),
      deviceHolds('v', 2, 0),
      guestGets('v', '0123456789'),
    ],
  },
];
