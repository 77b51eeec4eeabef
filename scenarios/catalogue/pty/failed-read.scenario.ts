import type { Scenario, Step } from '../../scenario.ts';
import { done, guestGets, peerSends } from '../../steps.ts';

/** As long as the timer of a terminal that is not connected. */
const aSecond: Step = [{ do: 'advance', ms: 1000 }, done];

/** Any read that gives nothing, one that would have to wait among them. Source: PTY-07, chardev/char-pty.c (pty_chr_read). */
export const failedRead: readonly Scenario[] = ['EIO', 'EAGAIN'].map((errno) => ({
  id: `pty/failed-read/${errno.toLowerCase()}`,
  title: `a read that fails with ${errno} disconnects the terminal until its timer looks again; its input stays`,
  clauses: ['PTY-07', 'PTY-03'],
  needs: ['inject-faults'],
  launch: { args: ['-chardev', 'pty,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    guestGets('com1', ''),
    [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
    aSecond,
    peerSends('t', 'a'),
    guestGets('com1', 'a'),
    [{ do: 'fault', call: 'read', give: { errno } }, done],
    peerSends('t', 'bc'),
    guestGets('com1', ''),
    aSecond,
    guestGets('com1', 'bc'),
  ],
}));
