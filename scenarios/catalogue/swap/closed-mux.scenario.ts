import type { PortSpec } from '../../../model/language/action.ts';
import { portIs, stateOf } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, serverAt, swapChardev } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };

/** A port moves onto a mux whose base nobody is connected to. Source: SWAP-S06, Q-MUX-5; found by fuzz. */
export const closedMux: readonly Scenario[] = [
  {
    id: 'swap/closed-mux/virtio',
    title: 'a port that moves from an open chardev onto a mux is open afterwards only if the base of the mux is',
    clauses: ['SWAP-S06', 'Q-MUX-5', 'VSER-20'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports: [port] },
    steps: [
      addChardev('s', 'socket', serverAt('{dir}/s')),
      portIs('v', stateOf(1, 'host')),
      swapChardev('c', 'mux', { chardev: 's' }),
      portIs('v', { byProfile: { design: stateOf(1), else: stateOf(1, 'host') } }),
    ],
  },
];
