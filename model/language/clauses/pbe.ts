import type { ClauseFamily } from '../clause.ts';

/** PBE: the pipe backend. */
export const pbe: ClauseFamily = {
  id: 'PBE',
  title: 'the pipe backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'PBE-01',
      rule: "Opens `<p>.in` and `<p>.out`, both read-write; if either fails, opens `<p>` itself read-write for both directions (any file type; a socketpair behind an fd set is the sensible use, S0). Failure names `<p>`: `Could not open '<p>': …`. CLI without path: `chardev: pipe: no device path given`.",
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-pipe.c',
      checked: 'both',
    },
    {
      id: 'PBE-02',
      rule: "A single FIFO echoes the guest's output back as input.",
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-pipe.c',
      checked: 'both',
    },
    {
      id: 'PBE-03',
      rule: 'Because `.in` is held read-write, a writer may close and reopen without EOF.',
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-pipe.c',
      checked: 'both',
    },
  ],
};
