import type { PortSpec } from '../../../model/language/action.ts';
import type { Expectation, Scenario } from '../../scenario.ts';
import { addChardev, guestSends, refusal, ringHolds, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const inUse: Expectation = {
  byProfile: {
    'qemu-7.2': refusal("Device 'b' is in use"),
    else: refusal("chardev 'b' is already in use"),
  },
};
const shared: Expectation = {
  byProfile: {
    'qemu-7.2': refusal('Mux device hotswap not supported yet'),
    else: refusal('For mux or hub device hotswap is not supported yet'),
  },
};

/** A change onto a mux or hub. Source: SWAP-S19. */
export const ontoShared: readonly Scenario[] = [
  {
    id: 'swap/onto-shared/mux',
    title: 'a change onto a mux over a free base is taken, and is the last one',
    clauses: ['SWAP-S19', 'SWAP-S02'],
    launch: { args: ['-chardev', 'null,id=c', '-chardev', 'ringbuf,id=b'], ports: [com1] },
    steps: [
      swapChardev('c', 'mux', { chardev: 'b' }),
      guestSends('com1', 'through'),
      ringHolds('b', 'through'),
      swapChardev('c', 'null', {}, shared),
    ],
  },
  {
    id: 'swap/onto-shared/taken-base',
    title: 'a base that is taken, or is not there, refuses it',
    clauses: ['SWAP-S19', 'SWAP-S05'],
    launch: { args: ['-chardev', 'ringbuf,id=c', '-chardev', 'ringbuf,id=b'], ports: [com1] },
    steps: [
      addChardev('m', 'mux', { chardev: 'b' }),
      swapChardev('c', 'mux', { chardev: 'b' }, inUse),
      swapChardev('c', 'mux', { chardev: 'none' }, refusal('mux: base chardev none not found')),
      guestSends('com1', 'kept'),
      ringHolds('c', 'kept'),
    ],
  },
  {
    id: 'swap/onto-shared/hub',
    title: 'a change onto a hub over free members is taken, and is the last one',
    clauses: ['SWAP-S19', 'SWAP-S02'],
    needs: ['hub'],
    launch: { args: ['-chardev', 'null,id=c', '-chardev', 'ringbuf,id=a', '-chardev', 'ringbuf,id=b'], ports: [com1] },
    steps: [
      swapChardev('c', 'hub', { chardevs: ['a', 'b'] }),
      guestSends('com1', 'both'),
      ringHolds('a', 'both'),
      ringHolds('b', 'both'),
      swapChardev('c', 'null', {}, shared),
    ],
  },
];
