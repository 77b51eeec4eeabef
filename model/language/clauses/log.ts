import type { ClauseFamily } from '../clause.ts';

/** LOG: logfile. */
export const log: ClauseFamily = {
  id: 'LOG',
  title: 'logfile',
  area: 'descriptor passing',
  section: 'file and pipe chardevs, logfile',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'LOG-01',
      rule: '`logfile` records guest output only, and only what the backend accepted; on a fatal backend error it records the whole buffer.',
      observable: 'log content',
      variants: 'all',
      source: 'chardev/char.c: qemu_chr_write_buffer',
      checked: 'both',
      profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
    },
    {
      id: 'LOG-02',
      rule: 'A backend EAGAIN counts as fatal for the log, so the bytes are logged at once and again after the retry (DEF-05).',
      observable: 'log `ZZ`, pipe `Z`',
      variants: 'all',
      source: 'chardev/char.c',
      checked: 'both',
    },
    {
      id: 'LOG-03',
      rule: 'Log errors (EPIPE) are ignored. A blocking log pipe that is full blocks the main loop; a non-blocking one (made so by another open of the OFD) spins in 100 us sleeps with the write lock held.',
      observable: 'QMP silent until drained',
      variants: 'all',
      source: 'chardev/char.c: qemu_chr_write_log',
      checked: 'both',
    },
  ],
};
