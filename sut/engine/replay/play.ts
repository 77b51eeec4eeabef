import { waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { deliverUnlogged } from '../chardev/chardev.ts';
import { crash, endProcess } from '../end.ts';
import { errnoText } from '../errno-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { decodeEvent, headLength, type LoggedEvent } from './event-bytes.ts';
import { logUnopened } from './record.ts';
import type { LoggedWrite, Tape } from './tape.ts';

const logBytesMax = 16 * 1024 * 1024;
const gone = waits('process', 'gone', () => false);

/** Texts of logs that are no good, and of replays that do not fit theirs. Source: RR-09, RR-15. */
const errors = {
  format: 'Replay: invalid input log file version',
  short: 'error reading the replay data',
  missingWrite: 'Missing character write event in the replay log',
  noDriver: 'Replay: cannot find char driver',
};

/** The process ends with this complaint: whoever runs it never goes on. */
function* giveUp(machine: Machine, text: string): Task<never> {
  machine.stderr.push(`${machine.speaker}${text}`);
  endProcess(machine, 1);
  for (;;) yield gone;
}

/** The log's bytes, and its descriptor, which stays open as long as the process. */
function readAll(machine: Machine, path: string): Attempt<{ readonly bytes: Uint8Array; readonly fd: number }> {
  const { process } = machine;
  const opened = process.open(path, { access: 'r' });
  if (!opened.ok) return failure(logUnopened(path, errnoText(opened.errno)));
  const read = process.read(opened.value, logBytesMax);
  return success({ bytes: read.ok ? read.value : new Uint8Array(0), fd: opened.value });
}

/** `told`: the option, which stands before complaints about the first event. Source: RR-01, RR-15. */
export function startPlaying(machine: Machine, path: string, told: string): Attempt<Tape> {
  const log = readAll(machine, path);
  if (!log.ok) return log;
  const { bytes, fd } = log.value;
  if (bytes.length < headLength) return failure(`${told}${errors.short}`);
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) !== machine.profile.replayVersion)
    return failure(errors.format);
  const first = decodeEvent(bytes, headLength);
  if ('broken' in first) return failure(`${told}${first.broken}`);
  return success(tapeFrom(machine, bytes, fd, first));
}

type Position = { readonly event: LoggedEvent; readonly next: number };

function tapeFrom(machine: Machine, log: Uint8Array, fd: number, first: Position): Tape {
  let current = first;
  const drivers: Tape['drivers'] = [];

  /** The current event is over: the next one's id is read at once, and input is delivered from the main loop. */
  function* goOn(): Task<void> {
    if (current.event.kind === 'end') return;
    const decoded = decodeEvent(log, current.next);
    if ('broken' in decoded) yield* giveUp(machine, decoded.broken);
    else current = decoded;
    lookForInput();
  }
  const lookForInput = (): void => {
    if (machine.runState === 'running' && current.event.kind === 'input')
      scheduleOnMainLoop(machine, 'replay', deliverInput);
  };
  function* deliverInput(): Task<void> {
    const { event } = current;
    if (event.kind !== 'input' || machine.runState !== 'running') return;
    yield* goOn();
    const chardev = drivers[event.driver];
    if (chardev !== undefined) yield* deliverUnlogged(chardev, event.bytes);
    else if (hasQuirk(machine, 'RR-09')) yield* crash(machine, 'SIGSEGV');
    else yield* giveUp(machine, errors.noDriver);
  }
  return {
    recording: false,
    drivers,
    wrote: () => {},
    *nextWrite(length: number): Task<LoggedWrite> {
      const { event } = current;
      if (event.kind !== 'write') {
        if (machine.profile.replayMissingWrite === 'aborts') yield* crash(machine, 'SIGABRT');
        return yield* giveUp(machine, errors.missingWrite);
      }
      yield* goOn();
      if (event.taken >= 0 && event.taken <= length) return event;
      if (hasQuirk(machine, 'RR-04')) yield* crash(machine, 'SIGABRT');
      return yield* giveUp(machine, errors.missingWrite);
    },
    heard: () => {},
    machineRuns: lookForInput,
    finish(): void {
      machine.process.close(fd);
    },
  };
}
