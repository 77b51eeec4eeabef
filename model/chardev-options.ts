import type { Backend } from './backend.ts';
import { type Chardev, forgetChardev, registerChardev } from './chardev.ts';
import { destroyChardev, makeChardev } from './chardev-making.ts';
import { closeNumber } from './descriptor.ts';
import { ModelLimit } from './limit.ts';
import { changeMachine } from './machine.ts';
import { startConnection } from './negotiation.ts';
import { aliasOf, backendOfOptions, type Options } from './options.ts';
import { leaveOwnContext } from './own-context.ts';
import { acceptOne } from './socket-link.ts';
import type { Turn } from './state.ts';

/** The text of what is wrong, `null`, or a server that waits for its first client, not registered yet. Source: SOCK-02. */
export type Making = string | null | { readonly waits: Chardev };

/** What is said of a type's old name, the first time that it is met. Source: MISC-02, experiment. */
export function tellAlias(turn: Turn, options: Options): readonly string[] {
  const word = options.get('backend') ?? '';
  const meant = aliasOf(word, turn.state.profile);
  const told = turn.state.machine.toldAliases;
  if (meant === word || told.includes(word)) return [];
  changeMachine(turn, { toldAliases: [...told, word] });
  return [`warning: The alias '${word}' is deprecated, use '${meant}' instead`];
}

/** Makes and registers what options ask for, with `mux=on` two; the text of what is wrong. Source: CHR-09, CHR-10, HMP-02. */
export function makeOfOptions(turn: Turn, id: string | null, options: Options): string | null {
  const made = startOfOptions(turn, id, options);
  if (typeof made === 'object' && made !== null) throw new ModelLimit('options whose chardev waits for a client');
  return made;
}

/** The same, where waiting is no matter. */
export function startOfOptions(turn: Turn, id: string | null, options: Options): Making {
  if (id === null) return 'chardev: no id specified';
  if (!options.has('backend')) return `chardev: "${id}" missing backend`;
  const backend = backendOfOptions(options, turn.state.profile);
  if (!backend.ok) return backend.text;
  if (options.get('mux') !== 'on') return makeNamed(turn, id, backend.value);
  const base = `${id}-base`;
  const error = makeNamed(turn, base, backend.value);
  return error === null ? stackMux(turn, id) : error;
}

/** Goes on after the wait: the chardev registered and its client served, then a mux if one is asked for. */
export function finishOfOptions(turn: Turn, options: Options, chardev: Chardev): string | null {
  const { label } = chardev;
  const number = acceptOne(turn, chardev.link);
  if (number === null) throw new Error(`nobody calls ${label}`);
  leaveOwnContext(turn);
  const error = register(turn, chardev);
  if (error !== null) {
    closeNumber(turn, number);
    return error;
  }
  startConnection(turn, label, number);
  return options.get('mux') === 'on' ? stackMux(turn, label.slice(0, -'-base'.length)) : null;
}

function stackMux(turn: Turn, id: string): string | null {
  const base = `${id}-base`;
  const stacked = makeNamed(turn, id, { type: 'mux', base, logfile: null, logappend: false });
  if (stacked !== null && turn.state.chardevs.get(base)?.user === null) removeBase(turn, base);
  if (typeof stacked === 'object' && stacked !== null) throw new Error('a mux waits for nobody');
  return stacked;
}

function removeBase(turn: Turn, base: string): void {
  const chardev = turn.state.chardevs.get(base);
  if (chardev === undefined) return;
  forgetChardev(turn, base);
  destroyChardev(turn, chardev);
}

/** One chardev under its id; the text of what is wrong. Source: CHR-07, CHR-08. */
function makeNamed(turn: Turn, id: string, backend: Backend): Making {
  const sits = backend.type === 'hub' || backend.type === 'mux';
  if (sits && turn.state.chardevs.has(id)) return makeTwin(turn, id, backend);
  const made = makeChardev(turn, id, backend, null);
  if (made.now === 'asleep') throw new ModelLimit('options whose chardev waits for a FIFO');
  if (made.now === 'refused') return made.text;
  return made.now === 'waits' ? { waits: made.chardev } : register(turn, made.chardev);
}

/**
 * A second of its id that sits on others takes its place there, on the first one too, and is given up: what the text is.
 * It goes by a name that nobody has, as frontends are told apart by who sits there. Source: CHR-08, MUX-02, experiment.
 */
function makeTwin(turn: Turn, id: string, backend: Backend): string {
  const name = `${id}\0`;
  const made = makeChardev(turn, name, backend, null);
  if (made.now === 'asleep' || made.now === 'waits') throw new Error('what sits on others waits for nobody');
  if (made.now === 'refused') return made.text.replaceAll(name, id);
  destroyChardev(turn, made.chardev);
  return twice(id);
}

function twice(id: string): string {
  return `attempt to add duplicate property '${id}' to object (type 'container')`;
}

function register(turn: Turn, chardev: Chardev): string | null {
  const id = chardev.label;
  if (id === 'type' || turn.state.chardevs.has(id)) {
    destroyChardev(turn, chardev);
    return twice(id);
  }
  registerChardev(turn, chardev);
  return null;
}
