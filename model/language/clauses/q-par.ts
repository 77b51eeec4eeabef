import type { ClauseFamily } from '../clause.ts';

/** Q-PAR: real defects of parallel chardevs. */
export const qPar: ClauseFamily = {
  id: 'Q-PAR',
  title: 'real defects of parallel chardevs',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-PAR-1',
      rule: 'A failed parallel open closes fd 0 of the process; the next open gets fd 0.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'chardev-add parallel /nonexistent',
      repair: 'do not close what was not opened',
    },
  ],
};
