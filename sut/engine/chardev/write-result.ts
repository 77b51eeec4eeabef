import type { Errno } from '../../host/result.ts';

const errnos: readonly Errno[] = [
  'EAGAIN',
  'EINVAL',
  'EIO',
  'ENOSPC',
  'EPIPE',
  'EBADF',
  'EFBIG',
  'ECONNREFUSED',
  'EMSGSIZE',
  'EMFILE',
  'ENOENT',
  'EINTR',
];

/** What a write gives instead of a count when the far end has no room now: the only temporary error. */
export const writeAgain = -1;
/** Any other error of a far end that is there. Source: CHR-63. */
export const writeFailed = -2;
/** The far end is not there. Source: SOCK-14. */
export const writeUnconnected = -3;

/** The negative result that stands for an errno; unknown ones count as EINVAL. */
export function writeResultOf(errno: Errno): number {
  const at = errnos.indexOf(errno);
  return at < 0 ? writeFailed : -1 - at;
}

/** The errno behind a negative result. */
export function errnoOfWrite(result: number): Errno {
  return errnos[-1 - result] ?? 'EINVAL';
}
