import type { PortSpec } from '../../../model/language/action.ts';
import { guestHears, guestOpens, hostClosed, portIs, starts, stateOf, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { command, guestSends, swapChardev } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };

/** Changes onto hubs. Source: RACE-S13. */
export const hub: readonly Scenario[] = [
  {
    id: 'race/hub/member-open-before',
    title: 'a port changed from a ring buffer to a hub over one is told closed and never open again',
    clauses: ['RACE-S13', 'SWAP-S19'],
    needs: ['hub'],
    launch: virtio([port], 'ringbuf,id=c', 'ringbuf,id=b'),
    steps: [
      starts,
      guestOpens('v'),
      swapChardev('c', 'hub', { chardevs: ['b'] }),
      [
        { do: 'guest-messages', controller: 'vs0' },
        {
          byProfile: {
            design: { see: 'guest-messages', control: [] },
            else: { see: 'guest-messages', control: [hostClosed(1)] },
          },
        },
      ],
      portIs('v', {
        byProfile: { design: stateOf(1, 'guest', 'host'), else: stateOf(1, 'guest') },
      }),
      guestSends('v', 'x'),
      guestHears(),
      command(
        'ringbuf-read',
        { device: 'b', size: 9 },
        {
          byProfile: { design: { see: 'return', value: 'x' }, else: { see: 'return', value: '' } },
        },
      ),
    ],
  },
];
