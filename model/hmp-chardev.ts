import type { Backend } from './backend.ts';
import { changeChardevTo } from './chardev-commands.ts';
import { makeOfOptions, tellAlias } from './chardev-options.ts';
import { changesToNothing } from './defect.ts';
import { ModelLimit } from './limit.ts';
import { backendOfOptions, type ChardevOption, newsOfChardev, readChardev } from './options.ts';
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

/** `news`: what is said before anything else, of options without a value. */
type ReadArgs = { readonly option: Outcomed<ChardevOption>; readonly news: readonly string[] };

function read({ state: { profile, machine } }: Turn, args: string): ReadArgs {
  if (/^(help|\?)(,|$)|,(help|\?)(,|$)/.test(args)) throw new ModelLimit('the help on chardevs');
  return {
    option: readChardev(args, profile, machine.reservedIds),
    news: newsOfChardev(args, profile, machine.reservedIds),
  };
}

/** Types that have no options of their own: changing to one of them is changing to nothing. Source: Q-FOUND-6. */
function isOptionless(turn: Turn, { type }: Backend): boolean {
  if (type === 'pty') return !turn.state.profile.ptyPathOption;
  return type === 'testdev' || type === 'msmouse' || type === 'wctablet';
}

/** `chardev-add ARGS`: what it prints. Source: HMP-02, HMP-03. */
export function addByOptions(turn: Turn, args: string): readonly string[] {
  const { option, news } = read(turn, args);
  if (!option.ok) return [...news, ...withHints(option.text), parsing];
  const { id, options } = option.value;
  const told = [...news, ...tellAlias(turn, options)];
  const error = makeOfOptions(turn, id, options);
  const isPty = options.get('backend') === 'pty';
  if (error !== null && isPty && error.startsWith('attempt')) throw new ModelLimit('the name of a lost pty');
  if (error !== null) return [...told, `Error: ${error}`];
  return isPty ? [...told, ptyNews(String(id), options)] : told;
}

/** `chardev-change ID ARGS`: what it prints. Source: HMP-04. */
export function changeByOptions(turn: Turn, label: string, args: string): readonly string[] {
  const { option, news } = read(turn, args);
  if (!option.ok) return [...news, ...withHints(option.text), parsing];
  const { id, options } = option.value;
  if (id !== null) return [...news, "Error: Unexpected 'id' parameter"];
  if (!options.has('backend')) return [...news, 'Error: chardev: "(null)" missing backend'];
  const told = [...news, ...tellAlias(turn, options)];
  const backend = backendOfOptions(options, turn.state.profile);
  if (!backend.ok) return [...told, `Error: ${backend.text}`];
  const { logfile, logappend } = backend.value;
  const isLost = changesToNothing(turn.state) && isOptionless(turn, backend.value);
  const meant: Backend = isLost ? { type: 'null', logfile, logappend } : backend.value;
  const changed = changeChardevTo(turn, label, meant);
  if (!changed.ok) return [...told, `Error: ${changed.text}`];
  return meant.type === 'pty' ? [...told, ptyNews(label, new Map())] : told;
}
