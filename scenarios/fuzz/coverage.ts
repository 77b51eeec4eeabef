import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ModelState } from '../../model/state.ts';

/** What kind of action it is: its verb, and the command or the thing it looks at. */
export function verbOf(action: Action): string {
  if (action.do === 'qmp') return `qmp ${action.execute}`;
  if (action.do === 'hmp') return `hmp ${action.line.trim().split(/\s/)[0] ?? ''}`;
  if (action.do === 'observe') return `observe ${action.what}`;
  return action.do === 'fault' ? `fault ${action.call}` : action.do;
}

/** A text with everything that is a name, number or path of one session taken out. */
export function shapeOf(text: string): string {
  return text
    .replace(/⟦fd:-?\d+⟧/g, '#')
    .replace(/'[^']*'/g, "'…'")
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\{dir\}[^\s,:;)]*/g, '{dir}/…')
    .replace(/-?\d+/g, '#');
}

/** What was seen, in so many words that a new one means something new. */
export function sightOf(outcome: Outcome): string {
  if (outcome.see === 'error') return `error ${outcome.class} ${shapeOf(outcome.desc)}`;
  if (outcome.see === 'errno') return `errno ${outcome.errno}`;
  if (outcome.see === 'exit') return `exit ${outcome.status} ${shapeOf(outcome.stderr.join(' '))}`;
  if (outcome.see === 'died') return `died ${outcome.signal}`;
  if (outcome.see === 'text') return `text ${shapeOf(outcome.text.split('\n')[0] ?? '').slice(0, 60)}`;
  if (outcome.see === 'data') return `data ${outcome.bytes === '' ? 'none' : 'some'}${outcome.end ? ' end' : ''}`;
  if (outcome.see === 'messages')
    return `messages ${outcome.messages
      .map((message) => Object.keys(message)[0])
      .join(' ')
      .slice(0, 40)}`;
  return outcome.see;
}

const parts = [
  'table',
  'fdsets',
  'monitors',
  'connections',
  'chardevs',
  'frontends',
  'uarts',
  'controllers',
  'virtioPorts',
  'usbSerials',
  'fronts',
  'blocks',
  'faults',
  'stall',
  'machine',
  'objects',
] as const satisfies readonly (keyof ModelState)[];

/** Which parts of the model a step touched: the shape of its transition. States are immutable, so identity tells. */
export function transitionOf(before: ModelState, after: ModelState): string {
  let touched = '';
  for (const part of parts) touched += before[part] === after[part] ? '' : `${part[0]}${part.at(-1)}`;
  return touched;
}

/** What a campaign has seen: verbs with what came of them, error texts, transitions of the model, clauses reached. */
export type Coverage = {
  /** Notes it and says whether it is new. */
  readonly note: (key: string) => boolean;
  readonly size: () => number;
};

/** Nothing seen yet. */
export function emptyCoverage(): Coverage {
  const seen = new Set<string>();
  return {
    note(key): boolean {
      const before = seen.size;
      seen.add(key);
      return seen.size > before;
    },
    size: () => seen.size,
  };
}
