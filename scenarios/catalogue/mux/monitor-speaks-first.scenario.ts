import { portIs, stateOf, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { closes, connects, peerSends } from '../../steps.ts';

const on = virtio(
  [{ id: 'v', kind: 'virtserialport', chardev: 'm' }],
  'socket,id=m,path={dir}/s,server=on,wait=off,mux=on',
);

/** The second waits behind the first, and has left when its turn comes. */
const twoComeAndGo: readonly Step[] = [
  connects('p'),
  connects('q'),
  peerSends('p', 'x'.repeat(32)),
  closes('q'),
  closes('p'),
];

/** The frontends of a mux hear an event one after the other, and a monitor speaks within it. Source: MUX-13, SOCK-13. */
export const monitorSpeaksFirst: readonly Scenario[] = [
  {
    id: 'mux/monitor-speaks-first/to-nobody',
    title:
      'a greeting to a client that has left ends the connection before the port behind the monitor hears that it is there',
    clauses: ['MUX-13', 'SOCK-13', 'VSER-20', 'CHR-37'],
    launch: { ...on, args: [...(on.args ?? []), '-mon', 'chardev=m,mode=control'] },
    steps: [...twoComeAndGo, portIs('v', stateOf(1, 'host'))],
  },
  {
    id: 'mux/monitor-speaks-first/to-somebody',
    title: 'without a monitor the port hears both, in their order',
    clauses: ['MUX-13', 'VSER-20'],
    launch: on,
    steps: [...twoComeAndGo, portIs('v', stateOf(1))],
  },
];
