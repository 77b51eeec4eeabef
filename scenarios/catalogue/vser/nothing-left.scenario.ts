import type { PortSpec } from '../../../model/language/action.ts';
import { onPipe, portIs, starts, stateOf } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { command, done, guestSends, peerGets } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const page = 'a'.repeat(4096);
const waiting = { see: 'port', nr: 1, guest: false, host: true, throttled: true } as const;

/** A port that waits for room, has lost what it wanted to write, and comes to another full far end. */
export const nothingLeft: Scenario = {
  id: 'vser/nothing-left',
  title: 'a port that waits tries again at its new backend; one that has nothing left to write waits no more',
  clauses: ['VSER-30', 'VSER-41', 'VSER-55', 'ENG-25'],
  launch: 'manual',
  steps: [
    ...onPipe([port]),
    starts,
    guestSends('v', page + page),
    portIs('v', stateOf(1, 'host', 'throttled')),
    command('system_reset', {}),
    [{ do: 'pipe', as: 'q', capacity: 4096 }, done],
    [
      { do: 'write', to: 'q.write', bytes: page },
      { see: 'wrote', count: 4096 },
    ],
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['q.write'] }],
    command('chardev-change', { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2', append: true } } }),
    [
      { do: 'observe', what: 'port', port: 'v' },
      { byProfile: { design: { ...waiting, throttled: false }, else: waiting } },
    ],
    peerGets('q.read', page),
    portIs('v', stateOf(1, 'host')),
  ],
};
