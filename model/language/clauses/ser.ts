import type { ClauseFamily } from '../clause.ts';

/** SER: the serial backend. */
export const ser: ClauseFamily = {
  id: 'SER',
  title: 'the serial backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'SER-01',
      rule: 'serial: device opened read-write non-blocking, set to 115200 8N1 where it is a tty; /dev/null works. ioctls: params, break (only when enabled), modem lines. Errors `Could not open …`; CLI `chardev: serial/tty: no device path given`.',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-serial.c',
      checked: 'both',
    },
    {
      id: 'SER-02',
      rule: 'parallel: `Could not open …`; a non-parport: `not a parallel port: Inappropriate ioctl for device`; a failed open → Q-PAR-1.',
      observable: 'reply',
      variants: 'all',
      source: 'chardev/char-parallel.c',
      checked: 'both',
    },
  ],
};
