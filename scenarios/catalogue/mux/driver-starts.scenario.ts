import { addDevice, starts, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { connects, listed, peerSends } from '../../steps.ts';

const full = 'x'.repeat(32);

/** Each status that a driver writes sets the handlers of all ports, the last of which has the focus. Source: VSER-60, MUX-04, experiment. */
export const driverStarts: Scenario = {
  id: 'mux/driver-starts',
  title: 'a driver that starts gives the focus to the last port, whatever the client asks for meanwhile',
  clauses: ['MUX-04', 'MUX-07', 'VSER-60'],
  launch: virtio(
    [{ id: 'v', kind: 'virtconsole', chardev: 'm' }],
    'socket,id=m,path={dir}/s,server=on,wait=off,mux=on',
  ),
  steps: [
    connects('k', '{dir}/s'),
    peerSends('k', full),
    peerSends('k', '\x01c\x7f\x01c'), // waits for room at the console, which has none before its driver
    addDevice({ driver: 'virtserialport', id: 'w', chardev: 'm' }),
    starts,
    listed(['m', 'mux', false], ['m-base', 'unix:{dir}/s,server=on', true]),
  ],
};
