import { constants } from 'node:fs';
import type { AccessMode, OpenFlag, StatusFlag } from '../../model/language/action.ts';

/** O_PATH, which Node has no constant for (the same on every Linux architecture that QEMU's x86 target is driven on). */
const pathBit = 0o10000000;

/** Access mode -> the O_RDONLY, O_WRONLY or O_RDWR of open(2). */
export const accessBits: Readonly<Record<AccessMode, number>> = {
  r: constants.O_RDONLY,
  w: constants.O_WRONLY,
  rw: constants.O_RDWR,
};

const openBits: Readonly<Record<OpenFlag, number>> = {
  create: constants.O_CREAT,
  exclusive: constants.O_EXCL,
  truncate: constants.O_TRUNC,
  append: constants.O_APPEND,
  nonblock: constants.O_NONBLOCK,
  direct: constants.O_DIRECT,
  sync: constants.O_SYNC,
  dsync: constants.O_DSYNC,
  path: pathBit,
  directory: constants.O_DIRECTORY,
};

const settableBits: Readonly<Partial<Record<StatusFlag, number>>> = {
  append: constants.O_APPEND,
  nonblock: constants.O_NONBLOCK,
  direct: constants.O_DIRECT,
};

/** The bits of open(2) for these flags, without the access mode. */
export function bitsOfOpenFlags(flags: readonly OpenFlag[]): number {
  return flags.reduce((bits, flag) => bits | openBits[flag], 0);
}

/** For F_SETFL: flags that it cannot set count for nothing. */
export function bitsOfStatusFlags(flags: readonly StatusFlag[]): number {
  return flags.reduce((bits, flag) => bits | (settableBits[flag] ?? 0), 0);
}

/** The access mode in what F_GETFL or /proc/PID/fdinfo gives. */
export function accessOfBits(bits: number): AccessMode {
  const mode = bits & 3;
  return mode === constants.O_RDWR ? 'rw' : mode === constants.O_WRONLY ? 'w' : 'r';
}

/** In the fixed order of StatusFlag; a full O_SYNC shows as `sync` alone. */
export function flagsOfBits(bits: number): readonly StatusFlag[] {
  const sync = (bits & constants.O_SYNC) === constants.O_SYNC;
  const present: readonly (readonly [StatusFlag, boolean])[] = [
    ['append', (bits & constants.O_APPEND) !== 0],
    ['nonblock', (bits & constants.O_NONBLOCK) !== 0],
    ['direct', (bits & constants.O_DIRECT) !== 0],
    ['dsync', !sync && (bits & constants.O_DSYNC) !== 0],
    ['sync', sync],
    ['path', (bits & pathBit) !== 0],
  ];
  return present.filter(([, set]) => set).map(([flag]) => flag);
}

/** Close-on-exec as /proc/PID/fdinfo shows it. */
export function closeOnExecOfBits(bits: number): boolean {
  return (bits & 0o2000000) !== 0;
}
