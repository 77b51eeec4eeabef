import type { Quirk } from './quirk.ts';

/** Defects of the synchronous hotswap that the deferred one of the design has not. Source: RACE-S. */
export const hotswapQuirks: readonly Quirk[] = [
  {
    id: 'RACE-S01',
    title: 'a change of an unattached chardev deletes the old one first, and all of it when the new one cannot be made',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S01', 'SWAP-S04', 'FDSET-46'],
    repair: 'the new one is opened first, and the old one stays when that fails, whose text has no prefix then',
  },
  {
    id: 'RACE-S02',
    title: 'a change to a server at the place where the old one listens is refused (TCP) or ends with nobody listening',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S02', 'RACE-37'],
    repair: 'nothing is bound before the new one takes the place of the old, which hands its listening socket over',
  },
  {
    id: 'RACE-S03',
    title: 'a 16550 that waits for room is never woken when its new backend offers no watch',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S03', 'SWAP-S10'],
    repair: 'it tries again at once',
  },
  {
    id: 'RACE-S06',
    title:
      'a client whose connect hangs keeps its yank instance when it is removed or replaced: no socket can have its id until the attempt ends, and a socket that took the instance over takes the process with it (SIGABRT)',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S05', 'RACE-S06'],
    repair: 'the attempt counts for nobody once its chardev is gone',
  },
  {
    id: 'RACE-S07',
    title: 'a port that was unplugged and not let go of yet takes part in a change, and speaks to its guest',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S07', 'VSER-51'],
    repair: 'an unplugged port takes no part: `Chardev user does not support chardev hotswap`',
  },
  {
    id: 'RACE-S10',
    title: 'a refused change has cut the files that it named already',
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    clauses: ['RACE-S10'],
    repair: 'a file is cut when the new backend takes the place of the old one, not before',
  },
];
