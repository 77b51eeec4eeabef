import type { PortSpec } from '../../../model/language/action.ts';
import {
  events,
  guestCloses,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  portChange,
  portIs,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, entries, guestSends, listed, refusal, ringHolds, serverAt, swapChardev } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };

/** What the guest's driver hears of a change under a virtio port. Source: SWAP-S11, SWAP-S12, SWAP-S14. */
export const portMessages: readonly Scenario[] = [
  {
    id: 'swap/port-messages/every-pair',
    title: 'open to closed and closed to open are told once, open to open, closed to closed and refused changes never',
    clauses: ['SWAP-S12', 'SWAP-S11', 'SWAP-S13', 'SAFE-10', 'SAFE-05'],
    launch: virtio([port], 'null,id=c'),
    steps: [
      starts,
      guestOpens('v'),
      swapChardev('c', 'socket', serverAt('{dir}/a')),
      guestHears(),
      swapChardev('c', 'ringbuf'),
      guestHears(hostOpened(1)),
      swapChardev('c', 'file', { out: '{dir}/out' }),
      guestHears(),
      swapChardev('c', 'socket', serverAt('{dir}/b')),
      guestHears(hostClosed(1)),
      connects('x', '{dir}/b'),
      guestHears(hostOpened(1)),
      swapChardev('c', 'ringbuf', { size: 3 }, refusal('size of ringbuf chardev must be power of two')),
      swapChardev(
        'c',
        'file',
        { out: '/nonexistent/x' },
        refusal("Could not open '/nonexistent/x': No such file or directory"),
      ),
      guestHears(),
      swapChardev('c', 'null'),
      guestHears(hostClosed(1)),
      swapChardev('c', 'null'),
      guestHears(),
    ],
  },
  {
    id: 'swap/port-messages/open-until-reopened',
    title:
      'frontend-open is lost by a change under an open port, no event tells it, and only the guest opening anew brings it back',
    clauses: ['SWAP-S14', 'RACE-S09', 'RACE-40', 'SAFE-18', 'ENG-28'],
    launch: virtio([port], 'ringbuf,id=c'),
    steps: [
      starts,
      guestOpens('v'),
      events(portChange('v', true)),
      swapChardev('c', 'ringbuf'),
      events(),
      [
        { do: 'qmp', execute: 'query-chardev' },
        { byProfile: { design: entries(['c', 'ringbuf', true]), else: entries(['c', 'ringbuf', false]) } },
      ],
      portIs('v', stateOf(1, 'guest', 'host')),
      guestSends('v', 'on'),
      ringHolds('c', 'on'),
      guestCloses('v'),
      guestOpens('v'),
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'swap/port-messages/console',
    title: 'a console tells its guest nothing of a change and reads as open, while its new far end is closed too',
    clauses: ['SWAP-S11', 'SWAP-S14'],
    launch: virtio([{ ...port, kind: 'virtconsole' }], 'ringbuf,id=c'),
    steps: [
      starts,
      swapChardev('c', 'socket', serverAt('{dir}/a')),
      guestHears(),
      listed(['c', 'disconnected:unix:{dir}/a,server=on', true]),
      guestSends('v', 'lost'),
      swapChardev('c', 'ringbuf'),
      guestHears(),
      guestSends('v', 'kept'),
      ringHolds('c', 'kept'),
    ],
  },
];
