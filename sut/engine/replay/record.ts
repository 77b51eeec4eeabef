import type { TimerId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { deliverUnlogged } from '../chardev/chardev.ts';
import { errnoText } from '../errno-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { encodeEvent, encodeHead, headLength, type LoggedEvent } from './event-bytes.ts';
import type { LoggedWrite, Tape } from './tape.ts';

/** The timer tick of a PC, which wakes the sleeping processor to its next checkpoint. Source: RR-06, experiment. */
const tickNs = 55_000_000;

const writeTriesMax = 100;

/** The text of a log that cannot be opened; it comes without the program's name. Source: experiment. */
export function logUnopened(path: string, why: string): string {
  return `Replay: open ${path}: ${why}`;
}

/** Starts a log with a head of zeros, which stays so unless the process ends in good order. Source: RR-01. */
export function startRecording(machine: Machine, path: string): Attempt<Tape> {
  const { process } = machine;
  const opened = process.open(path, { access: 'w', flags: ['create', 'truncate'] });
  if (!opened.ok) return failure(logUnopened(path, errnoText(opened.errno)));
  const fd = opened.value;
  process.write(fd, new Uint8Array(headLength));
  const logged: Uint8Array[] = [];
  let waiting: Extract<LoggedEvent, { kind: 'input' }>[] = [];
  let ticking: TimerId | null = null;
  const drivers: Tape['drivers'] = [];

  /** As a buffered stream does, which tries again after a part. */
  const writeThrough = (bytes: Uint8Array): void => {
    let rest = bytes;
    for (let tries = 0; rest.length > 0 && tries < writeTriesMax; tries += 1) {
      const wrote = process.write(fd, rest);
      if (wrote.ok) rest = rest.subarray(wrote.value);
    }
  };
  const log = (event: LoggedEvent): void => {
    logged.push(encodeEvent(event));
  };
  function* checkpoint(): Task<void> {
    ticking = null;
    if (machine.runState !== 'running') return; // the next one comes as it goes on
    const due = waiting;
    waiting = [];
    for (const event of due) log(event);
    for (const { driver, bytes } of due) {
      const chardev = drivers[driver];
      if (chardev !== undefined) yield* deliverUnlogged(chardev, bytes);
    }
  }
  return success({
    recording: true,
    drivers,
    wrote: ({ result, taken }: LoggedWrite) => log({ kind: 'write', result: Math.max(-1, result), taken }),
    nextWrite(): never {
      throw new Error('a tape that records has nothing to play');
    },
    heard(driver: number, bytes: Uint8Array): void {
      waiting.push({ kind: 'input', driver, bytes: bytes.slice() });
      if (machine.runState === 'running') ticking ??= machine.mainLoop.addTimer(tickNs, checkpoint);
    },
    machineRuns(): void {
      if (waiting.length === 0) return;
      if (ticking !== null) machine.mainLoop.cancelTimer(ticking);
      scheduleOnMainLoop(machine, 'checkpoint', checkpoint);
    },
    finish(): void {
      log({ kind: 'end' });
      for (const bytes of logged) writeThrough(bytes);
      process.seek(fd, 0);
      writeThrough(encodeHead(machine.profile.replayVersion));
      process.close(fd);
    },
  });
}
