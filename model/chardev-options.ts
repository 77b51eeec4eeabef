import type { Backend } from './backend.ts';
import { forgetChardev, registerChardev } from './chardev.ts';
import { destroyChardev, makeChardev } from './chardev-making.ts';
import { ModelLimit } from './limit.ts';
import { backendOfOptions, type Options } from './options.ts';
import type { Turn } from './state.ts';

/** Makes and registers what options ask for, with `mux=on` two; the text of what is wrong. Source: CHR-09, CHR-10, HMP-02. */
export function makeOfOptions(turn: Turn, id: string | null, options: Options): string | null {
  if (id === null) return 'chardev: no id specified';
  if (!options.has('backend')) return `chardev: "${id}" missing backend`;
  const backend = backendOfOptions(options, turn.state.profile);
  if (!backend.ok) return backend.text;
  if (options.get('mux') !== 'on') return makeNamed(turn, id, backend.value);
  const base = `${id}-base`;
  const error = makeNamed(turn, base, backend.value);
  if (error !== null) return error;
  const stacked = makeNamed(turn, id, { type: 'mux', base, logfile: null, logappend: false });
  if (stacked !== null && turn.state.chardevs.get(base)?.user === null) removeBase(turn, base);
  return stacked;
}

function removeBase(turn: Turn, base: string): void {
  const chardev = turn.state.chardevs.get(base);
  if (chardev === undefined) return;
  forgetChardev(turn, base);
  destroyChardev(turn, chardev);
}

/** One chardev under its id; the text of what is wrong. Source: CHR-07, CHR-08. */
function makeNamed(turn: Turn, id: string, backend: Backend): string | null {
  const stacks = backend.type === 'mux' || backend.type === 'hub';
  if (stacks && turn.state.chardevs.has(id)) throw new ModelLimit(`a second ${id} that sits on others`);
  const made = makeChardev(turn, id, backend, null);
  if (made.now === 'asleep') throw new ModelLimit('options whose chardev waits for a FIFO');
  if (made.now === 'refused') return made.text;
  if (id === 'type' || turn.state.chardevs.has(id)) {
    destroyChardev(turn, made.chardev);
    return `attempt to add duplicate property '${id}' to object (type 'container')`;
  }
  registerChardev(turn, made.chardev);
  return null;
}
