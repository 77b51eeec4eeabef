import { type Chardev, changeChardev } from './chardev.ts';
import { finishOfOptions, makeOfOptions, startOfOptions, tellAlias } from './chardev-options.ts';
import { ignoresNumberRanges } from './defect.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { addMember, setIdError } from './fdset.ts';
import { frontKey } from './front-monitor.ts';
import { openFront } from './front-speech.ts';
import { writeNow } from './io.ts';
import { type LegacyWord, readLegacyWord } from './legacy-word.ts';
import { ModelLimit } from './limit.ts';
import { changeMachine, warn } from './machine.ts';
import { type MonitorOption, readMonitor } from './monitor-option.ts';
import { dupNumber } from './open.ts';
import { type AddFdOption, type ChardevOption, type Options, readAddFd, readChardev } from './options.ts';
import { enterOwnContext } from './own-context.ts';
import { ptyNews } from './pty.ts';
import { joinReplay, startReplay } from './replay.ts';
import { readReplayOption, replayOptionOf } from './replay-option.ts';
import { waitingText } from './socket-link.ts';
import type { Turn } from './state.ts';
import { putEntry } from './table.ts';

/** A word of the command line as written, and as the system reads it, with numbers for handles. */
export type Word = { readonly written: string; readonly read: string };
/** A word together with the option that it belongs to. */
type Given = { readonly name: string; readonly word: Word };

/** What the words ask for, still to be done. */
type Asked = {
  readonly addFds: (Given & { readonly option: AddFdOption })[];
  readonly chardevs: (Given & { readonly option: ChardevOption })[];
  readonly monitors: (Given & { readonly option: MonitorOption })[];
  readonly serials: Given[];
  readonly parallels: Given[];
  icount: (Given & { readonly options: ReadonlyMap<string, string> }) | null;
  paused: boolean;
  escapeCode: number;
};

/** The words are through, or what is told of them, a line each. */
export type Read =
  | { readonly ok: true; readonly paused: boolean }
  | { readonly ok: 'waits'; readonly waiting: Waiting }
  | { readonly ok: false; readonly lines: readonly string[] };

/** Words that stand still: the chardev that waits for its client, and which of them it is. Source: SOCK-02. */
export type Waiting = { readonly chardev: Chardev; readonly asked: Asked; readonly index: number };

/** What is wrong with a word: lines to be told after its option and itself; none wrong: `null`. */
type Wrong = readonly string[] | null;

/**
 * All words are read first, then -add-fd applied, then chardevs made, then monitors, serial and parallel words. Source:
 * FDSET-41, FDSET-44, experiment.
 */
export function obeyWords(turn: Turn, words: readonly Word[]): Read {
  const asked: Asked = {
    addFds: [],
    chardevs: [],
    monitors: [],
    serials: [],
    parallels: [],
    icount: null,
    paused: false,
    escapeCode: 1,
  };
  const refused = readWords(turn, words, asked) ?? applyDescriptors(turn, asked) ?? countInstructions(turn, asked);
  return refused === null ? makeAll(turn, asked, 0) : { ok: false, lines: refused };
}

/** The client that words waited for is there. Source: SOCK-02. */
export function resumeWords(turn: Turn, { chardev, asked, index }: Waiting): Read {
  const given = asked.chardevs[index];
  if (given === undefined) throw new Error('a word waited');
  const error = finishOfOptions(turn, given.option.options, chardev);
  if (error !== null) return { ok: false, lines: told(given, [error]) };
  putBackNames(turn, given.word);
  return makeAll(turn, asked, index + 1);
}

/** Chardevs from one on, and what comes after them. */
function makeAll(turn: Turn, asked: Asked, from: number): Read {
  const made = makeChardevs(turn, asked, from);
  if (made !== null) return made;
  changeMachine(turn, { escapeCode: asked.escapeCode, reservedIds: takenIds(asked) });
  const later =
    openMonitors(turn, asked) ??
    connectLines(turn, asked.serials, 'serial') ??
    connectLines(turn, asked.parallels, 'parallel');
  return later === null ? { ok: true, paused: asked.paused } : { ok: false, lines: later };
}

function told({ name, word }: Given, texts: readonly string[]): readonly string[] {
  const shown = (text: string): string => (name === '-add-fd' ? text : putBack(text, word));
  return texts.map((text) => `${name} ${word.written}: ${shown(text)}`);
}

/** A number of a text becomes the handle that the word names. */
function putBack(text: string, word: Word): string {
  const handles = [...word.written.matchAll(/\{fd:[^}]*\}/g)].map((match) => match[0]);
  const numbers = [...word.read.matchAll(/(?<![0-9])[0-9]{6}(?![0-9])/g)].map((match) => match[0]);
  return handles.reduce((so, name, index) => so.replaceAll(numbers[index] ?? name, name), text);
}

/** The same in the file names of the sockets that have just been made. */
function putBackNames(turn: Turn, word: Word): void {
  if (word.written === word.read) return;
  for (const [label, { filename, link }] of turn.state.chardevs)
    if (link !== null) changeChardev(turn, label, { filename: putBack(filename, word) });
}

function readWords(turn: Turn, words: readonly Word[], asked: Asked): Wrong {
  for (let index = 0; index < words.length; index += 1) {
    const name = words[index]?.written ?? '';
    if (name === '-S' || name === '--S') {
      asked.paused = true;
      continue;
    }
    index += 1;
    const word = words[index];
    if (word === undefined) throw new ModelLimit(`the option ${name}`);
    const wrong = readWord(turn, { name, word }, asked);
    if (wrong !== null) return told({ name, word }, wrong);
  }
  return null;
}

function readWord(turn: Turn, given: Given, asked: Asked): Wrong {
  const { read } = given.word;
  const { profile } = turn.state;
  switch (given.name) {
    case '-add-fd': {
      const taken = asked.addFds.flatMap(({ option }) => option.id ?? []);
      const option = readAddFd(read, taken);
      if (!option.ok) return [option.text];
      asked.addFds.push({ option: option.value, ...given });
      return null;
    }
    case '-chardev': {
      const option = readChardev(read, profile, takenIds(asked));
      if (!option.ok) return [option.text];
      asked.chardevs.push({ option: option.value, ...given });
      return null;
    }
    case '-mon': {
      const taken = asked.monitors.flatMap(({ option }) => option.id ?? []);
      const option = readMonitor(read, taken);
      if (!option.ok) return [option.text];
      asked.monitors.push({ option: option.value, ...given });
      return null;
    }
    case '-monitor':
    case '-qmp':
    case '-qmp-pretty':
      return given.name === '-monitor' && read.startsWith('none') ? null : readMonitorWord(turn, given, asked);
    case '-serial':
    case '-parallel':
      (given.name === '-serial' ? asked.serials : asked.parallels).push(given);
      return null;
    case '-icount': {
      const options = readReplayOption(read);
      if (!options.ok) return [options.text];
      asked.icount = { options: options.value, ...given };
      return null;
    }
    case '-echr':
      asked.escapeCode = escapeCode(read);
      return null;
    default:
      throw new ModelLimit(`the option ${given.name}`);
  }
}

function takenIds(asked: Asked): readonly string[] {
  const ids: string[] = [];
  for (const { option } of asked.chardevs) if (option.id !== null) ids.push(option.id);
  return ids;
}

/** A number as strtol(3) reads it, 0 for what is none. Source: MUX-08, experiment. */
function escapeCode(word: string): number {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(word);
  const digits = match?.[2] ?? '0';
  const value = Number.parseInt(digits, /^0[xX]/.test(digits) ? 16 : digits.startsWith('0') ? 8 : 10);
  return match?.[1] === '-' ? -value : value;
}

/** A monitor with a chardev of its own, made like any other, or on `chardev:ID`. Source: MISC-02, experiment. */
function readMonitorWord(turn: Turn, given: Given, asked: Asked): Wrong {
  const { read } = given.word;
  const mode = given.name === '-monitor' ? 'hmp' : 'qmp';
  const pretty = given.name === '-qmp-pretty';
  const words = asked.monitors.filter(({ name }) => name !== '-mon');
  const id = read.startsWith('chardev:') ? read.slice('chardev:'.length) : `compat_monitor${words.length}`;
  if (!read.startsWith('chardev:')) {
    if (takenIds(asked).includes(id)) return [`Duplicate ID '${id}' for chardev`, `parse error: ${read}`];
    const legacy = readLegacyWord(read, turn.state.profile);
    if (!legacy.ok) return [...(legacy.text === null ? [] : [legacy.text]), `parse error: ${read}`];
    asked.chardevs.push({ option: { id, options: optionsOf(legacy) }, ...given });
  }
  if (asked.monitors.some(({ option }) => option.id === id)) return [`Duplicate ID '${id}' for mon`];
  asked.monitors.push({ option: { id, mode, pretty, chardev: id }, ...given });
  return null;
}

function optionsOf({ options, mux }: Extract<LegacyWord, { ok: true }>): Options {
  return mux ? new Map([...options, ['mux', 'on']]) : options;
}

/** The number as the option's code reads it. Source: FDSET-42, DEF-07. */
function asNumber(turn: Turn, fd: bigint): number {
  return Number(ignoresNumberRanges(turn.state) ? BigInt.asIntN(32, fd) : BigInt.asIntN(64, fd));
}

function applyDescriptors(turn: Turn, { addFds }: Asked): Wrong {
  for (const { option, ...given } of addFds) {
    const error = addInherited(turn, option);
    if (error !== null) return told(given, [error]);
  }
  for (const { option } of addFds) {
    if (option.fd === null) continue;
    const number = asNumber(turn, option.fd);
    closeNumber(turn, number);
    // what the system opens for itself later takes the numbers that became free
    putEntry(turn, 'table', number, { kind: 'own' });
  }
  return null;
}

/** One -add-fd: the text of the first thing wrong, else a duplicate joins the set. Source: FDSET-40, FDSET-43. */
function addInherited(turn: Turn, { fd, set, opaque }: AddFdOption): string | null {
  const number = fd === null ? -1 : asNumber(turn, fd);
  if (number < 0) return 'fd option is required and must be non-negative';
  if (number <= 2) return 'fd cannot be a standard I/O stream';
  const description = descriptionAt(turn.state, number);
  const entry = turn.state.table.get(number);
  if (description === null || entry?.kind !== 'description' || entry.closeOnExec)
    return 'fd is not valid or already in use';
  if (set === null || set < 0n) return 'set option is required and must be non-negative';
  const error = setIdError(turn.state, set);
  if (error !== null) return error;
  const dup = dupNumber(turn, number);
  if (!dup.ok) throw new ModelLimit('-add-fd without a free descriptor');
  addMember(turn, set, dup.value, opaque);
  return null;
}

/** Record or replay is on before any chardev is made. Source: RR-01, RR-15, experiment. */
function countInstructions(turn: Turn, { icount }: Asked): Wrong {
  if (icount === null) return null;
  const option = replayOptionOf(icount.options);
  const before = `${icount.name} ${icount.word.written}: `;
  return option.ok ? startReplay(turn, option.value, before) : [before + option.text];
}

function makeChardevs(turn: Turn, asked: Asked, from: number): Exclude<Read, { ok: true }> | null {
  for (const [index, { option, ...given }] of asked.chardevs.entries()) {
    if (index < from) continue;
    tellAlias(turn, option.options);
    const made = startOfOptions(turn, option.id, option.options);
    if (typeof made === 'string') return { ok: false, lines: told(given, [made]) };
    if (made !== null) {
      for (const line of told(given, [`info: ${waitingText(made.waits)}`])) warn(turn, line);
      enterOwnContext(turn);
      return { ok: 'waits', waiting: { chardev: made.waits, asked, index } };
    }
    announce(turn, option.id ?? '', option.options);
    putBackNames(turn, given.word);
  }
  return null;
}

/** A pty is told on standard output, whatever that is; what does not fit is lost. Source: PTY-01. */
function announce(turn: Turn, id: string, options: ReadonlyMap<string, string>): void {
  const output = descriptionAt(turn.state, 1);
  if (options.get('backend') === 'pty' && output !== null) writeNow(turn, output, `${ptyNews(id, options)}\n`);
}

/** Monitors on the chardevs that are there now. Source: CHR-30, Q-HUB-12. */
function openMonitors(turn: Turn, { monitors }: Asked): Wrong {
  for (const [index, { option, ...given }] of monitors.entries()) {
    const { mode, pretty, chardev } = option;
    if (chardev === null) return told(given, ["Parameter 'chardev' is missing"]);
    if (mode === 'hmp' && pretty) return told(given, ["'pretty' is not compatible with HMP monitors"]);
    if (!turn.state.chardevs.has(chardev)) return told(given, [`chardev "${chardev}" not found`]);
    const opened = openFront(turn, { id: `${index} ${chardev}`, mode, pretty, chardev });
    if (!opened.ok) return told(given, [opened.text]);
    if (turn.state.machine.signal !== null) return [];
  }
  return null;
}

/** The chardevs of -serial and -parallel words; `none` takes a place and makes nothing for -serial. Source: MISC-02. */
function connectLines(turn: Turn, lines: readonly Given[], kind: 'serial' | 'parallel'): Wrong {
  let place = 0;
  for (const given of lines) {
    const { read } = given.word;
    const label = `${kind}${place}`;
    if (read !== 'none' || kind === 'serial') place += 1;
    if (read === 'none') continue;
    const lost = `could not connect ${kind} device to character backend '${given.word.written}'`;
    const wrong = connectLine(turn, label, read, `${given.name} ${given.word.written}: `);
    if (wrong !== null) return told(given, [...wrong, lost]);
  }
  return null;
}

function connectLine(turn: Turn, label: string, read: string, before: string): Wrong {
  if (read.startsWith('chardev:')) {
    const id = read.slice('chardev:'.length);
    return turn.state.chardevs.has(id) ? joinReplay(turn, id, false, before) : [];
  }
  if (turn.state.machine.reservedIds.includes(label)) return [`Duplicate ID '${label}' for chardev`];
  const legacy = readLegacyWord(read, turn.state.profile);
  if (!legacy.ok) return legacy.text === null ? [] : [legacy.text];
  const options = optionsOf(legacy);
  const error = makeOfOptions(turn, label, options);
  if (error !== null) return [error];
  announce(turn, label, options);
  const marked = legacy.mux && turn.state.profile.replayMarks === 'base' ? `${label}-base` : label;
  joinReplay(turn, marked, true, before);
  if (!legacy.mux) return null;
  const opened = openFront(turn, { id: frontKey(label), mode: 'hmp', pretty: false, chardev: label });
  if (!opened.ok) throw new Error(`the new mux ${label} has no place`);
  return null;
}
