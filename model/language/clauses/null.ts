import type { ClauseFamily } from '../clause.ts';

/** NULL: the null backend. */
export const nullBackend: ClauseFamily = {
  id: 'NULL',
  title: 'the null backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'NULL-01',
      rule: 'Accepts and discards everything, gives no input, never opens (be_open false): frontends that wait for OPENED never start. Logs output.',
      observable: 'events, fs',
      variants: 'all',
      source: 'char-null.c',
      checked: 'both',
    },
  ],
};
