import type { Backend } from './backend.ts';
import { changeChardevTo } from './chardev-commands.ts';
import { makeOfOptions } from './chardev-options.ts';
import { changesToNothing } from './defect.ts';
import { ModelLimit } from './limit.ts';
import { aliasOf, backendOfOptions, type ChardevOption, readChardev } from './options.ts';
import { ptyNews } from './pty.ts';
import type { Outcomed, Turn } from './state.ts';

const parsing = 'Error: Parsing chardev args failed';

/** Further lines that belong to an error about an option. Source: experiment on both releases. */
function withHints(text: string): readonly string[] {
  if (text === "Parameter 'id' expects an identifier")
    return [text, "Identifiers consist of letters, digits, '-', '.', '_', starting with a letter."];
  if (!text.endsWith('expects a non-negative number below 2^64')) return [text];
  return [
    text,
    'Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-',
    'and exabytes, respectively.',
  ];
}

function read(turn: Turn, args: string): Outcomed<ChardevOption> {
  if (/^(help|\?)(,|$)|,(help|\?)(,|$)/.test(args)) throw new ModelLimit('the help on chardevs');
  return readChardev(args, turn.state.profile, turn.state.machine.reservedIds);
}

/** What is said when an old name of a type is used. Source: MISC-02, experiment. */
function warnings(turn: Turn, { options }: ChardevOption): readonly string[] {
  const word = options.get('backend') ?? '';
  const meant = aliasOf(word, turn.state.profile);
  return meant === word ? [] : [`warning: The alias '${word}' is deprecated, use '${meant}' instead`];
}

/** Types that have no options of their own: changing to one of them is changing to nothing. Source: Q-FOUND-6. */
function isOptionless(turn: Turn, { type }: Backend): boolean {
  if (type === 'pty') return !turn.state.profile.ptyPathOption;
  return type === 'testdev' || type === 'msmouse' || type === 'wctablet';
}

/** `chardev-add ARGS`: what it prints. Source: HMP-02, HMP-03. */
export function addByOptions(turn: Turn, args: string): readonly string[] {
  const option = read(turn, args);
  if (!option.ok) return [...withHints(option.text), parsing];
  const { id, options } = option.value;
  const error = makeOfOptions(turn, id, options);
  const told = id !== null && options.has('backend') ? warnings(turn, option.value) : [];
  const isPty = options.get('backend') === 'pty';
  if (error !== null && isPty && error.startsWith('attempt')) throw new ModelLimit('the name of a lost pty');
  if (error !== null) return [...told, `Error: ${error}`];
  return isPty ? [...told, ptyNews(String(id), options)] : told;
}

/** `chardev-change ID ARGS`: what it prints. Source: HMP-04. */
export function changeByOptions(turn: Turn, label: string, args: string): readonly string[] {
  const option = read(turn, args);
  if (!option.ok) return [...withHints(option.text), parsing];
  const { id, options } = option.value;
  if (id !== null) return ["Error: Unexpected 'id' parameter"];
  if (!options.has('backend')) return ['Error: chardev: "(null)" missing backend'];
  const told = warnings(turn, option.value);
  const backend = backendOfOptions(options, turn.state.profile);
  if (!backend.ok) return [...told, `Error: ${backend.text}`];
  const { logfile, logappend } = backend.value;
  const isLost = changesToNothing(turn.state) && isOptionless(turn, backend.value);
  const meant: Backend = isLost ? { type: 'null', logfile, logappend } : backend.value;
  const changed = changeChardevTo(turn, label, meant);
  if (!changed.ok) return [...told, `Error: ${changed.text}`];
  return meant.type === 'pty' ? [...told, ptyNews(label, new Map())] : told;
}
