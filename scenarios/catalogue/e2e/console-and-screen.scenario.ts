import { guestHears, guestOpens, portIs, posts, starts, stateOf } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { closes, done, guestGets, guestSends, peerGets, peerSends } from '../../steps.ts';

const opens = (as: string): Step => [{ do: 'open-pty', as, chardev: 'p' }, done];
const aSecond: Step = [{ do: 'advance', ms: 1500 }, done];

/** The console of an EVE guest: a pty for the shell of the host and a text console beside it. Source: E2E-06. */
export const consoleAndScreen: Scenario = {
  id: 'e2e/console-and-screen',
  title: 'a console on a pty and a screen: the pty sees what is printed while it is open, and leaves without harm',
  clauses: ['E2E-06', 'PTY-03', 'PTY-07', 'HUB-31', 'VC-01'],
  needs: ['hub'],
  tags: ['slow'],
  launch: {
    machine: 'virtio',
    args: ['-chardev', 'pty,id=p', '-chardev', 'vc,id=v', '-chardev', 'hub,id=h,chardevs.0=p,chardevs.1=v'],
    ports: [{ id: 'c', kind: 'virtconsole', chardev: 'h' }],
  },
  steps: [
    starts,
    guestOpens('c'),
    posts('c', 4, 16),
    guestSends('c', 'unseen\r\n'),
    opens('t'),
    aSecond,
    guestSends('c', 'login: '),
    peerGets('t', 'login: '),
    peerSends('t', 'root\n'),
    guestGets('c', 'root\n'),
    portIs('c', stateOf(0, 'host', 'guest')),
    closes('t'),
    portIs('c', stateOf(0, 'host', 'guest')),
    guestSends('c', 'nobody\r\n'),
    guestHears(),
    opens('u'),
    aSecond,
    guestSends('c', 'again'),
    peerGets('u', 'again'),
  ],
};
