import type { ClauseFamily } from '../clause.ts';

/** STDIO: the stdio backend. */
export const stdio: ClauseFamily = {
  id: 'STDIO',
  title: 'the stdio backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'STDIO-01',
      rule: 'One per process: `cannot use stdio by multiple character devices`; with -daemonize `cannot use stdio with -daemonize`. Terminal put in raw-like mode, `signal` (default true) keeps ^C; restored at exit.',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-stdio.c',
      checked: 'both (daemonize read)',
    },
    {
      id: 'STDIO-02',
      rule: 'Removing it closes fds 0 and 1 of the process: the next opened file takes fd 0, and a second stdio add before that fails `Failed to set FD nonblocking: Bad file descriptor`. (7.2.0 source instead keeps "in use" for ever.)',
      observable: 'reply',
      variants: '7.2.22, 10.0',
      source: 'chardev/char-stdio.c, chardev/char-fd.c',
      checked: 'both',
    },
    {
      id: 'STDIO-03',
      rule: 'stdin at EOF (e.g. /dev/null): CLOSED; output continues.',
      observable: 'stdout',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: '10.0',
    },
  ],
};
