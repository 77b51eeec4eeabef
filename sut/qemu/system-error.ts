import { constants } from 'node:os';

/** Names of error numbers; where a number has two names, the one that QEMU's and Linux's texts use. */
const nameByNumber: ReadonlyMap<number, string> = new Map([
  ...Object.entries(constants.errno).map(([name, number]): [number, string] => [number, name]),
  [constants.errno.EAGAIN, 'EAGAIN'],
  [constants.errno.EOPNOTSUPP, 'EOPNOTSUPP'],
]);

/** A system call that failed: `code` is the errno's name (`EPIPE`), as on errors of Node's own file functions. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly code: string;
  constructor(call: string, errno: number) {
    const code = nameByNumber.get(errno) ?? `errno ${errno}`;
    super(`${call}: ${code}`);
    this.code = code;
  }
}

/** The errno name that an error of a system call carries, ours or Node's; undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && code.startsWith('E') && !code.startsWith('ERR_') ? code : undefined;
}
