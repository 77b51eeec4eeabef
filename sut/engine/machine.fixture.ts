import type { Profile } from '../../model/language/profile.ts';
import { createKernel } from '../host/kernel.ts';
import type { Process } from '../host/process.ts';
import type { Result } from '../host/result.ts';
import { firstChoice } from '../runtime/chooser.ts';
import { createClock } from '../runtime/clock.ts';
import { createScheduler } from '../runtime/scheduler.ts';
import type { Task } from '../runtime/task.ts';
import type { Machine } from './machine.ts';
import { startMachine } from './start.ts';

/** A system with no quirk and the given switches, for tests of one rule each. */
export const plainProfile: Profile = {
  name: 'design',
  version: { major: 10, minor: 0, micro: 0 },
  memberRemoval: 'at-once',
  lastMonitorGone: 'keeps-members',
  openMatch: 'access-mode-and-direct',
  wording: '10.0',
  closeOrder: 'unregister-then-close',
  fileInputPathOption: true,
  statusHasSinglestep: false,
  reconnectMs: true,
  addClientWantsSocket: true,
  reopenMeasures: true,
  parallelMisfitClosesZero: false,
  muxSlots: 'reused',
  muxFocus: 'frontends',
  ptyTellsClosed: true,
  ptyPathOption: true,
  clientShowsPeer: true,
  hangUpAfterOneRead: false,
  hangUpComesLast: true,
  consoleLogsItsName: true,
  framesOverrun: false,
  waitingKeepsOpen: false,
  yanksOnceConnected: false,
  replayMarks: 'base',
  replayIoctl: 'left-out',
  recordedWrites: 'as-taken',
  replayVersion: 0xe0200c,
  replayMissingWrite: 'exits',
  hotswap: 'deferred',
  hub: true,
  reconnectSeconds: true,
  pendingHeldBlocking: true,
  fullLogDrops: false,
  udpOpens: false,
  pathDescriptorsEnd: false,
  outOfMemory: 'SIGTRAP',
  namesClosedStream: false,
  jsonErrors: 'whole',
  quirks: [],
};

/** A machine without monitors and ports; standard streams are open, so that new descriptors start at 3. */
export type MachineBench = {
  readonly machine: Machine;
  readonly process: Process;
  settle(): void;
  /** Runs a task in a thread of its own until the machine settles. Throws when it is not over then. */
  run<T>(task: Task<T>): T;
};

/** Starts one that runs, with these words. */
export function machineBench(profile: Profile = plainProfile, words: readonly string[] = []): MachineBench {
  const clock = createClock();
  const chooser = firstChoice();
  const scheduler = createScheduler({ chooser });
  const process = createKernel({ clock, chooser }).createProcess('qemu');
  for (let stream = 0; stream < 3; stream += 1) value(process.open('/dev/null', { access: 'rw' }));
  const { machine } = startMachine(
    { profile, process, scheduler, clock },
    { words, paused: false, monitors: [], ports: [], controllers: null },
  );
  const settle = (): void => {
    if (scheduler.runUntilSettled(100_000) === 'limit') throw new Error('the machine does not settle');
  };
  settle();
  function run<T>(task: Task<T>): T {
    let result: { readonly value: T } | null = null;
    scheduler.spawn(
      'test',
      (function* (): Task<void> {
        result = { value: yield* task };
      })(),
    );
    settle();
    const ended = result as { readonly value: T } | null;
    if (ended === null) throw new Error('the task waits for something');
    return ended.value;
  }
  return { machine, process, settle, run };
}

/** The value of a call that must succeed. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.errno);
  return result.value;
}
