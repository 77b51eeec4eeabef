import type { Scenario } from '../../scenario.ts';
import { done, peerSends } from '../../steps.ts';

/** Two pseudo-terminals whose clients come within the same second. */
export const twoTerminals: Scenario = {
  id: 'hub/two-terminals',
  title:
    'terminals whose second is over at once are both connected before either is read, as the room of both was asked for',
  clauses: ['PTY-03', 'HUB-26', 'Q-HUB-9'],
  tags: ['slow'],
  launch: {
    args: ['-chardev', 'pty,id=y', '-chardev', 'pty,id=z', '-chardev', 'hub,id=h,chardevs.0=y,chardevs.1=z'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
  },
  steps: [
    [{ do: 'open-pty', as: 't', chardev: 'y' }, done],
    [{ do: 'open-pty', as: 'u', chardev: 'z' }, done],
    peerSends('t', 'x'),
    peerSends('u', 'ab'),
    [{ do: 'advance', ms: 1050 }, done],
    [
      { do: 'guest-read', port: 'com1' },
      {
        byProfile: { design: { see: 'data', bytes: 'ab', end: false }, else: { see: 'data', bytes: 'b', end: false } },
      },
    ],
  ],
};
