import { onPipe, starts } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { guestSends, peerGets } from '../../steps.ts';

const orders: readonly (readonly [name: string, first: string, last: string])[] = [
  ['second-port', 'v', 'w'],
  ['first-port', 'w', 'v'],
];

/** Both watches fire, by their age; the bottom halves that they schedule run from the last to the first. Source: VSER-30, util/async.c (aio_bh_enqueue). */
export const lastToWait: readonly Scenario[] = orders.map(([name, first, last]) => ({
  id: `vser/last-to-wait/${name}`,
  title: 'of two ports that wait for room behind a mux the one that began last goes on first',
  clauses: ['VSER-30', 'MUX-06'],
  launch: 'manual',
  steps: [
    ...onPipe(
      [
        { id: 'v', kind: 'virtserialport', chardev: 'm' },
        { id: 'w', kind: 'virtserialport', chardev: 'm' },
      ],
      'mux,id=m,chardev=c',
    ),
    starts,
    guestSends(first, 'a'.repeat(6000)),
    guestSends(last, 'b'.repeat(3000)),
    peerGets('p.read', 'a'.repeat(4096)),
    peerGets('p.read', 'b'.repeat(3000)), // there is no room for 1904 bytes beside them
    peerGets('p.read', 'a'.repeat(1904)),
  ],
}));
