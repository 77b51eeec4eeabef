import type { Scenario } from '../../scenario.ts';
import { connects, guestSends, peerGets } from '../../steps.ts';

/** Writes of a few bytes each that an unread unix socket takes. Source: Linux, default buffer. */
const held = 278;

export const waitingTurns: Scenario = {
  id: 'uart/waiting-turns',
  title: 'of two ports that wait for room in one socket, the one that asked first goes first',
  clauses: ['SWAP-S16', 'MUX-11', 'CHR-91'],
  launch: {
    args: ['-chardev', 'socket,id=mo,path={dir}/mo,server=on,wait=off,mux=on'],
    ports: [
      { id: 'com1', kind: '16550', chardev: 'mo' },
      { id: 'com2', kind: '16550', chardev: 'mo' },
    ],
  },
  steps: [
    connects('c', '{dir}/mo'),
    guestSends('com2', `${'y'.repeat(held)}s`),
    guestSends('com1', 'Z'),
    peerGets('c', 'y'.repeat(held)),
    peerGets('c', 'sZ'),
  ],
};
