import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, guestSends, listed, peerGets } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const waiting = { addr: { type: 'unix', data: { path: '{dir}/s' } }, server: true, wait: true };

/** A change to a server that waits for its client inside the command. Source: SWAP-S20, RACE-S15. */
export const waitsForClient: readonly Scenario[] = [
  {
    id: 'swap/waits-for-client/holds-all',
    title: 'a change to a waiting server holds guest and monitor until a client comes',
    clauses: ['SWAP-S20', 'RACE-S15'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports: [com1] },
    steps: [
      guestSends('com1', 'a'),
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'socket', data: waiting } },
          patienceMs: 300,
        },
        { see: 'silent' },
      ],
      [{ do: 'guest-write', port: 'com1', bytes: 'b', patienceMs: 300 }, { see: 'silent' }],
      connects('x'),
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
      listed(['c', 'unix:{dir}/s,server=on', true]),
      guestSends('com1', 'c'),
      peerGets('x', 'c'),
    ],
  },
];
