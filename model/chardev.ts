import type { Backend } from './backend.ts';
import { closesDescriptorZero } from './defect.ts';
import { setNonblock } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { speaksLikeTen, strerror } from './error-text.ts';
import type { AccessMode, StatusFlag } from './language/action.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import {
  closeForgetting,
  finishSleeping,
  type Opened,
  type OpenFailure,
  type Opening,
  plainOpenText,
  qemuClose,
  qemuOpen,
  reserveNumber,
  toldOpenText,
} from './open.ts';
import { sleeps } from './path.ts';
import { openSocket } from './socket-chardev.ts';
import type { ChardevFile, ChardevMaking } from './stall.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { change } from './state.ts';
import { withEntry, withoutEntry } from './table.ts';

/** A character device. Numbers are QEMU's descriptors; what they refer to may change under it (DEF-04). */
export type Chardev = {
  readonly label: string;
  readonly type: Exclude<Backend['type'], 'other' | 'parallel'>;
  readonly filename: string;
  readonly log: number | null;
  readonly input: number | null;
  readonly output: number | null;
  /** End of input was met: nothing is read any more. Source: FILE-04, PIPE-04. */
  readonly inputEnded: boolean;
  /** The port that uses it, by id. */
  readonly port: string | null;
  /** ringbuf only: its size and the bytes in it. */
  readonly ring: { readonly size: number; readonly bytes: string } | null;
  /** A listening socket's path, unlinked at the end. */
  readonly listensAt: string | null;
  /** A connected socket's file name once its peer is gone. */
  readonly filenameAlone: string | null;
};

/** Making a chardev: done, refused with a text, or asleep in open(2). */
export type Made =
  | { readonly now: 'made'; readonly chardev: Chardev }
  | { readonly now: 'refused'; readonly text: string }
  | { readonly now: 'asleep'; readonly making: ChardevMaking };

/** Output opened for writing, made if missing; cut unless appended to. Source: "Flags by user" under OPEN-20. */
function outputOpening(append: boolean): Opening {
  return { access: 'w', flags: append ? ['append'] : [], create: true, truncate: !append };
}

function deviceOpening(access: AccessMode, flags: readonly StatusFlag[] = []): Opening {
  return { access, flags, create: false, truncate: false };
}

/** What the backend opens by itself, in order. Source: FILE-02. */
function filesOf(backend: Backend): readonly ChardevFile[] {
  const files: ChardevFile[] = [];
  if (backend.logfile !== null)
    files.push({ role: 'log', path: backend.logfile, opening: outputOpening(backend.logappend) });
  if (backend.type === 'file') {
    files.push({ role: 'out', path: backend.out, opening: outputOpening(backend.append) });
    if (backend.in !== null) files.push({ role: 'in', path: backend.in, opening: deviceOpening('r') });
  }
  return files;
}

/** Starts to make a chardev under a label; registers nothing. Source: CHR-01, FILE-01..06, PIPE-01, LOG. */
export function makeChardev(turn: Turn, label: string, backend: Backend, monitor: string | null): Made {
  if (backend.type === 'other') return refuseOther(turn, label, backend.word);
  return goOn(turn, { label, backend, opened: [], sleeping: null }, monitor);
}

function refuseOther(turn: Turn, label: string, word: string): Made {
  const unbuilt = word === 'console' || (word === 'braille' && speaksLikeTen(turn.state.profile));
  if (unbuilt) return { now: 'refused', text: `'${word}' is not a valid char driver name` };
  throw new ModelLimit(`chardev ${label} of type ${word}`);
}

/** Tries again to get past the open that sleeps; `null` while it still sleeps. Source: FILE-06. */
export function wakeMaking(turn: Turn, making: ChardevMaking): Made | null {
  const file = filesOf(making.backend)[making.opened.length];
  if (file === undefined || making.sleeping === null) throw new Error('nothing sleeps');
  if (!finishSleeping(turn, making.sleeping, file.path, file.opening)) return null;
  const opened = [...making.opened, { role: file.role, number: making.sleeping }];
  return goOn(turn, { ...making, opened, sleeping: null }, null);
}

function goOn(turn: Turn, making: ChardevMaking, monitor: string | null): Made {
  let { opened } = making;
  for (const file of filesOf(making.backend).slice(opened.length)) {
    const result = qemuOpen(turn, file.path, file.opening);
    if (!result.ok && result.errno === sleeps)
      return { now: 'asleep', making: { ...making, opened, sleeping: reserveNumber(turn) } };
    if (!result.ok) {
      if (making.backend.type === 'parallel' && closesDescriptorZero(turn.state)) closeNumber(turn, 0);
      const text =
        file.role === 'log'
          ? toldOpenText(turn, file.path, file.opening, result, 'create')
          : plainOpenText(file.path, result);
      return abandon(turn, opened, text);
    }
    opened = [...opened, { role: file.role, number: result.value }];
  }
  const number = (role: ChardevFile['role']): number | null =>
    opened.find((each) => each.role === role)?.number ?? null;
  const made = complete(turn, making.label, making.backend, number('out'), number('in'), monitor);
  if (!made.ok) return abandon(turn, opened, made.text);
  return { now: 'made', chardev: { ...made.value, log: number('log') } };
}

/** Closes what was opened for a chardev that cannot be. Source: FDSET-46, FDSET-47. */
function abandon(turn: Turn, opened: ChardevMaking['opened'], text: string): Made {
  for (const { role, number } of [...opened].reverse())
    if (role === 'log') closeForgetting(turn, number);
    else qemuClose(turn, number);
  return { now: 'refused', text };
}

const fresh: Omit<Chardev, 'label' | 'type' | 'filename'> = {
  log: null,
  input: null,
  output: null,
  inputEnded: false,
  port: null,
  ring: null,
  listensAt: null,
  filenameAlone: null,
};

function complete(
  turn: Turn,
  label: string,
  backend: Backend,
  out: number | null,
  input: number | null,
  monitor: string | null,
): Outcomed<Chardev> {
  switch (backend.type) {
    case 'null':
      return { ok: true, value: { ...fresh, label, type: 'null', filename: 'null' } };
    case 'ringbuf':
    case 'memory': {
      const { size, type } = backend;
      if (size < 0n || (size & (size - 1n)) !== 0n)
        return { ok: false, text: 'size of ringbuf chardev must be power of two' };
      if (size === 0n || size > 1n << 24n) throw new ModelLimit(`a ring buffer of ${size} bytes`);
      return { ok: true, value: { ...fresh, label, type, filename: type, ring: { size: Number(size), bytes: '' } } };
    }
    case 'file':
      makeNonblocking(turn, out);
      return { ok: true, value: { ...fresh, label, type: 'file', filename: 'file', output: out, input } };
    case 'pipe':
      return overDevice(turn, label, 'pipe', backend.device, openPipeDevice(turn, backend.device));
    case 'serial': {
      const opened = qemuOpen(turn, backend.device, deviceOpening('rw', ['nonblock']));
      return overDevice(turn, label, 'serial', backend.device, opened.ok ? [opened.value, opened.value] : opened);
    }
    case 'parallel':
      return { ok: false, text: parallelText(turn, backend.device) };
    case 'socket': {
      const opened = openSocket(turn, backend, monitor);
      return opened.ok ? { ok: true, value: { ...fresh, label, type: 'socket', ...opened.value } } : opened;
    }
    case 'other':
      throw new Error('refused before');
  }
}

function overDevice(
  turn: Turn,
  label: string,
  type: 'pipe' | 'serial',
  device: string,
  opened: readonly [input: number, output: number] | OpenFailure,
): Outcomed<Chardev> {
  if ('ok' in opened) return { ok: false, text: plainOpenText(device, opened) };
  const [input, output] = opened;
  makeNonblocking(turn, output);
  return { ok: true, value: { ...fresh, label, type, filename: type, input, output } };
}

/** `P.in` and `P.out`, or `P` itself for both directions. Source: PIPE-01, PIPE-02. */
function openPipeDevice(turn: Turn, device: string): readonly [number, number] | OpenFailure {
  const asked = deviceOpening('rw');
  const input = qemuOpen(turn, `${device}.in`, asked);
  const output: Opened = qemuOpen(turn, `${device}.out`, asked);
  if (input.ok && output.ok) return [input.value, output.value];
  if (input.ok) qemuClose(turn, input.value);
  if (output.ok) qemuClose(turn, output.value);
  const both = qemuOpen(turn, device, asked);
  return both.ok ? [both.value, both.value] : both;
}

/** A parallel chardev fails on everything the host has here. Source: SER-02, DEF-04, experiment. */
function parallelText(turn: Turn, device: string): string {
  const opened = qemuOpen(turn, device, deviceOpening('rw'));
  if (opened.ok) closeForgetting(turn, opened.value);
  const strays = !opened.ok || turn.state.profile.parallelMisfitClosesZero;
  if (strays && closesDescriptorZero(turn.state)) closeNumber(turn, 0);
  return opened.ok ? `not a parallel port: ${strerror('ENOTTY')}` : plainOpenText(device, opened);
}

function makeNonblocking(turn: Turn, number: number | null): void {
  const description = number === null ? null : descriptionAt(turn.state, number);
  if (description !== null) setNonblock(turn, description, true);
}

/** Registers a made chardev under its label. */
export function registerChardev(turn: Turn, chardev: Chardev): void {
  change(turn, { chardevs: withEntry(turn.state.chardevs, chardev.label, chardev) });
}

/** Replaces members of a registered chardev. */
export function changeChardev(turn: Turn, label: string, members: Partial<Chardev>): void {
  const chardev = turn.state.chardevs.get(label);
  if (chardev !== undefined)
    change(turn, { chardevs: withEntry(turn.state.chardevs, label, { ...chardev, ...members }) });
}

/** Takes a chardev off the register. */
export function forgetChardev(turn: Turn, label: string): void {
  change(turn, { chardevs: withoutEntry(turn.state.chardevs, label) });
}

/** Closes what a chardev holds. Source: FDSET-46, FDSET-47, CHR-13. */
export function destroyChardev(turn: Turn, chardev: Chardev): void {
  const { input, output, log, listensAt } = chardev;
  if (input !== null) qemuClose(turn, input);
  if (output !== null && output !== input) qemuClose(turn, output);
  if (log !== null) closeForgetting(turn, log);
  if (listensAt !== null) change(turn, { paths: withoutEntry(turn.state.paths, listensAt) });
}

/** query-chardev, sorted by label. Source: CHR-15, CHR-16, QMP-15. */
export function queryChardev(state: ModelState): Value {
  const labels = [...state.chardevs.keys()].sort();
  return labels.map((label): Value => {
    const chardev = state.chardevs.get(label);
    return { label, filename: chardev?.filename ?? '', 'frontend-open': chardev?.port != null };
  });
}
