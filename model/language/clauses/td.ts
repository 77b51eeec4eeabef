import type { ClauseFamily } from '../clause.ts';

/** TD: the testdev backend. */
export const td: ClauseFamily = {
  id: 'TD',
  title: 'the testdev backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'TD-01',
      rule: 'Interprets output: optional blanks, decimal n, optional blanks, command; `q` exits the process with status 2n+1 (" 12 x3q" → 7); unknown commands are eaten. 32-byte buffer.',
      observable: 'exit',
      variants: 'since 2.2',
      source: 'chardev/testdev.c',
      checked: 'both',
    },
  ],
};
