import type { PortSpec } from '../../../model/language/action.ts';
import { guestOpens, onPipe, starts, unplugsAndChanges } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { done, guestSends, peerGets } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const page = 'p'.repeat(4096);

/** A port that waits for room is unplugged, and changed before it is gone for good. Source: RACE-S08, SAFE-15. */
export const freedWatch: readonly Scenario[] = [
  {
    id: 'race/freed-watch/unplugged-then-changed',
    title:
      'the watch that a change makes for a port that has left outlives it, and kills the process when there is room',
    clauses: ['RACE-S08', 'SAFE-01', 'VSER-51'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 lets go of the port within 2 to 10 ms, before the change or after
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'q', capacity: 4096 }, done],
      [
        { do: 'write', to: 'q.write', bytes: page },
        { see: 'wrote', count: 4096 },
      ],
      ...onPipe([port]),
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['q.write'] }, { see: 'return' }],
      starts,
      guestOpens('v'),
      guestSends('v', page),
      guestSends('v', 'next'),
      ...unplugsAndChanges('{"type":"file","data":{"out":"/dev/fdset/2","append":true}}', 300),
      [{ do: 'hold' }, done],
      peerGets('q.read', page),
      [{ do: 'release' }, { byProfile: { design: done, else: { see: 'died', signal: 'SIGSEGV' } } }],
    ],
  },
];
