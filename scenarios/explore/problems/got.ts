import type { Result } from '../../../sut/host/result.ts';

/** The value of a system call that must succeed. Throws its errno. */
export function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.errno);
  return result.value;
}
