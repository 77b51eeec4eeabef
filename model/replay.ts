import { type LogEnd, readCharLog, unfinishedLog, writeCharLog } from './char-log.ts';
import { changeChardev } from './chardev.ts';
import { trustsLoggedOffset } from './defect.ts';
import { objectOf, putObject } from './description.ts';
import { install } from './descriptor.ts';
import type { CharEvent } from './language/char-event.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { die, leave, warn } from './machine.ts';
import { lookUp, makeAt, nameOfPath, openPath } from './path.ts';
import type { ReplayOption } from './replay-option.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';

/** Record or replay that is on. Source: RR-01. */
export type Replay = {
  readonly mode: 'record' | 'replay';
  readonly path: string;
  /** Labels of registered chardevs: the place of one is its index in the log. Source: RR-08, RR-09. */
  readonly drivers: readonly string[];
  /** Recording: what the log has so far. Replay: all that it has, and which of it is next. */
  readonly events: readonly CharEvent[];
  readonly next: number;
  /** Replay: what stands behind the last event. */
  readonly end: LogEnd;
  /** Recording: input that waits for the next checkpoint. Source: RR-06. */
  readonly queued: readonly { readonly driver: number; readonly input: ByteString }[];
  readonly checkpointNs: number | null;
};

/** A checkpoint comes within this time, also while the processor sleeps: the timer ticks. Source: RR-06, experiment. */
const checkpointEveryNs = 55_000_000;
const shortText = 'error reading the replay data';

/** Switches it on before the first chardev is made: lines that end the launch, as they stand; `null`: none. */
export function startReplay(turn: Turn, option: ReplayOption, told: string): readonly string[] | null {
  const { mode, path, counts } = option;
  if (mode === null) return null;
  if (path === null) return [`${told}File name not specified for replay`];
  const replay: Replay = { mode, path, drivers: [], events: [], next: 0, end: 'end', queued: [], checkpointNs: null };
  const refused = mode === 'record' ? createLog(turn, path) : openLog(turn, replay, told);
  if (refused !== null) return refused;
  const opened = openPath(turn, path, { access: mode === 'record' ? 'w' : 'r', flags: [] });
  if (!opened.ok) throw new ModelLimit(`a log that is there and cannot be opened: ${opened.errno}`);
  install(turn, { kind: 'description', description: opened.value, closeOnExec: false });
  if (mode === 'record') change(turn, { replay });
  return counts ? null : ['Please enable icount to use record/replay'];
}

function createLog(turn: Turn, path: string): readonly string[] | null {
  const made = makeAt(turn, path, { kind: 'file', name: nameOfPath(path), bytes: unfinishedLog, sealed: false });
  if (made.ok) return null;
  if (made.errno !== 'EEXIST') return cannotOpen(path, made.errno);
  putLog(turn, path, unfinishedLog);
  return null;
}

function cannotOpen(path: string, errno: string): readonly string[] {
  if (errno !== 'ENOENT') throw new ModelLimit(`a replay log that cannot be opened: ${errno}`);
  return [`Replay: open ${path}: No such file or directory`];
}

/** The head is read, and the kind of the first event. Source: RR-01, RR-15. */
function openLog(turn: Turn, replay: Replay, told: string): readonly string[] | null {
  const found = lookUp(turn.state, replay.path);
  if (!found.ok) return cannotOpen(replay.path, found.errno);
  const file = objectOf(turn.state, found.value);
  if (file.kind !== 'file') throw new ModelLimit(`a replay log that is a ${file.kind}`);
  const log = readCharLog(file.bytes, turn.state.profile.replayVersion);
  if (log === null) return [`${told}${shortText}`];
  if (log.version !== turn.state.profile.replayVersion) return ['Replay: invalid input log file version'];
  if (log.others) throw new ModelLimit('a log with instructions, which an idle processor never runs');
  change(turn, { replay: { ...replay, events: log.events, end: log.end } });
  const broken = endText(log.end);
  return log.events.length === 0 && broken !== null ? [`${told}${broken}`] : null;
}

function endText(end: LogEnd): string | null {
  if (end === 'end') return null;
  return end === 'short' ? shortText : `Replay: unknown event kind ${end.unknown}`;
}

function putLog(turn: Turn, path: string, bytes: ByteString): void {
  const found = lookUp(turn.state, path);
  const file = found.ok ? objectOf(turn.state, found.value) : null;
  if (!found.ok || file?.kind !== 'file') throw new ModelLimit('a log that is no file (any more)');
  putObject(turn, found.value, { ...file, bytes });
}

/**
 * The process ends in good order: so does the log, without what still waits for a checkpoint. When the next one of a running
 * machine would have been is a matter of real time. Source: RR-01, RR-16, experiment.
 */
export function finishReplay(turn: Turn): void {
  const { replay, profile } = turn.state;
  if (replay?.mode !== 'record') return;
  if (nextCheckpointNs(turn.state) !== null)
    throw new ModelLimit('whether input meets a checkpoint before the process ends');
  putLog(turn, replay.path, writeCharLog(replay.events, profile.replayVersion));
}

/** The machine is about to stop. Source: RR-16, experiment. */
export function beforeHalt(state: ModelState): void {
  if (nextCheckpointNs(state) !== null)
    throw new ModelLimit('whether input meets a checkpoint before the machine stops');
}

/** Whether the input that is due next in the log ends the process: of a driver that there is not, or the last before no end. Source: RR-09, RR-15. */
function endsOfInput({ events, next, drivers, end }: Replay): boolean {
  const after = events.findIndex((event, at) => at >= next && !('input' in event));
  const due = events.slice(next, after < 0 ? events.length : after);
  const isUnknown = due.some((event) => 'input' in event && drivers[event.driver] === undefined);
  return isUnknown || (due.length > 0 && after < 0 && endText(end) !== null);
}

/** The machine goes on, with a checkpoint at once. Source: RR-16, experiment. */
export function checkpointNow(turn: Turn): void {
  const { replay, nowNs } = turn.state;
  if (replay?.mode === 'replay' && endsOfInput(replay))
    throw new ModelLimit('whether who lets the machine go on is answered before its log ends it');
  if (replay != null && replay.checkpointNs !== null) change(turn, { replay: { ...replay, checkpointNs: nowNs } });
}

/** Whether a chardev's traffic goes through the log. Source: RR-08. */
export function isDriver(state: ModelState, label: string): boolean {
  return state.replay?.drivers.includes(label) ?? false;
}

/**
 * A chardev of a word of the old kind joins; the lines that forbid it. `made`: by the word itself. Types with an ioctl
 * are taken with a complaint, left out, or refused. Source: RR-08, RR-11.
 */
export function joinReplay(turn: Turn, label: string, made: boolean, told: string): readonly string[] | null {
  const { replay, profile } = turn.state;
  const chardev = turn.state.chardevs.get(label);
  if (replay === null || chardev === undefined || replay.drivers.includes(label)) return null;
  const complaint = 'Replay: ioctl is not supported for serial devices yet';
  const wants = ['serial', 'msmouse', 'wctablet'].includes(chardev.type);
  if (wants && profile.replayIoctl === 'left-out') return made ? null : [complaint];
  if (wants) warn(turn, `${told}${complaint}`);
  change(turn, { replay: { ...replay, drivers: [...replay.drivers, label] } });
  if (wants) changeChardev(turn, label, { mouse: null, tablet: null });
  return null;
}

/** One write of a registered chardev was answered: `taken` bytes, the last result. Source: RR-03. */
export function recordWrite(turn: Turn, result: number, taken: number): void {
  const { replay } = turn.state;
  if (replay?.mode === 'record')
    change(turn, { replay: { ...replay, events: [...replay.events, { write: result, offset: taken }] } });
}

/** What the log says of a write of so many bytes: `null` once it has ended the process. Source: RR-04, RR-15. */
export function replayWrite(turn: Turn, length: number): { readonly write: number; readonly offset: number } | null {
  const { replay, profile } = turn.state;
  const event = replay?.events[replay.next];
  if (event === undefined || !('write' in event)) {
    if (profile.replayMissingWrite === 'aborts') die(turn, 'SIGABRT');
    else giveUp(turn, 'Missing character write event in the replay log');
    return null;
  }
  if (!pass(turn)) return null;
  if (event.offset <= length && event.offset >= 0) return event;
  if (trustsLoggedOffset(turn.state)) die(turn, 'SIGABRT');
  else giveUp(turn, 'Missing character write event in the replay log');
  return null;
}

/** The log is no good: the process says so and ends. Source: RR-15. */
export function giveUp(turn: Turn, text: string): void {
  warn(turn, text);
  leave(turn, 1);
}

/** The next event's turn: false if the log is no good from here on. Source: RR-15. */
export function pass(turn: Turn): boolean {
  const { replay } = turn.state;
  if (replay === null) throw new Error('no replay to go on with');
  const next = replay.next + 1;
  change(turn, { replay: { ...replay, next } });
  const broken = next < replay.events.length ? null : endText(replay.end);
  if (broken !== null) giveUp(turn, broken);
  return broken === null;
}

/** Input of a registered chardev: queued for the next checkpoint, or nobody's. Source: RR-06, RR-07. */
export function queueInput(turn: Turn, label: string, input: ByteString): void {
  const { replay, nowNs } = turn.state;
  if (replay?.mode !== 'record') return;
  const queued = [...replay.queued, { driver: replay.drivers.indexOf(label), input }];
  change(turn, { replay: { ...replay, queued, checkpointNs: replay.checkpointNs ?? nowNs + checkpointEveryNs } });
}

/** When what is queued will be delivered: not while the machine stands still, and its clock with it. Source: RR-16. */
export function nextCheckpointNs({ replay, machine }: ModelState): number | null {
  return machine.state === 'running' ? (replay?.checkpointNs ?? null) : null;
}

/** Whether the log has input. */
export function bringsInput({ events }: Replay): boolean {
  return events.some((event) => 'input' in event);
}

/** Whether input of the log, or queued for it, is to be delivered now: to a machine that runs. Source: RR-06, RR-16. */
export function hasReplayedInput(state: ModelState): boolean {
  const { replay, machine } = state;
  if (replay === null || machine.state !== 'running') return false;
  const checkpointNs = nextCheckpointNs(state);
  if (replay.mode === 'record') return checkpointNs !== null && state.nowNs >= checkpointNs;
  const event = replay.events[replay.next];
  return event !== undefined && 'input' in event;
}
