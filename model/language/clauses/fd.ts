import type { ClauseFamily } from '../clause.ts';

/** FD: backends over descriptors. */
export const fd: ClauseFamily = {
  id: 'FD',
  title: 'backends over descriptors',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'FD-01',
      rule: 'Abstract base of file, pipe, stdio, serial: output fd set non-blocking; no output fd: write −1; read 0 → CLOSED (CHR-54); read error → ignored, watch stays.',
      observable: 'not stated',
      variants: 'all',
      source: 'chardev/char-fd.c',
      checked: 'read',
    },
  ],
};
