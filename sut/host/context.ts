import type { Clock } from '../runtime/clock.ts';
import { type Description, type Descriptions, isNonblocking } from './description.ts';
import type { Descriptor, DescriptorTable } from './descriptor-table.ts';
import type { FaultCall, FaultEffect, Faults } from './faults.ts';
import type { Directory } from './namespace.ts';
import type { Ports } from './ports.ts';
import { asleep, fail, type Immediate, ok, type Result, type Sleep } from './result.ts';
import type { Store } from './store.ts';
import type { UdpPorts } from './udp-socket.ts';
import type { Socket } from './unix-socket.ts';

/** What all processes of a machine share. */
export type Machine = {
  readonly clock: Clock;
  readonly descriptions: Descriptions;
  readonly root: Directory;
  readonly store: Store;
  /** UDP ports of 127.0.0.1 that are bound. */
  readonly udpPorts: UdpPorts;
  readonly ports: Ports;
  /** Names of sockets outside the filesystem. */
  readonly abstractNames: Map<string, Socket>;
  /** Numbers the ptys: /dev/pts/N. */
  nextPty: number;
};

/** What the calls of one process work on. */
export type Context = {
  readonly machine: Machine;
  readonly table: DescriptorTable;
  readonly faults: Faults;
  readonly start: Directory;
  /** Calls that sleep right now, for exit. */
  readonly sleeping: Set<Sleep<unknown>>;
};

/** The entry of an open number, or null: EBADF. */
export function opened(context: Context, fd: number): Descriptor | null {
  return context.table.get(fd) ?? null;
}

/** The fault that strikes this call, if any; nearly always one property read. */
export function struck(context: Context, call: FaultCall, name: string): FaultEffect | null {
  return context.faults.active ? context.faults.strike(call, name) : null;
}

/** Puts a description (whose reference it takes over) under the lowest free number; EMFILE releases it. */
export function install(
  context: Context,
  description: Description,
  closeOnExec: boolean,
  min: number = 0,
): Immediate<number> {
  const fd = context.table.lowestFree(min);
  if (fd === null) {
    context.machine.descriptions.release(description);
    return fail('EMFILE');
  }
  context.table.put(fd, { description, closeOnExec });
  return ok(fd);
}

/** How a sleeping call goes on. */
export type Sleeper<T> = {
  readonly awake: () => boolean;
  /** null: it sleeps again. */
  readonly attempt: () => Result<T> | null;
  /** What the call gives when it is interrupted. */
  readonly giveUp: () => Result<T>;
};

/** Puts a call to sleep. It holds `description` until it ends, as the kernel does for a running call. */
export function sleepOn<T>(context: Context, description: Description, sleeper: Sleeper<T>): Result<T> {
  const { descriptions } = context.machine;
  descriptions.hold(description);
  let ended = false;
  const end = (result: Result<T>): Result<T> => {
    ended = true;
    context.sleeping.delete(sleep);
    descriptions.release(description);
    return result;
  };
  const sleep: Sleep<T> = {
    awake: sleeper.awake,
    resume(): Result<T> {
      if (ended) throw new Error('a call that has ended was resumed');
      const result = sleeper.attempt();
      return result === null ? asleep(sleep) : end(result);
    },
    interrupt: () => (ended ? fail('EINTR') : end(sleeper.giveUp())),
  };
  context.sleeping.add(sleep);
  return asleep(sleep);
}

/** True when a call that found nothing to do must fail at once. */
export function returnsAtOnce(description: Description): boolean {
  return isNonblocking(description) || !description.object.waits;
}
