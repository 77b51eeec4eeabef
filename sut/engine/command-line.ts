import type { Profile } from '../../model/language/profile.ts';
import { parseChardevOptions } from './chardev-syntax.ts';
import { readCompatWord } from './compat-word.ts';
import { nextComplaint } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import { type OptionList, type OptionSyntax, parseOptions } from './option-list.ts';
import { parseCounting } from './replay/drivers.ts';

/** One option with the word that it was given as. */
export type ParsedOption = { readonly word: string; readonly options: OptionList };
/** What the words ask for, in their order. */
export type CommandLine = {
  readonly paused: boolean;
  readonly addFd: readonly ParsedOption[];
  /** -chardev, and the chardevs of -monitor and -qmp words: in the order of all of them. */
  readonly chardevs: readonly ParsedOption[];
  /** -mon, and the monitors of -monitor and -qmp words. */
  readonly monitors: readonly WantedMonitor[];
  /** -serial, then -parallel, each with its own numbers. */
  readonly legacy: readonly LegacyWord[];
  readonly escapeByte: number | null;
  /** -icount, as given and read. */
  readonly counting: ParsedOption | null;
};
/** A monitor on a chardev; `shown`: what an error names; null: not said. */
export type WantedMonitor = {
  readonly shown: string;
  readonly mode: string;
  readonly chardev: string | null;
  readonly pretty: boolean | null;
};
/** One -serial or -parallel, not yet looked into. */
export type LegacyWord = { readonly kind: 'serial' | 'parallel'; readonly at: number; readonly word: string };

const addFdSyntax: OptionSyntax = { group: 'add-fd', kinds: { fd: 'number', set: 'number', opaque: 'string' } };

type Draft = {
  paused: boolean;
  addFd: ParsedOption[];
  chardevs: ParsedOption[];
  monitors: WantedMonitor[];
  serial: LegacyWord[];
  parallel: LegacyWord[];
  compatMonitors: number;
  escapeByte: number | null;
  counting: ParsedOption | null;
};

const monitorSyntax: OptionSyntax = {
  group: 'mon',
  impliedKey: 'chardev',
  kinds: { mode: 'string', chardev: 'string', pretty: 'bool' },
};

function idsOf(options: readonly ParsedOption[]): readonly string[] {
  return options.flatMap(({ options: { id } }) => id ?? []);
}

/** Ids that the chardevs of a command line have. */
export function chardevIds(line: CommandLine): readonly string[] {
  return idsOf(line.chardevs);
}

/** -monitor and -qmp: a chardev of their own, or one that is named. Source: MISC-02. */
function takeMonitorWord(name: string, word: string, into: Draft, profile: Profile): Attempt<void> {
  const mode = name === 'monitor' ? 'readline' : 'control';
  const pretty = name === 'qmp-pretty' ? true : null;
  const shown = `-${name} ${word}`;
  if (word === 'none') return success(undefined);
  if (word.startsWith('chardev:')) {
    into.monitors.push({ shown, mode, chardev: word.slice('chardev:'.length), pretty });
    return success(undefined);
  }
  const label = `compat_monitor${into.compatMonitors}`;
  const read = readCompatWord(word, label, profile, idsOf(into.chardevs));
  const parsing = `parse error: ${word}`;
  if (!read.ok) return failure(read.text === '' ? parsing : `${read.text}${nextComplaint}${shown}: ${parsing}`);
  into.compatMonitors += 1;
  into.chardevs.push({ word, options: read.value });
  into.monitors.push({ shown, mode, chardev: label, pretty });
  return success(undefined);
}

function takeOption(name: string, word: string, into: Draft, profile: Profile): Attempt<void> {
  switch (name) {
    case 'add-fd': {
      const options = parseOptions(word, addFdSyntax, idsOf(into.addFd));
      if (options.ok) into.addFd.push({ word, options: options.value });
      return options.ok ? success(undefined) : options;
    }
    case 'chardev': {
      const options = parseChardevOptions(word, profile, idsOf(into.chardevs));
      if (options.ok) into.chardevs.push({ word, options: options.value });
      return options.ok ? success(undefined) : options;
    }
    case 'mon': {
      const options = parseOptions(word, monitorSyntax);
      if (!options.ok) return options;
      const { value } = options;
      const pretty = value.text('pretty') === null ? null : value.flag('pretty', false);
      const mode = value.text('mode') ?? 'readline';
      into.monitors.push({ shown: `-mon ${word}`, mode, chardev: value.text('chardev'), pretty });
      return success(undefined);
    }
    case 'serial':
    case 'parallel':
      if (name === 'parallel' && word === 'none') return success(undefined); // only -serial counts it
      into[name].push({ kind: name, at: into[name].length, word });
      return success(undefined);
    case 'icount': {
      const options = parseCounting(word);
      if (options.ok) into.counting = { word, options: options.value };
      return options.ok ? success(undefined) : options;
    }
    case 'echr':
      into.escapeByte = Number.parseInt(word, /^0[xX]/.test(word) ? 16 : /^0[0-7]/.test(word) ? 8 : 10) || 0;
      return success(undefined);
    default:
      return takeMonitorWord(name, word, into, profile);
  }
}

const known: ReadonlySet<string> = new Set([
  'add-fd',
  'chardev',
  'mon',
  'monitor',
  'qmp',
  'qmp-pretty',
  'serial',
  'parallel',
  'echr',
  'icount',
]);

/**
 * Words to options, in order; the first error ends it, with the words that stand before its text. Other options than
 * these are no part of the engine. Source: FDSET-40, FDSET-41, CHR-08, CHR-09, MISC-02.
 */
export function parseCommandLine(words: readonly string[], profile: Profile): Attempt<CommandLine> {
  const draft: Draft = {
    paused: false,
    addFd: [],
    chardevs: [],
    monitors: [],
    serial: [],
    parallel: [],
    compatMonitors: 0,
    escapeByte: null,
    counting: null,
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = word.replace(/^--?/, '');
    if (word === '-S' || word === '--S') {
      draft.paused = true;
      continue;
    }
    if (!word.startsWith('-') || !known.has(name)) return failure(`${word}: invalid option`);
    const value = words[at + 1];
    if (value === undefined) return failure(`${word}: requires an argument`);
    const taken = takeOption(name, value, draft, profile);
    if (!taken.ok) return failure(`${word} ${value}: ${taken.text}`);
    at += 1;
  }
  return success({ legacy: [...draft.serial, ...draft.parallel], ...draft });
}
