import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, addServer, attaches, connects, done, listens, offers, peerSends } from '../../steps.ts';

const focus = (port: string): Step => [{ do: 'witness-focus', port }, done];
const held = '0123456789abcdef'.repeat(2);

/** A mux reads more than a byte at once only for a holder whose buffer is full and who has room all the same. */
export const chunk: readonly Scenario[] = [
  {
    id: 'mux/chunk/focus-within',
    title: 'what comes in one piece with C-a c stays with the old holder',
    clauses: ['MUX-10', 'Q-MUX-3'],
    launch: {
      ports: [
        { id: 'one', kind: 'witness' },
        { id: 'two', kind: 'witness' },
      ],
    },
    steps: [
      addServer('s'),
      addChardev('m', 'mux', { chardev: 's' }),
      attaches('one', 'm'),
      attaches('two', 'm'),
      listens('two'),
      listens('one'),
      connects('p'),
      peerSends('p', held),
      focus('two'),
      offers('one', 50),
      offers('two', 50),
      focus('one'),
      [{ do: 'witness-records', port: 'one' }],
      [{ do: 'witness-records', port: 'two' }],
      peerSends('p', 'x\x01cy'),
      [
        { do: 'witness-records', port: 'one' },
        {
          byProfile: {
            design: { see: 'records', records: [{ read: 'x' }, { event: 'MUX_OUT' }] },
            else: { see: 'records', records: [{ read: `${held}x` }, { event: 'MUX_OUT' }, { read: 'y' }] },
          },
        },
      ],
      [
        { do: 'witness-records', port: 'two' },
        {
          byProfile: {
            design: { see: 'records', records: [{ event: 'MUX_IN' }, { read: 'y' }] },
            else: { see: 'records', records: [{ event: 'MUX_IN' }] },
          },
        },
      ],
    ],
  },
];
