import type { PortSpec } from '../../../model/language/action.ts';
import { guestCloses, guestOpens, onPipe, portIs, starts, stateOf } from '../../driver-steps.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  command,
  connects,
  done,
  guestSends,
  peerGets,
  register,
  ringHolds,
  serverAt,
  swapChardev,
} from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const page = 'p'.repeat(4096);
const design = (repaired: ExpectedOutcome, real: ExpectedOutcome): Expectation => ({
  byProfile: { design: repaired, else: real },
});
/** A 16550 on a pipe of one page that is full, with bytes `held` that wait in the port. */
const stuckPort: readonly Step[] = [
  [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
  [
    {
      do: 'launch',
      args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
      ports: [com1],
    },
    { see: 'launched' },
  ],
  [
    { do: 'write', to: 'p.write', bytes: page },
    { see: 'wrote', count: 4096 },
  ],
  guestSends('com1', 'held', 2),
  register('com1', 5, 0x00),
];

/** A frontend that waits for room while its backend is exchanged for one that cannot tell. Source: RACE-S03, RACE-S04, RACE-31. */
export const stuckOutput: readonly Scenario[] = [
  ...(['ringbuf', 'null'] as const).map(
    (type): Scenario => ({
      id: `race/stuck-output/port-to-${type}`,
      title: `a 16550 that waits for room is never woken after a change to ${type}; a repaired one goes on at once`,
      clauses: ['RACE-S03', 'RACE-31', 'SWAP-S10', 'SWAP-S16', 'SAFE-07', 'ENG-25'],
      bugs: ['HS17-13'],
      launch: 'manual',
      steps: [
        ...stuckPort,
        swapChardev('c', type),
        [
          { do: 'register-read', port: 'com1', register: 5 },
          design({ see: 'register', value: 0x60 }, { see: 'register', value: 0x00 }),
        ],
        peerGets('p.read', page),
        ...(type === 'ringbuf'
          ? [
              command(
                'ringbuf-read',
                { device: 'c', size: 64 },
                design({ see: 'return', value: 'he' }, { see: 'return', value: '' }),
              ),
            ]
          : []),
      ],
    }),
  ),
  {
    id: 'race/stuck-output/port-to-nobody',
    title: 'nor after a change to a socket that nobody is connected to, nor by the client that comes',
    clauses: ['RACE-S03', 'SAFE-07'],
    launch: 'manual',
    steps: [
      ...stuckPort,
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      connects('x'),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        design({ see: 'register', value: 0x60 }, { see: 'register', value: 0x00 }),
      ],
    ],
  },
  {
    id: 'race/stuck-output/virtio-port',
    title: 'a throttled virtio port stays so after a change to a ring buffer, until its far end is a closed one',
    clauses: ['RACE-S04', 'SAFE-07'],
    bugs: ['LIVE-05'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestOpens('v'),
      guestSends('v', page),
      guestSends('v', 'next'),
      portIs('v', stateOf(1, 'guest', 'host', 'throttled')),
      swapChardev('c', 'ringbuf'),
      portIs('v', design(stateOf(1, 'guest', 'host'), stateOf(1, 'guest', 'host', 'throttled'))),
      [
        { do: 'guest-write', port: 'v', bytes: 'after' },
        { see: 'accepted', count: 5 },
      ],
      command(
        'ringbuf-read',
        { device: 'c', size: 64 },
        design({ see: 'return', value: 'nextafter' }, { see: 'return', value: '' }),
      ),
      guestCloses('v'),
      guestOpens('v'),
      portIs('v', design(stateOf(1, 'guest', 'host'), stateOf(1, 'guest', 'host', 'throttled'))),
      swapChardev('c', 'null'),
      portIs('v', stateOf(1, 'guest')),
      [{ do: 'guest-queues', port: 'v' }, design({ see: 'queues', in: 0, out: 0 }, { see: 'queues', in: 0, out: 1 })],
      swapChardev('c', 'ringbuf'),
      guestSends('v', 'alive'),
      ringHolds('c', 'alive'),
    ],
  },
];
