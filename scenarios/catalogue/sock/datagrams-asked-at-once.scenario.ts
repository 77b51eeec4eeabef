import type { Scenario } from '../../scenario.ts';
import { done } from '../../steps.ts';

/** Only a read that waits is told that no datagram will come any more. Source: unix(7), recv(2) (MSG_DONTWAIT), experiment. */
export const datagramsAskedAtOnce: Scenario = {
  id: 'sock/datagrams-asked-at-once',
  title:
    'a datagram socket that is shut for reading ends for a read that waits, not for one that asks for descriptors at once',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 'd', type: 'dgram' }, done],
    [{ do: 'shutdown', socket: 'd.a', how: 'r' }, done],
    [
      { do: 'read', from: 'd.a', fds: [] },
      { see: 'data', bytes: '', end: false },
    ],
  ],
};
