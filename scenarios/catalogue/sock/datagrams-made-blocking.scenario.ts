import type { Scenario, Step } from '../../scenario.ts';
import { done, guestSends, listed } from '../../steps.ts';

const passesAgain: Step = [
  { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['d.a'] },
  { see: 'return' },
];

/** A descriptor that is passed again is blocking for everybody who shares it. Source: unix(7), by experiment on all three releases. */
export const datagramsMadeBlocking: Scenario = {
  id: 'sock/datagrams-made-blocking',
  title: 'a datagram socket that is shut for reading ends once somebody has made it blocking: a read would wait',
  clauses: ['GETFD-08', 'FDSET-05'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 'd', type: 'dgram' }, done],
    [
      {
        do: 'launch',
        args: ['-chardev', 'socket,fd={fd:d.a},id=c'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    guestSends('com1', ''),
    [{ do: 'shutdown', socket: 'd.a', how: 'r' }, done],
    listed(['c', 'unix:', true]),
    passesAgain,
    listed(['c', 'disconnected:fd:{fd:d.a}', true]),
  ],
};
