import type { Result } from '../host/result.ts';

/**
 * A call that a signal interrupts is made again at once. One that sleeps is left as it is.
 * Source: QEMU io/channel-file.c, io/channel-socket.c (readv and writev go round on EINTR).
 */
export function restarted<T>(call: () => Result<T>): Result<T> {
  for (;;) {
    const result = call();
    if (result.ok || result.sleep !== null || result.errno !== 'EINTR') return result;
  }
}
