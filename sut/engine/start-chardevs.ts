import type { Task } from '../runtime/task.ts';
import { bytesOf } from './bytes.ts';
import type { Chardev } from './chardev/chardev.ts';
import { setHandlers } from './chardev/frontend-handle.ts';
import { openWanted, ptyNotice } from './chardev/registry.ts';
import { complainOfOldName, readChardevOption } from './chardev-option.ts';
import type { CommandLine, LegacyWord, WantedMonitor } from './command-line.ts';
import { readCompatWord } from './compat-word.ts';
import { chardevErrors, nextComplaint, socketErrors } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import type { Machine } from './machine.ts';
import { createHumanMonitor } from './monitor/hmp.ts';
import { createQmpMonitor } from './monitor/qmp.ts';
import type { OptionList } from './option-list.ts';
import { logTraffic } from './replay/drivers.ts';

/** `fd=N` on the command line is the number itself. Source: GETFD-10. */
function numberSource(text: string): Attempt<number> {
  return /^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text) ? success(Number(text)) : failure(socketErrors.unparsable(text));
}

function* openFromOptions(machine: Machine, options: OptionList): Task<Attempt<Chardev>> {
  complainOfOldName(machine, options, () => undefined); // standard error's warnings of this kind are nobody's
  const read = readChardevOption(options, machine.profile);
  if (!read.ok) return read;
  if (read.value.spec.backend.type === 'hub' && !machine.profile.hub) return failure(chardevErrors.badDriver('hub'));
  const made = yield* openWanted(machine, read.value, numberSource);
  if (made.ok && read.value.spec.backend.type === 'pty') notify(machine, read.value.id);
  return made;
}

/** Standard output says where a pty is, line by line; nobody minds if it cannot. Source: PTY-01. */
function notify(machine: Machine, id: string): void {
  const notice = ptyNotice(machine, id);
  if (notice !== null) machine.process.write(1, bytesOf(`${notice}\n`));
}

/** Every -chardev, in order; the first error with the word that it is about. Source: CHR-09. */
export function* addChardevs(machine: Machine, line: CommandLine): Task<string | null> {
  for (const { word, options } of line.chardevs) {
    const { speaker } = machine;
    machine.speaker = `${speaker}-chardev ${word}: `;
    const made = yield* openFromOptions(machine, options);
    machine.speaker = speaker;
    if (!made.ok) return `-chardev ${word}: ${made.text}`;
  }
  return null;
}

const onTerminal = { echoes: true, pretty: false };

/** A monitor on a chardev that nobody uses; or the text why not. `look`: echo as on a terminal, replies over lines. */
export function* addMonitor(
  machine: Machine,
  mode: 'qmp' | 'hmp',
  id: string,
  chardev: Chardev,
  look: { readonly echoes: boolean; readonly pretty: boolean },
): Task<string | null> {
  const made =
    mode === 'qmp'
      ? createQmpMonitor(machine, id, chardev, look.pretty)
      : createHumanMonitor(machine, id, chardev, look.echoes);
  if (!made.ok) return made.text;
  yield* setHandlers(made.value.frontend, true);
  return null;
}

function* addWantedMonitor(machine: Machine, wanted: WantedMonitor): Task<string | null> {
  const { mode, chardev: id, pretty } = wanted;
  if (id === null) return "Parameter 'chardev' is missing";
  if (mode !== 'control' && mode !== 'readline') return `Parameter 'mode' does not accept value '${mode}'`;
  const chardev = machine.chardevs.get(id);
  if (chardev === undefined) return `chardev "${id}" not found`;
  if (mode === 'readline' && pretty === true) return "'pretty' is not compatible with HMP monitors";
  return yield* addMonitor(machine, mode === 'control' ? 'qmp' : 'hmp', id, chardev, {
    echoes: true,
    pretty: pretty === true,
  });
}

/** Every monitor that words ask for. Source: MISC-02, MUX-14. */
export function* addMonitors(machine: Machine, line: CommandLine): Task<string | null> {
  for (const wanted of line.monitors) {
    const error = yield* addWantedMonitor(machine, wanted);
    if (error !== null) return `${wanted.shown}: ${error}`;
  }
  return null;
}

/** The chardev of one -serial or -parallel; with `mon:` a human monitor sits on it first. */
function* openLegacy(machine: Machine, { kind, at, word }: LegacyWord): Task<Attempt<string>> {
  if (word.startsWith('chardev:')) {
    const id = word.slice('chardev:'.length);
    const named = machine.chardevs.get(id);
    if (named === undefined) return failure('');
    const taped = logTraffic(machine, named, false, `-${kind} ${word}`);
    return taped.ok ? success(id) : taped;
  }
  const label = `${kind}${at}`;
  const options = readCompatWord(word, label, machine.profile, machine.reservedIds);
  if (!options.ok) return options;
  const made = yield* openFromOptions(machine, options.value);
  if (!made.ok) return made;
  const below = machine.profile.replayMarks === 'base' ? machine.chardevs.get(`${label}-base`) : undefined;
  const taped = logTraffic(machine, below ?? made.value, true, `-${kind} ${word}`);
  if (!taped.ok) return taped;
  const error = word.startsWith('mon:') ? yield* addMonitor(machine, 'hmp', label, made.value, onTerminal) : null;
  return error === null ? success(label) : failure(error);
}

/** The chardevs of -serial and -parallel words; `board` gets the ids of those for the board's own ports. Source: MISC-02. */
export function* addLegacy(machine: Machine, line: CommandLine, board: string[]): Task<string | null> {
  for (const legacy of line.legacy) {
    const { kind, word } = legacy;
    if (word === 'none') continue;
    const shown = `-${kind} ${word}`;
    const made = yield* openLegacy(machine, legacy);
    if (!made.ok) {
      const last = `${shown}: could not connect ${kind} device to character backend '${word}'`;
      return made.text === '' ? last : `${shown}: ${made.text}${nextComplaint}${last}`;
    }
    if (kind === 'serial') board.push(made.value);
  }
  return null;
}
