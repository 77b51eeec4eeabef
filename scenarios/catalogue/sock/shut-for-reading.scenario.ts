import type { Scenario } from '../../scenario.ts';
import { connects, done, guestSends, peerGets, peerSends } from '../../steps.ts';

/** One byte each, and no room for another: what a unix socket takes by default. Source: RT-42. */
const fills = 'x'.repeat(278);

/** A client that reads no more empties what it has, and lets QEMU find out that nothing more goes. Source: SOCK-13, Q-SOCK-2. */
export const shutForReading: Scenario = {
  id: 'sock/shut-for-reading',
  title:
    'what a client has left is read to its end; the port tries again then, fails, and what it had not read is a reset',
  clauses: ['SOCK-13', 'CHR-92'],
  launch: {
    args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
  },
  steps: [
    connects('k'),
    guestSends('com1', `${fills}y`),
    [{ do: 'shutdown', socket: 'k', how: 'r' }, done],
    peerSends('k', 'z'.repeat(47)),
    peerGets('k', fills, true),
    [
      { do: 'read', from: 'k' },
      { see: 'errno', errno: 'ECONNRESET' },
    ],
    peerGets('k', '', true),
  ],
};
