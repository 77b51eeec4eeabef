import type { Profile } from './language/profile.ts';
import type { Value } from './language/value.ts';
import { numberMark } from './language/value.ts';

const strerrors: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  EBUSY: 'Device or resource busy',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EDEADLK: 'Resource deadlock avoided',
  EDQUOT: 'Disk quota exceeded',
  EEXIST: 'File exists',
  EFAULT: 'Bad address',
  EFBIG: 'File too large',
  EINTR: 'Interrupted system call',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISCONN: 'Transport endpoint is already connected',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  EMLINK: 'Too many links',
  EMSGSIZE: 'Message too long',
  ENAMETOOLONG: 'File name too long',
  ENFILE: 'Too many open files in system',
  ENOBUFS: 'No buffer space available',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOLCK: 'No locks available',
  ENOMEM: 'Cannot allocate memory',
  ENOSPC: 'No space left on device',
  ENOSYS: 'Function not implemented',
  ENOTCONN: 'Transport endpoint is not connected',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOTSOCK: 'Socket operation on non-socket',
  ENOTTY: 'Inappropriate ioctl for device',
  ENXIO: 'No such device or address',
  EOPNOTSUPP: 'Operation not supported',
  EOVERFLOW: 'Value too large for defined data type',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EPROTOTYPE: 'Protocol wrong type for socket',
  EROFS: 'Read-only file system',
  ESPIPE: 'Illegal seek',
  ESTALE: 'Stale file handle',
  ETIMEDOUT: 'Connection timed out',
  ETXTBSY: 'Text file busy',
  EXDEV: 'Invalid cross-device link',
};

/** Whether the texts of 10.0 are given where the versions differ beyond their clauses. Source: experiments. */
export function speaksLikeTen(profile: Profile): boolean {
  return profile.wording === '10.0';
}

/** strerror(3) of the errno by name, as glibc words it. */
export function strerror(errno: string): string {
  return strerrors[errno] ?? errno;
}

/** A descriptor number of the model inside a text. Source: language/value.ts. */
export function marked(number: number): string {
  return `${numberMark.open}${number}${numberMark.close}`;
}

/** An integer of an argument as an error text echoes it. */
export function echoed(value: Value): string {
  if (typeof value === 'object' && value !== null) {
    if ('$fd' in value && typeof value.$fd === 'number') return marked(value.$fd);
    if ('$int' in value) return String(value.$int);
  }
  return String(value);
}

/** Texts that clauses fix and more than one place gives. */
export const texts = {
  noDescriptor: 'No file descriptor supplied via SCM_RIGHTS', // FDSET-15, GETFD-01
  negativeSet: "Parameter 'fdset-id' expects a non-negative value", // FDSET-16
  setTooBig: "Parameter 'fdset-id' expects a value of at most 2147483647", // DEF-07, repaired
  digitName: "Parameter 'fdname' expects a name not starting with a digit", // GETFD-02
} as const;

/** GETFD-04, FDSET-24: unknown name or number of a descriptor. */
export function descriptorNotFound(name: string): string {
  return `File descriptor named '${name}' not found`;
}

/** `Could not open 'P': …`, the wording of every open that hides its cause. Source: table under OPEN-20. */
export function couldNotOpen(path: string, errno: string): string {
  return `Could not open '${path}': ${strerror(errno)}`;
}
