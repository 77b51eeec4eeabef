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
export const appendBit = 1;
export const nonblockBit = 2;
export const directBit = 4;
export const dsyncBit = 8;
export const syncBit = 16;
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
  let bits = 0;
  for (const [name, bit] of inOrder) if (flags.includes(name)) bits |= bit;
  return (bits & syncBit) === 0 ? bits : bits & ~dsyncBit;
}

/** Bits to names, in the fixed order. */
export function statusFlags(bits: StatusBits): readonly StatusFlag[] {
  return inOrder.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}
