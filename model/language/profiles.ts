import type { Profile, ProfileName } from './profile.ts';

const design: Profile = {
  name: 'design',
  version: { major: 10, minor: 0, micro: 0 },
  memberRemoval: 'at-once',
  lastMonitorGone: 'reaps',
  openMatch: 'access-mode-and-direct',
  wording: '10.0',
  closeOrder: 'unregister-then-close',
  fileInputPathOption: true,
  statusHasSinglestep: false,
  reconnectMs: true,
  addClientWantsSocket: true,
  parallelMisfitClosesZero: false,
  reopenMeasures: true,
  hub: true,
  quirks: [],
};

const qemu72: Profile = {
  name: 'qemu-7.2',
  version: { major: 7, minor: 2, micro: 22 },
  memberRemoval: 'reaped-while-running',
  lastMonitorGone: 'reaps-while-running',
  openMatch: 'access-mode',
  wording: '7.2',
  closeOrder: 'close-then-unregister',
  fileInputPathOption: false,
  statusHasSinglestep: true,
  reconnectMs: false,
  addClientWantsSocket: false,
  parallelMisfitClosesZero: true,
  reopenMeasures: false,
  hub: false,
  quirks: ['DEF-01', 'DEF-02', 'DEF-03', 'DEF-04', 'DEF-05', 'DEF-06', 'DEF-07', 'DEF-08', 'DEF-09'],
};

const qemu100: Profile = {
  name: 'qemu-10.0',
  version: { major: 10, minor: 0, micro: 13 },
  memberRemoval: 'at-once',
  lastMonitorGone: 'keeps-members',
  openMatch: 'access-mode-and-direct',
  wording: '10.0',
  closeOrder: 'unregister-then-close',
  fileInputPathOption: true,
  statusHasSinglestep: false,
  reconnectMs: true,
  addClientWantsSocket: true,
  parallelMisfitClosesZero: false,
  reopenMeasures: true,
  hub: true,
  quirks: ['DEF-01', 'DEF-02', 'DEF-03', 'DEF-04', 'DEF-05', 'DEF-07', 'DEF-08', 'DEF-09'],
};

/** Every system that this release knows, oldest QEMU last but `design` first. */
export const profiles: readonly Profile[] = [design, qemu72, qemu100];

/** The same, by name. */
export const profileByName: Readonly<Record<ProfileName, Profile>> = {
  design,
  'qemu-7.2': qemu72,
  'qemu-10.0': qemu100,
};
