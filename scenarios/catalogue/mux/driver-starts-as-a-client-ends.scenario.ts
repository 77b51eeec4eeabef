import { added, named, starts, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { closes, connects, done, peerSends } from '../../steps.ts';

const full = 'x'.repeat(32);
const onMux = 'socket,id=m,path={dir}/s,server=on,wait=off,mux=on';

/** The guest posts its buffers for messages behind the last status that it writes. Source: VSER-02, experiment. */
export const endsAsDriverStarts: Scenario = {
  id: 'mux/driver-starts-as-a-client-ends',
  title:
    'an end that is read once the last status is written comes before there are buffers for messages: no PORT_OPEN',
  clauses: ['MUX-04', 'VSER-02', 'VSER-60'],
  launch: virtio(
    [
      { id: 'v', kind: 'virtserialport', chardev: 'm', name: 'n' },
      { id: 'com1', kind: '16550', chardev: 'm' },
    ],
    onMux,
  ),
  steps: [
    connects('a', '{dir}/s'),
    connects('b', '{dir}/s'),
    peerSends('b', '\x01c\x01b\x01c'),
    [{ do: 'shutdown', socket: 'b', how: 'w' }, done],
    peerSends('a', `\x01c${full}x`), // the 16550 takes one
    starts,
    closes('a'),
    [
      { do: 'driver-start', controller: 'vs0' },
      { see: 'guest-messages', control: [added(1), named(1, 'n')] },
    ],
  ],
};
