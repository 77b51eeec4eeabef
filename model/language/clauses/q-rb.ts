import type { ClauseFamily } from '../clause.ts';

/** Q-RB: real defects of the ring buffer. */
export const qRb: ClauseFamily = {
  id: 'Q-RB',
  title: 'real defects of the ring buffer',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-RB-1',
      rule: 'ringbuf size 0 by QMP is accepted; the first write kills the process (SIGSEGV); sizes above memory (2^40, 2^62, −2^63) abort it inside the add.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'add ringbuf size 0; ringbuf-write x',
      repair: 'require 1 ≤ size ≤ limit',
    },
  ],
};
