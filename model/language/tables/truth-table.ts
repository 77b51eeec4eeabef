import type { AccessMode, StatusFlag } from '../action.ts';

/** What opens `/dev/fdset/N`: a column of the table. `logfile-*` is the log of a null chardev. */
export type FdsetUse =
  | 'file-truncate'
  | 'file-append'
  | 'file-in'
  | 'pipe'
  | 'logfile-truncate'
  | 'logfile-append'
  | 'serial';

/** What the only member of the set refers to. */
export type BackingObject =
  | 'regular-file'
  | 'regular-file-appending'
  | 'pipe-write-end'
  | 'pipe-read-end'
  | 'fifo'
  | 'pipe-reopened'
  | 'stream-socketpair'
  | 'datagram-socketpair'
  | 'dev-null'
  | 'memfd-sealed-against-shrinking'
  | 'directory'
  | 'path-only';

/** What an open of that member ends with. */
export type OpenCell =
  | {
      readonly result: 'ok';
      /** Regular files: what became of what they held. */
      readonly content?: 'truncated' | 'kept';
      /** Status flags of the member's open file description afterwards, where the table states them. */
      readonly flagsAfter?: readonly StatusFlag[];
      /** Guest output comes back as guest input. */
      readonly loopback?: true;
    }
  | {
      readonly result: 'EACCES' | 'EINVAL' | 'EPERM' | 'EBADF';
      /** Present when the refused open changed the status flags all the same (OPEN-10). */
      readonly flagsAfter?: readonly StatusFlag[];
    };

/** One line: these objects, with a member of this access mode. `path-only` reads as read-only. */
export type TruthRow = {
  readonly objects: readonly BackingObject[];
  readonly member: AccessMode;
  readonly cells: Readonly<Record<FdsetUse, OpenCell>>;
};

/** The columns in the order of the table. */
export const fdsetUses: readonly FdsetUse[] = [
  'file-truncate',
  'file-append',
  'file-in',
  'pipe',
  'logfile-truncate',
  'logfile-append',
  'serial',
];

const access: OpenCell = { result: 'EACCES' };
const ok: OpenCell = { result: 'ok' };
const allRefused = {
  'file-truncate': access,
  'file-append': access,
  'file-in': access,
  pipe: access,
  'logfile-truncate': access,
  'logfile-append': access,
  serial: access,
} as const;

/**
 * One member in a set, one chardev opened on it; identical on QEMU 7.2 and 10.0 but for the error texts (see
 * open-errors.ts). Whenever the result is EACCES nothing changes. `flagsAfter` of a successful `file` use includes the
 * O_NONBLOCK that FILE-03 adds. Source: OPEN-05, OPEN-06, OPEN-10 to OPEN-12, FILE-03, PIPE-02, PIPE-03.
 */
export const truthTable: readonly TruthRow[] = [
  {
    objects: ['regular-file'],
    member: 'r',
    cells: { ...allRefused, 'file-in': { result: 'ok', content: 'kept' } },
  },
  {
    objects: ['regular-file'],
    member: 'w',
    cells: {
      ...allRefused,
      'file-truncate': { result: 'ok', content: 'truncated', flagsAfter: ['nonblock'] },
      'file-append': { result: 'ok', content: 'kept', flagsAfter: ['append', 'nonblock'] },
      'logfile-truncate': { result: 'ok', content: 'truncated', flagsAfter: [] },
      'logfile-append': { result: 'ok', content: 'kept', flagsAfter: ['append'] },
    },
  },
  {
    objects: ['regular-file-appending'],
    member: 'w',
    cells: {
      ...allRefused,
      'file-truncate': { result: 'ok', content: 'truncated', flagsAfter: ['nonblock'] },
      'file-append': { result: 'ok', content: 'kept', flagsAfter: ['append', 'nonblock'] },
      'logfile-truncate': { result: 'ok', content: 'truncated', flagsAfter: [] },
      'logfile-append': { result: 'ok', content: 'kept', flagsAfter: ['append'] },
    },
  },
  {
    objects: ['regular-file'],
    member: 'rw',
    cells: {
      ...allRefused,
      pipe: { result: 'ok', content: 'kept', flagsAfter: ['nonblock'] },
      serial: { result: 'ok', content: 'kept' },
    },
  },
  {
    objects: ['pipe-write-end'],
    member: 'w',
    cells: {
      ...allRefused,
      'file-truncate': { result: 'EINVAL', flagsAfter: [] },
      'file-append': { result: 'ok', flagsAfter: ['append', 'nonblock'] },
      'logfile-truncate': { result: 'EINVAL', flagsAfter: [] },
      'logfile-append': { result: 'ok', flagsAfter: ['append'] },
    },
  },
  { objects: ['pipe-read-end'], member: 'r', cells: { ...allRefused, 'file-in': ok } },
  {
    objects: ['fifo', 'pipe-reopened'],
    member: 'rw',
    cells: { ...allRefused, pipe: { result: 'ok', loopback: true }, serial: ok },
  },
  {
    objects: ['stream-socketpair', 'datagram-socketpair'],
    member: 'rw',
    cells: { ...allRefused, pipe: ok, serial: ok },
  },
  {
    objects: ['dev-null'],
    member: 'w',
    cells: {
      ...allRefused,
      'file-truncate': { result: 'EINVAL' },
      'file-append': ok,
      'logfile-truncate': { result: 'EINVAL' },
      'logfile-append': ok,
    },
  },
  { objects: ['dev-null'], member: 'r', cells: { ...allRefused, 'file-in': ok } },
  { objects: ['dev-null'], member: 'rw', cells: { ...allRefused, pipe: ok, serial: ok } },
  {
    objects: ['memfd-sealed-against-shrinking'],
    member: 'w',
    cells: {
      ...allRefused,
      'file-truncate': { result: 'EPERM' },
      'file-append': ok,
      'logfile-truncate': { result: 'EPERM' },
      'logfile-append': { result: 'ok', flagsAfter: ['append'] },
    },
  },
  {
    objects: ['directory'],
    member: 'r',
    cells: { ...allRefused, 'file-in': ok },
  },
  {
    objects: ['path-only'],
    member: 'r',
    cells: {
      ...allRefused,
      'file-in': { result: 'EBADF' },
    },
  },
];
