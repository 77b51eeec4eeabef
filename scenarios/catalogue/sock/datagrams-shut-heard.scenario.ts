import type { Scenario, Step } from '../../scenario.ts';
import { done, guestGets, guestSends, peerGets, peerSends } from '../../steps.ts';

const shownAs = (filename: string): Step => [
  { do: 'qmp', execute: 'query-chardev' },
  { see: 'return', value: [{ 'frontend-open': true, filename, label: 'c' }] },
];
const refused: Step = [
  { do: 'write', to: 'd.b', bytes: 'more' },
  { see: 'errno', errno: 'EPIPE' },
];

/**
 * poll(2) says that there is input, recvmsg(2) that there is none: the real main loop goes round and round, and does
 * everything else. Source: by experiment on all three releases.
 */
export const datagramsShutHeard: Scenario = {
  id: 'sock/datagrams-shut-heard',
  title:
    'a guest on a datagram socket that is shut for reading goes on writing; shut both ways it hangs up on 7.2 alone',
  clauses: ['GETFD-08', 'CHR-82'],
  tags: ['slow'],
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
    peerSends('d.b', 'hey'),
    guestGets('com1', 'hey'),
    [{ do: 'shutdown', socket: 'd.a', how: 'r' }, done],
    guestSends('com1', 'on'),
    peerGets('d.b', 'on'),
    refused,
    guestGets('com1', ''),
    shownAs('unix:'),
    [{ do: 'shutdown', socket: 'd.a', how: 'w' }, done],
    [
      { do: 'qmp', execute: 'query-chardev' },
      {
        byProfile: {
          'qemu-7.2': {
            see: 'return',
            value: [{ 'frontend-open': true, filename: 'disconnected:fd:{fd:d.a}', label: 'c' }],
          },
          else: { see: 'return', value: [{ 'frontend-open': true, filename: 'unix:', label: 'c' }] },
        },
      },
    ],
  ],
};
