import { type Description, type FileObject, plainObject, pollOf } from './description.ts';
import type { Poll } from './process.ts';
import { fail, type Immediate, ok } from './result.ts';

/** What one direction holds before a write has to wait. The kernel's own figure varies with the pieces (RT-32). */
export const ptyBytesMax = 20480;
/** The most that one read gives. */
export const ptyReadMax = 4095;

/** A raw pseudo-terminal pair. */
export type Pty = { readonly master: FileObject; readonly slave: FileObject };

type Direction = {
  readonly queued: () => number;
  readonly put: (bytes: Uint8Array) => Immediate<number>;
  readonly take: (max: number) => Uint8Array;
  readonly clear: () => void;
};

function createDirection(): Direction {
  let parts: Uint8Array[] = [];
  let queued = 0;
  return {
    queued: () => queued,
    put(bytes: Uint8Array): Immediate<number> {
      const count = Math.min(bytes.length, ptyBytesMax - queued);
      if (count === 0) return bytes.length === 0 ? ok(0) : fail('EAGAIN');
      parts.push(bytes.slice(0, count));
      queued += count;
      return ok(count);
    },
    take(max: number): Uint8Array {
      const bytes = new Uint8Array(Math.min(max, queued, ptyReadMax));
      let count = 0;
      for (let part = parts[0]; part !== undefined && count < bytes.length; part = parts[0]) {
        const piece = part.subarray(0, bytes.length - count);
        bytes.set(piece, count);
        count += piece.length;
        if (piece.length === part.length) parts.shift();
        else parts[0] = part.subarray(piece.length);
      }
      queued -= count;
      return bytes;
    },
    clear(): void {
      parts = [];
      queued = 0;
    },
  };
}

/**
 * A new pair in raw mode, without open ends. After the last slave is closed the master reads what is left, then EIO,
 * and still writes; a slave whose master is gone reads the end and cannot write (EIO). Seen on Linux 6.18.
 */
export function createPty(): Pty {
  const toSlave = createDirection();
  const toMaster = createDirection();
  let masters = 0;
  let slaves = 0;
  let hungUp = false;
  let slaveSeen = false;
  const slaveGone = (): boolean => slaveSeen && slaves === 0;

  const tty = (queued: () => number) => (_description: Description, request: string) => {
    if (hungUp) return fail('EIO');
    if (request === 'TCGETS' || request === 'TCSETS' || request === 'TCFLSH') return ok(0);
    return request === 'FIONREAD' ? ok(queued()) : fail('ENOTTY');
  };
  const read = (direction: Direction, max: number, atEnd: Immediate<Uint8Array> | null): Immediate<Uint8Array> => {
    if (max === 0) return ok(new Uint8Array(0));
    if (direction.queued() > 0) return ok(direction.take(max));
    return atEnd ?? fail('EAGAIN');
  };
  const master: FileObject = plainObject({
    kind: 'pty',
    waits: true,
    attach(): void {
      masters += 1;
    },
    detach(): void {
      masters -= 1;
      if (masters > 0) return;
      hungUp = true;
      toSlave.clear();
      toMaster.clear();
    },
    read: (_description, max) => read(toMaster, max, slaveGone() ? fail('EIO') : null),
    write: (_description, bytes) => toSlave.put(bytes),
    wakesReader: () => toMaster.queued() > 0 || slaveGone(),
    wakesWriter: () => toSlave.queued() < ptyBytesMax,
    poll(): Poll {
      const writable = toSlave.queued() < ptyBytesMax;
      return pollOf(toMaster.queued() > 0, writable, slaveGone(), false);
    },
    ioctl: tty(toMaster.queued),
    reopened: () => ok(createPty().master), // opening a master's path makes a pair of its own
  });
  const slave: FileObject = plainObject({
    kind: 'pty',
    waits: true,
    attach(): void {
      slaves += 1;
      slaveSeen = true;
    },
    detach(): void {
      slaves -= 1;
    },
    read: (_description, max) => (hungUp ? ok(new Uint8Array(0)) : read(toSlave, max, null)),
    write: (_description, bytes) => (hungUp ? fail('EIO') : toMaster.put(bytes)),
    wakesReader: () => toSlave.queued() > 0 || hungUp,
    wakesWriter: () => toMaster.queued() < ptyBytesMax || hungUp,
    poll: () =>
      hungUp
        ? pollOf(true, true, true, true)
        : pollOf(toSlave.queued() > 0, toMaster.queued() < ptyBytesMax, false, false),
    ioctl: tty(toSlave.queued),
    reopened: () => (hungUp ? fail('EIO') : ok(slave)),
  });
  return { master, slave };
}
