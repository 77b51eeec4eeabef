import type { Call, Libc } from './libc.ts';

/** Calls about other processes. Source: RT part 2. */
export function processCalls(
  call: (name: string, result: string, ...parameters: readonly string[]) => Call,
): Pick<Libc, 'limitDescriptors' | 'exitStatus'> {
  const prlimit = call('prlimit', 'int', 'int', 'int', 'void *', 'void *');
  const waitid = call('waitid', 'int', 'int', 'int', 'void *', 'int');
  return {
    limitDescriptors(pid, soft) {
      const limit = Buffer.alloc(16);
      prlimit(pid, 7, null, limit);
      const old = Number(limit.readBigUInt64LE(0));
      limit.writeBigUInt64LE(BigInt(soft), 0);
      prlimit(pid, 7, limit, null);
      return old;
    },
    exitStatus(pid) {
      const info = Buffer.alloc(128);
      try {
        waitid(1, pid, info, 0x01000005); // P_PID; WNOWAIT | WEXITED | WNOHANG
      } catch {
        return undefined; // ECHILD: Node has reaped it and knows the status itself
      }
      if (info.readInt32LE(16) === 0) return undefined;
      const status = info.readInt32LE(24);
      return info.readInt32LE(8) === 1 ? { kind: 'exited', status } : { kind: 'killed', signal: status };
    },
  };
}
