import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, guestGets, guestSends, peerGets, peerSends, serverAt, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const server = 'socket,id=c,path={dir}/s,server=on,wait=off';

/** What becomes of the peer of a socket that is changed away. Source: SWAP-S17, RACE-39. */
export const oldPeer: readonly Scenario[] = [
  {
    id: 'swap/old-peer/unread-input',
    title:
      'input that the frontend had no room for is dropped by a change, and the peer sees a reset behind the output it had',
    clauses: ['SWAP-S17', 'RACE-39', 'ENG-26'],
    launch: { args: ['-chardev', server], ports: [com1] },
    steps: [
      guestSends('com1', 'old'),
      connects('x'),
      guestSends('com1', 'out'),
      peerSends('x', 'i'.repeat(40)),
      swapChardev('c', 'ringbuf'),
      guestGets('com1', 'i'.repeat(14)),
      [
        { do: 'read', from: 'x', max: 3 },
        { see: 'data', bytes: 'out', end: false },
      ],
      [
        { do: 'read', from: 'x' },
        { see: 'errno', errno: 'ECONNRESET' },
      ],
    ],
  },
  {
    id: 'swap/old-peer/all-read',
    title: 'a peer whose bytes were all taken sees the end, after the output',
    clauses: ['SWAP-S17'],
    launch: { args: ['-chardev', server], ports: [com1] },
    steps: [
      connects('x'),
      guestSends('com1', 'out'),
      peerSends('x', 'in'),
      swapChardev('c', 'socket', serverAt('{dir}/t')),
      guestGets('com1', 'in'),
      peerGets('x', 'out', true),
    ],
  },
];
