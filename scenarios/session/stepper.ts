import { type Breakpoint, breakpointKinds, breakpointText, stopsAt } from './breakpoint.ts';
import type { StepView } from './step-view.ts';
import type { Walk } from './walk.ts';

/** What somebody who walks through a session can ask for. */
export type StepperCommand =
  | { readonly ask: 'move'; readonly by: number }
  | { readonly ask: 'go'; readonly to: number | 'first' | 'last' }
  | { readonly ask: 'record'; readonly record: number }
  | { readonly ask: 'run'; readonly way: 1 | -1 }
  | { readonly ask: 'search'; readonly text: string; readonly way: 1 | -1 }
  | { readonly ask: 'again'; readonly way: 1 | -1 }
  | { readonly ask: 'break'; readonly breakpoint: Breakpoint }
  | { readonly ask: 'clear' }
  | { readonly ask: 'scroll'; readonly by: number }
  | { readonly ask: 'pane' }
  | { readonly ask: 'help' }
  | { readonly ask: 'show' }
  | { readonly ask: 'quit' };

/** On the way to a step that fits: of a breakpoint, of a search, or the last one. */
export type Going = { readonly way: 1 | -1; readonly to: 'break' | 'search' | 'last' | { readonly record: number } };

/** Where the stepper is. Never changed in place. */
export type Stepper = {
  readonly at: number;
  readonly breakpoints: readonly Breakpoint[];
  readonly search: string;
  readonly message: string;
  readonly pane: 'inside' | 'detail';
  readonly scroll: number;
  readonly help: boolean;
  readonly going: Going | undefined;
  readonly over: boolean;
};

/** At the first step. */
export const firstStep: Stepper = {
  at: 0,
  breakpoints: [],
  search: '',
  message: '',
  pane: 'inside',
  scroll: 0,
  help: false,
  going: undefined,
  over: false,
};

/** Takes one command. What goes on over many steps is left in `going`, for `goOn`. */
export function take(stepper: Stepper, command: StepperCommand, walk: Walk): Stepper {
  const calm = { ...stepper, message: '', help: false };
  switch (command.ask) {
    case 'move':
      return moved(calm, stepper.at + command.by, walk);
    case 'go':
      if (command.to === 'last') return { ...calm, going: { way: 1, to: 'last' } };
      return moved(calm, command.to === 'first' ? walk.first() : command.to, walk);
    case 'record':
      return { ...calm, at: walk.first() - 1, going: { way: 1, to: { record: command.record } } };
    case 'run':
      return { ...calm, going: { way: command.way, to: 'break' } };
    case 'search':
      if (command.text === '') return { ...calm, message: 'nothing to search for' };
      return { ...calm, search: command.text, going: { way: command.way, to: 'search' } };
    case 'again':
      if (stepper.search === '') return { ...calm, message: 'nothing was searched for yet: / TEXT' };
      return { ...calm, going: { way: command.way, to: 'search' } };
    case 'break':
      return toggled(calm, command.breakpoint);
    case 'clear':
      return { ...calm, breakpoints: [], message: 'no breakpoints' };
    case 'scroll':
      return { ...calm, scroll: Math.max(0, stepper.scroll + command.by) };
    case 'pane':
      return { ...calm, pane: stepper.pane === 'inside' ? 'detail' : 'inside', scroll: 0 };
    case 'help':
      return { ...calm, help: !stepper.help };
    case 'show':
      return calm;
    case 'quit':
      return { ...calm, over: true };
  }
}

/** Goes on for at most `steps` steps. `going` stays while the place was not reached. */
export function goOn(stepper: Stepper, walk: Walk, steps: number): Stepper {
  const { going } = stepper;
  if (going === undefined) return stepper;
  let { at } = stepper;
  for (let count = 0; count < steps; count += 1) {
    const next = walk.at(at + going.way);
    if (next === undefined) return arrived(stepper, at, walk, endOfWay(going, walk));
    at += going.way;
    const found = fits(stepper, going, next, walk.at(at - 1));
    if (found !== undefined) return arrived(stepper, at, walk, found);
  }
  return { ...stepper, at, scroll: 0 };
}

function moved(stepper: Stepper, to: number, walk: Walk): Stepper {
  if (to < walk.first()) return { ...stepper, at: walk.first(), scroll: 0, message: beginning(walk) };
  const there = walk.at(to);
  if (there !== undefined) return { ...stepper, at: to, scroll: 0 };
  const last = Math.max(walk.first(), walk.played() - 1);
  return { ...stepper, at: last, scroll: 0, message: walk.end() ?? '' };
}

function arrived(stepper: Stepper, at: number, walk: Walk, message: string): Stepper {
  const there = Math.max(walk.first(), Math.min(at, walk.played() - 1));
  return { ...stepper, at: there, scroll: 0, going: undefined, message };
}

function beginning(walk: Walk): string {
  return walk.first() > 0 ? 'what came before is not kept: too many steps ago' : 'the beginning';
}

function endOfWay({ way, to }: Going, walk: Walk): string {
  const where = way > 0 ? (walk.end() ?? 'the end') : beginning(walk);
  if (to === 'search') return `not found; ${where}`;
  return to === 'break' ? `no breakpoint met; ${where}` : where;
}

function fits(stepper: Stepper, { to }: Going, step: StepView, previous: StepView | undefined): string | undefined {
  if (to === 'last') return undefined;
  if (to === 'search')
    return textOf(step).includes(stepper.search.toLowerCase()) ? `found: ${stepper.search}` : undefined;
  if (to !== 'break') return (step.seenRecord ?? step.record) >= to.record ? '' : undefined;
  const met = stepper.breakpoints.find((each) => stopsAt(each, step, previous));
  return met === undefined ? undefined : `stopped at ${breakpointText(met)}`;
}

/** What a search looks through. */
function textOf({ action, recorded, replayed, text = '', clauses }: StepView): string {
  return `${JSON.stringify([action, recorded, replayed])} ${text} ${clauses.join(' ')}`.toLowerCase();
}

function toggled(stepper: Stepper, breakpoint: Breakpoint): Stepper {
  const text = breakpointText(breakpoint);
  const others = stepper.breakpoints.filter((each) => breakpointText(each) !== text);
  const breakpoints = others.length < stepper.breakpoints.length ? others : [...others, breakpoint];
  const list = breakpoints.map(breakpointText).join(', ');
  return { ...stepper, breakpoints, message: list === '' ? 'no breakpoints' : `breakpoints: ${list}` };
}

/** The words that a line of commands may begin with, and what they do. */
export const commandHelp: readonly (readonly [string, string])[] = [
  ['next [N], back [N]', 'go N steps'],
  ['go N, first, last', 'to step N (from 1), the first, the last'],
  ['record N', 'go to the step of record N'],
  ['break kind|object|clause NAME', 'stop there; again: no more'],
  ['continue, reverse', 'run on or back to a breakpoint'],
  ['search TEXT, search-back TEXT, again', 'find what was done or seen'],
  ['clear', 'forget all breakpoints'],
  ['detail', 'the step in full, and back'],
  ['quit', 'leave'],
];

/** Reads one typed line; a text says what is wrong with it. */
export function commandOf(line: string): StepperCommand | string {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const text = rest.join(' ');
  const number = rest[0] === undefined ? 1 : Number(rest[0]);
  const isNumber = Number.isSafeInteger(number) && number >= 0;
  switch (word) {
    case 'next':
    case 'back':
      return isNumber ? { ask: 'move', by: word === 'next' ? number : -number } : `${word}: wanted a number of steps`;
    case 'go':
      return isNumber && rest.length === 1 ? { ask: 'go', to: number - 1 } : 'go: wanted the number of a step';
    case 'record':
      return isNumber && rest.length === 1 ? { ask: 'record', record: number } : 'record: wanted its number';
    case 'first':
    case 'last':
      return { ask: 'go', to: word };
    case 'continue':
      return { ask: 'run', way: 1 };
    case 'reverse':
      return { ask: 'run', way: -1 };
    case 'search':
      return { ask: 'search', text, way: 1 };
    case 'search-back':
      return { ask: 'search', text, way: -1 };
    case 'again':
      return { ask: 'again', way: 1 };
    case 'break':
      return breakOf(rest);
    case 'clear':
    case 'help':
    case 'show':
    case 'quit':
      return { ask: word };
    case 'detail':
      return { ask: 'pane' };
    default:
      if (/^\d+$/.test(word)) return { ask: 'go', to: Number(word) - 1 };
      return `${word}: no such command; there are ${commandHelp.map(([words]) => words.split(/[ ,]/)[0]).join(', ')}`;
  }
}

function breakOf([on, ...rest]: readonly string[]): StepperCommand | string {
  const kind = breakpointKinds.find((each) => each === on);
  const name = rest.join(' ');
  if (kind === undefined || name === '') return `break: wanted ${breakpointKinds.join(', ')} and a name`;
  return { ask: 'break', breakpoint: { on: kind, name: kind === 'clause' ? name.toUpperCase() : name } };
}
