import type { PortSpec } from '../../../model/language/action.ts';
import { deviceHolds, onPipe, portIs, starts, stateOf } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { guestSends, peerGets, refusal, serverAt, swapChardev } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const page = 'a'.repeat(4096);
/** A path that cannot be bound: refused as the server is made, in the design as it takes its place. Source: SWAP-S05, ENG-21. */
const unbound: Step = swapChardev(
  'c',
  'socket',
  serverAt('/nonexistent/x'),
  refusal('Failed to bind socket to /nonexistent/x: No such file or directory'),
);

/** A port that waits for room while its chardev is not changed. */
export const refusedChange: Scenario = {
  id: 'vser/refused-change',
  title: 'a change that is refused lets a port that waits go on waiting, with something left to write or nothing',
  clauses: ['SAFE-10', 'ENG-22', 'ENG-25', 'SWAP-S05', 'VSER-30', 'VSER-41'],
  launch: 'manual',
  steps: [
    ...onPipe([port]),
    starts,
    guestSends('v', page + page),
    unbound,
    portIs('v', stateOf(1, 'host', 'throttled')),
    starts,
    unbound,
    portIs('v', stateOf(1, 'host', 'throttled')),
    guestSends('v', 'new'),
    deviceHolds('v', 0, 1),
    peerGets('p.read', page),
    peerGets('p.read', 'new'),
    portIs('v', stateOf(1, 'host')),
  ],
};
