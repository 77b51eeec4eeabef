import { readFileSync } from 'node:fs';
import { type Paint, stepperScreen } from '../../reports/stepper-screen.ts';
import { terminalStyle } from '../../reports/terminal-text.ts';
import type { SessionFile } from '../session/session-file.ts';
import {
  commandHelp,
  commandOf,
  firstStep,
  goOn,
  type Stepper,
  type StepperCommand,
  take,
} from '../session/stepper.ts';
import type { Walk } from '../session/walk.ts';
import { exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { createWalker } from './step-walker.ts';
import { type Key, openScreen, painter } from './terminal-screen.ts';

/** What the stepper is told: the session under way, the record to begin at, where commands come from. */
export type StepRequest = {
  readonly file: SessionFile;
  readonly walk: Walk;
  /** On what it is played, as far as that is known. */
  readonly identity: () => string | undefined;
  readonly record: number | undefined;
  /** A file of commands, `-` for standard input; absent: a terminal. */
  readonly commands: string | undefined;
};

/** Steps that are taken at once where nobody types meanwhile. */
const burst = 200;
const waitingText = 'the system has not answered yet; q leaves';

/** Why `--step` cannot be had here, said before anything is opened. Throws UsageError. */
export function refuseWithoutTerminal(commands: string | undefined, io: Io): void {
  if (commands !== undefined || (process.stdin.isTTY && io.stdout.isTTY)) return;
  const which = process.stdin.isTTY ? 'output' : 'input';
  throw new UsageError(
    `--step wants a terminal and standard ${which} is none; --commands FILE (- for standard input) takes what is typed there`,
  );
}

/** Walks through a session: in the terminal, or by commands, each followed by a screen. Resolves with the exit code. */
export async function stepThrough(request: StepRequest, io: Io): Promise<number> {
  if (request.commands !== undefined) return byCommands(request, io);
  const { color } = terminalStyle(io.stdout, io.environment);
  return inTerminal(request, painter(color), io);
}

/** Where it begins: at the first step, or at a record. */
function beginningOf({ record }: StepRequest): StepperCommand {
  return record === undefined ? { ask: 'move', by: 0 } : { ask: 'record', record };
}

function titleOf({ file: { head }, identity }: StepRequest): string {
  return `${head.scenario.name}: ${head.target?.id ?? head.variant} → ${identity() ?? '…'}`;
}

function settled(stepper: Stepper, walk: Walk): Stepper {
  let now = stepper;
  while (now.going !== undefined) now = goOn(now, walk, burst);
  return now;
}

function screenOf(title: string, walk: Walk, now: Stepper, message: string): Parameters<typeof stepperScreen>[0] {
  return {
    title,
    step: walk.at(now.at),
    around: (index) => walk.at(index),
    played: walk.played(),
    complete: walk.end() !== undefined,
    breakpoints: now.breakpoints.length,
    pane: now.pane,
    scroll: now.scroll,
    message,
    help: now.help ? helpLines : undefined,
  };
}

const plain: Paint = (_, text) => text;

/** Scripted: every command and the screen after it, as text; a command that is none ends it with exit code 2. */
function byCommands(request: StepRequest, io: Io): number {
  const { walk, commands = '-' } = request;
  const size = { columns: 100, rows: 30 };
  let now = settled(take(firstStep, beginningOf(request), walk), walk);
  for (const line of readFileSync(commands === '-' ? 0 : commands, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const command = commandOf(line);
    if (typeof command === 'string') throw new UsageError(command);
    now = settled(take(now, command, walk), walk);
    if (now.over) break;
    io.out(`> ${line}`);
    const screen = stepperScreen(screenOf(titleOf(request), walk, now, now.message), size, plain);
    for (const each of screen.slice(0, -1)) io.out(each.trimEnd());
  }
  return exitCodes.conforms;
}

const helpLines: readonly string[] = [
  '',
  '  → Enter space l    one step on              ← backspace h   one step back',
  '  PgDn, PgUp         ten steps                Home g, End G   first, last',
  '  ↑ ↓ k j            scroll the states        Tab             the step in full',
  '  b                  add or take away a breakpoint: kind, object or clause',
  '  c, C               run to a breakpoint, forwards or backwards',
  '  /                  search in what was done and seen;  n, N: again, backwards',
  '  :                  any command by its name:',
  ...commandHelp.map(([words, what]) => `     ${words.padEnd(36)} ${what}`),
  '  q, Ctrl-C          leave',
  '  ≠: model and engine have different things inside;  *: this step changed it',
];

const keyCommands: Readonly<Record<string, StepperCommand>> = {
  right: { ask: 'move', by: 1 },
  return: { ask: 'move', by: 1 },
  space: { ask: 'move', by: 1 },
  l: { ask: 'move', by: 1 },
  left: { ask: 'move', by: -1 },
  backspace: { ask: 'move', by: -1 },
  h: { ask: 'move', by: -1 },
  pagedown: { ask: 'move', by: 10 },
  pageup: { ask: 'move', by: -10 },
  home: { ask: 'go', to: 'first' },
  end: { ask: 'go', to: 'last' },
  g: { ask: 'go', to: 'first' },
  G: { ask: 'go', to: 'last' },
  down: { ask: 'scroll', by: 1 },
  up: { ask: 'scroll', by: -1 },
  j: { ask: 'scroll', by: 1 },
  k: { ask: 'scroll', by: -1 },
  tab: { ask: 'pane' },
  c: { ask: 'run', way: 1 },
  C: { ask: 'run', way: -1 },
  n: { ask: 'again', way: 1 },
  N: { ask: 'again', way: -1 },
  '?': { ask: 'help' },
  q: { ask: 'quit' },
};

/** Keys that begin a line of text: what stands before it, and how it is shown. */
const prompts: Readonly<Record<string, { readonly lead: string; readonly shown: string }>> = {
  '/': { lead: 'search ', shown: '/' },
  ':': { lead: '', shown: ':' },
  b: { lead: 'break ', shown: 'break (kind, object or clause, and a name): ' },
};

/** A line that is being typed. */
type Typing = { readonly lead: string; readonly shown: string; readonly text: string };

function typed(typing: Typing, { name, text, ctrl }: Key): Typing {
  if (name === 'backspace') return { ...typing, text: typing.text.slice(0, -1) };
  if (ctrl && name === 'u') return { ...typing, text: '' };
  return ctrl || text < ' ' || text === '\u007f' ? typing : { ...typing, text: typing.text + text };
}

async function inTerminal(request: StepRequest, paint: Paint, io: Io): Promise<number> {
  const { walk } = request;
  let typing: Typing | undefined;
  let fail: (error: unknown) => void = () => undefined;
  let finish: (exitCode: number) => void = () => undefined;
  const over = new Promise<number>((resolve, reject) => {
    [finish, fail] = [resolve, reject];
  });
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      fail(error);
    }
  };
  const draw = (): void => {
    const now = walker.now();
    if (now.over) finish(exitCodes.conforms);
    const news = walker.isWaiting() ? waitingText : now.message;
    const message = typing === undefined ? news : `${typing.shown}${typing.text}_`;
    screen.draw(stepperScreen(screenOf(titleOf(request), walk, now, message), screen.size(), paint));
  };
  const walker = createWalker(walk, { changed: () => guarded(draw), fail: (error) => fail(error) });
  const pressed = (key: Key): void => {
    if (key.ctrl && key.name === 'c') {
      finish(exitCodes.interrupted);
      return;
    }
    if (key.ctrl && key.name === 'z') {
      screen.suspend();
      return;
    }
    walker.pause();
    if (typing !== undefined) {
      const line = typing;
      const isDone = key.name === 'return' || key.name === 'escape';
      typing = isDone ? undefined : typed(line, key);
      if (key.name === 'return') walker.give(commandOf(line.lead + line.text));
    } else {
      const command = keyCommands[key.text] ?? keyCommands[key.name];
      const prompt = prompts[key.text];
      if (prompt !== undefined) typing = { ...prompt, text: '' };
      else if (walker.now().help) walker.give({ ask: 'help' });
      else if (command !== undefined) walker.give(command);
    }
    draw();
  };
  const screen = openScreen(process.stdin, io.stdout, {
    onKey: (key) => guarded(() => pressed(key)),
    onResize: () => guarded(draw),
    onGone: (exitCode) => finish(exitCode),
  });
  try {
    guarded(() => {
      walker.give(beginningOf(request));
      draw();
    });
    return await over;
  } finally {
    screen.leave();
  }
}
