import type { PortSpec } from '../../../model/language/action.ts';
import { guestOpens, hostClosed, removed, starts, unplugsAndChanges, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };

/** A change right behind the unplug of the frontend, before it is gone for good. Source: RACE-S07, SAFE-15. */
export const departedPort: readonly Scenario[] = [
  {
    id: 'race/departed-port/unplugged-then-changed',
    title:
      'device_del and chardev-change in one instant: the port that has left is told of the change, and the guest of a port that is gone',
    clauses: ['RACE-S07', 'VSER-51'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 lets go of the port within 2 to 10 ms, before the change or after
    launch: virtio([port], 'ringbuf,id=c'),
    steps: [
      starts,
      guestOpens('v'),
      ...unplugsAndChanges('{"type":"null","data":{}}', 200),
      [
        { do: 'guest-messages', controller: 'vs0' },
        {
          byProfile: {
            design: { see: 'guest-messages', control: [removed(1)] },
            else: { see: 'guest-messages', control: [removed(1), hostClosed(1)] },
          },
        },
      ],
    ],
  },
];
