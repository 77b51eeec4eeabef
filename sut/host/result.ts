/** Names of the error numbers that the simulated kernel gives. */
export type Errno =
  | 'EACCES'
  | 'EADDRINUSE'
  | 'EAGAIN'
  | 'EBADF'
  | 'EBUSY'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EDEADLK'
  | 'EDQUOT'
  | 'EEXIST'
  | 'EFAULT'
  | 'EFBIG'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'EISCONN'
  | 'EISDIR'
  | 'ELOOP'
  | 'EMFILE'
  | 'EMLINK'
  | 'EMSGSIZE'
  | 'ENAMETOOLONG'
  | 'ENFILE'
  | 'ENOBUFS'
  | 'ENODEV'
  | 'ENOENT'
  | 'ENOLCK'
  | 'ENOMEM'
  | 'ENOSPC'
  | 'ENOSYS'
  | 'ENOTCONN'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'ENOTSOCK'
  | 'ENOTTY'
  | 'ENXIO'
  | 'EOPNOTSUPP'
  | 'EOVERFLOW'
  | 'EPERM'
  | 'EPIPE'
  | 'EPROTOTYPE'
  | 'EROFS'
  | 'ESPIPE'
  | 'ESTALE'
  | 'ETIMEDOUT'
  | 'ETXTBSY'
  | 'EXDEV';

/**
 * A call on a blocking descriptor that has to sleep. Whoever made the call waits until `awake` (pure) holds and then
 * resumes it: the same call goes on where it stopped, and may fall asleep again. `interrupt` gives it up (as a signal
 * would): the count so far, or EINTR.
 */
export type Sleep<T> = {
  readonly awake: () => boolean;
  readonly resume: () => Result<T>;
  readonly interrupt: () => Result<T>;
};

/** The call ended well. */
export type Ok<T> = { readonly ok: true; readonly value: T };
/** `sleep` is null for an error; else the errno is EAGAIN and the call sleeps. */
export type Failed<T> = { readonly ok: false; readonly errno: Errno; readonly sleep: Sleep<T> | null };
/** An error that ends the call. */
export type Failure = { readonly ok: false; readonly errno: Errno; readonly sleep: null };
/** What an operation gives that never sleeps: EAGAIN then means that the call would have to wait. */
export type Immediate<T> = Ok<T> | Failure;
/** What a system call gives back. */
export type Result<T> = Ok<T> | Failed<T>;

/** Success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

const failures = new Map<Errno, Failure>();

/** An error that ends the call. One frozen value an errno: failing is free of allocation. */
export function fail(errno: Errno): Failure {
  let failure = failures.get(errno);
  if (failure === undefined) {
    failure = Object.freeze({ ok: false as const, errno, sleep: null });
    failures.set(errno, failure);
  }
  return failure;
}

/** The call sleeps. */
export function asleep<T>(sleep: Sleep<T>): Failed<T> {
  return { ok: false, errno: 'EAGAIN', sleep };
}

/** Success without a value. */
export const done: Ok<void> = Object.freeze({ ok: true, value: undefined });
