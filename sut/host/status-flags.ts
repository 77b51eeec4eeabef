/** Access mode of an open file description. */
export type AccessMode = 'r' | 'w' | 'rw';
/** Status flags as F_GETFL shows them, listed in this order. A full O_SYNC shows as `sync` alone; O_PATH as `path`. */
export type StatusFlag = 'append' | 'nonblock' | 'direct' | 'dsync' | 'sync' | 'path';
/** Flags of open(2) beyond the access mode. */
export type OpenFlag =
  | 'create'
  | 'exclusive'
  | 'truncate'
  | 'append'
  | 'nonblock'
  | 'direct'
  | 'sync'
  | 'dsync'
  | 'path'
  | 'directory'
  | 'nofollow'
  | 'close-on-exec';

/** The same as bits, for the hot paths. */
export type StatusBits = number;
/** O_APPEND: writes go to the end. */
export const appendBit = 1;
/** O_NONBLOCK: calls never sleep. */
export const nonblockBit = 2;
/** O_DIRECT: packets on a pipe. */
export const directBit = 4;
/** O_DSYNC alone. */
export const dsyncBit = 8;
/** O_SYNC. */
export const syncBit = 16;
/** O_PATH: names an object, does nothing. */
export const pathBit = 32;

/** What F_SETFL can change on Linux; all other flags of the argument are ignored. Source: fcntl(2), seen on Linux 6.18. */
export const settableBits: StatusBits = appendBit | nonblockBit | directBit;

const inOrder: readonly (readonly [StatusFlag, StatusBits])[] = [
  ['append', appendBit],
  ['nonblock', nonblockBit],
  ['direct', directBit],
  ['dsync', dsyncBit],
  ['sync', syncBit],
  ['path', pathBit],
];

/** Names to bits; names that are no status flags count for nothing. */
export function statusBits(flags: readonly (StatusFlag | OpenFlag)[]): StatusBits {
  if (flags.length === 0) return 0;
  let bits = 0;
  for (const [name, bit] of inOrder) if (flags.includes(name)) bits |= bit;
  return (bits & syncBit) === 0 ? bits : bits & ~dsyncBit;
}

/** Bits to names, in the fixed order. */
export function statusFlags(bits: StatusBits): readonly StatusFlag[] {
  return flagsByBits[bits] ?? flagsOf(bits);
}

function flagsOf(bits: StatusBits): readonly StatusFlag[] {
  return inOrder.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}

const flagsByBits: readonly (readonly StatusFlag[])[] = Array.from({ length: 2 * pathBit }, (_, bits) =>
  Object.freeze(flagsOf(bits)),
);
