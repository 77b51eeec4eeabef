import type { Scenario } from '../../scenario.ts';
import { connects, done, guestGets, peerSends } from '../../steps.ts';

/** Members are served in the order in which their read watches were put up. Source: LOGMUX-13, PTY-04. */
export const orderOfWatches: Scenario = {
  id: 'hub/order-of-watches',
  title: 'a pty that is found open after a client has connected is served after it, wherever it stands in the list',
  clauses: ['LOGMUX-13', 'HUB-26', 'PTY-04'],
  tags: ['slow'],
  launch: {
    args: [
      ...['-chardev', 'pty,id=t', '-chardev', 'socket,path={dir}/s,server=on,wait=off,id=c'],
      ...['-chardev', 'hub,id=h,chardevs.0=t,chardevs.1=c'],
    ],
    ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
  },
  steps: [
    [{ do: 'open-pty', as: 'p', chardev: 't' }, done],
    peerSends('p', 'a'),
    connects('k'),
    peerSends('k', 'xb'),
    [{ do: 'advance', ms: 2500 }, done],
    guestGets('com1', 'ba'),
  ],
};
