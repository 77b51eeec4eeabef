import type { AccessMode, OpenFlag } from '../action.ts';

/** Who opens a path, and with which open(2) flags. O_CLOEXEC is always added (OPEN-17). */
export type OpenUser = {
  readonly user: string;
  readonly access: AccessMode;
  readonly flags: readonly OpenFlag[];
  /** The flags as error texts print them (hexadecimal, Linux x86-64), where a clause states them. */
  readonly hex?: string;
};

/** The flags that each user of a path asks for. A plain path is created with mode 0666 & ~umask. Source: below OPEN-20. */
export const openUsers: readonly OpenUser[] = [
  { user: 'file out, append off', access: 'w', flags: ['create', 'truncate'], hex: '241' },
  { user: 'file out, append on', access: 'w', flags: ['create', 'append'], hex: '441' },
  { user: 'file in', access: 'r', flags: [], hex: '0' },
  { user: 'logfile, logappend off', access: 'w', flags: ['create', 'truncate'], hex: '241' },
  { user: 'logfile, logappend on', access: 'w', flags: ['create', 'append'], hex: '441' },
  { user: 'pipe', access: 'rw', flags: [], hex: '2' },
  { user: 'serial', access: 'rw', flags: ['nonblock'], hex: '802' },
  { user: 'parallel', access: 'rw', flags: [], hex: '2' },
  { user: 'block node, read-only', access: 'r', flags: [], hex: '0' },
  { user: 'block node, read-write', access: 'rw', flags: [], hex: '2' },
  { user: 'block node, read-only, cache.direct', access: 'r', flags: ['direct'], hex: '4000' },
  { user: 'block node, read-write, cache.direct', access: 'rw', flags: ['direct'], hex: '4002' },
  { user: 'rng-random', access: 'r', flags: ['nonblock'], hex: '800' },
];
