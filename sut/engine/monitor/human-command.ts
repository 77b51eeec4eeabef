import type { Task } from '../../runtime/task.ts';
import { removeChardev } from '../chardev/registry.ts';
import { readRing, writeIntoRing } from '../chardev/ring-access.ts';
import { chardevErrors, descriptorErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { closeName, storeName } from '../fd/names.ts';
import { immediate } from '../immediate.ts';
import { continueMachine, requestQuit, stopMachine } from '../run-state.ts';
import { escaped } from '../utf8.ts';
import { chardevsInOrder, sendBreak } from './chardev-commands.ts';
import type { CommandContext } from './command.ts';
import { humanErrors } from './error-text.ts';
import { addByOptions, changeByOptions } from './human-chardev.ts';
import { takeExpression } from './human-expression.ts';

/** A human command: the kinds of its arguments, and what it prints (lines without their ends). Source: HMP-01, HMP-07. */
type HumanCommand = {
  readonly name: string;
  readonly parameters: readonly ('string' | 'integer')[];
  run(context: CommandContext, given: readonly string[]): Task<Attempt<readonly string[]>>;
};

const silent = (result: Attempt<unknown>): Attempt<readonly string[]> => (result.ok ? success([]) : result);

function getFd({ machine, names, takeDescriptor }: CommandContext, name: string): Attempt<readonly string[]> {
  const fd = takeDescriptor();
  if (fd === null) return failure(descriptorErrors.noneSupplied);
  return silent(storeName(machine, names, name, fd));
}

/** As the ring's text is shown: backslashes doubled, control characters but tab and newline as \uXXXX. */
function shownText(text: string): string {
  let shown = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === '\\') shown += '\\\\';
    else if ((code < 0x20 && character !== '\n' && character !== '\t') || code === 0x7f)
      shown += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
    else shown += character;
  }
  return shown;
}

const commands: readonly HumanCommand[] = [
  {
    name: 'getfd',
    parameters: ['string'],
    *run(context, [name = '']): Task<Attempt<readonly string[]>> {
      if (context.barDescriptors !== undefined) yield* context.barDescriptors();
      return getFd(context, name);
    },
  },
  {
    name: 'closefd',
    parameters: ['string'],
    run: ({ machine, names }, [name = '']) => immediate(silent(closeName(machine, names, name))),
  },
  {
    name: 'info chardev',
    parameters: [],
    run: ({ machine }) =>
      immediate(
        success(chardevsInOrder(machine).map(({ label, backend }) => `${label}: filename=${backend.filename()}`)),
      ),
  },
  {
    name: 'info status',
    parameters: [],
    run: ({ machine }) =>
      immediate(success([`VM status: ${machine.runState === 'prelaunch' ? 'paused (prelaunch)' : machine.runState}`])),
  },
  {
    name: 'chardev-add',
    parameters: ['string'],
    run: (context, [word = '']) => addByOptions(context, word),
  },
  {
    name: 'chardev-change',
    parameters: ['string', 'string'],
    run: (context, [id = '', word = '']) => changeByOptions(context, id, word),
  },
  {
    name: 'chardev-remove',
    parameters: ['string'],
    *run({ machine }, [id = '']): Task<Attempt<readonly string[]>> {
      return silent(yield* removeChardev(machine, id));
    },
  },
  {
    name: 'chardev-send-break',
    parameters: ['string'],
    *run({ machine }, [id = '']): Task<Attempt<readonly string[]>> {
      return silent(yield* sendBreak(machine, id));
    },
  },
  {
    name: 'ringbuf_read',
    parameters: ['string', 'integer'],
    run({ machine }, [device = '', size = '0']): Task<Attempt<readonly string[]>> {
      const read = readRing(machine, device, BigInt(size), 'bytes');
      return immediate(read.ok ? success([escaped(shownText(read.value))]) : read);
    },
  },
  {
    name: 'ringbuf_write',
    parameters: ['string', 'string'],
    *run({ machine }, [device = '', data = '']): Task<Attempt<readonly string[]>> {
      return silent(yield* writeIntoRing(machine, device, data, false));
    },
  },
  {
    name: 'change',
    parameters: ['string', 'string'],
    run: (_context, [device = '']) => immediate(failure(chardevErrors.deviceNotFound(device))),
  },
  {
    name: 'stop',
    parameters: [],
    *run({ machine }): Task<Attempt<readonly string[]>> {
      yield* stopMachine(machine);
      return success([]);
    },
  },
  {
    name: 'cont',
    parameters: [],
    *run({ machine }): Task<Attempt<readonly string[]>> {
      yield* continueMachine(machine);
      return success([]);
    },
  },
  {
    name: 'quit',
    parameters: [],
    *run({ machine }): Task<Attempt<readonly string[]>> {
      yield* requestQuit(machine);
      return success([]);
    },
  },
];

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** A word, or a quoted text in which a backslash escapes; and what comes after it. Null without one, or if it is open. */
function takeWord(line: string): { readonly word: string; readonly rest: string } | null {
  const rest = line.trimStart();
  if (rest === '') return null;
  if (!rest.startsWith('"')) {
    const end = rest.search(/\s/);
    return end < 0 ? { word: rest, rest: '' } : { word: rest.slice(0, end), rest: rest.slice(end) };
  }
  let word = '';
  let at = 1;
  for (; at < rest.length && rest.charAt(at) !== '"'; at += 1) {
    if (rest.charAt(at) !== '\\') word += rest.charAt(at);
    else {
      at += 1;
      const meant = escapes[rest.charAt(at)];
      if (meant === undefined) return null;
      word += meant;
    }
  }
  if (at >= rest.length) return null;
  return { word, rest: rest.slice(at + 1) };
}

/** Quotes mean nothing in the name of a command, a slash ends it as a blank does. `typed`: all up to it, blanks too. */
function takeName(
  typed: string,
  line: string,
): { readonly name: string; readonly typed: string; readonly rest: string } {
  const [all = '', name = ''] = /^\s*([^\s/]*)/.exec(line) ?? [];
  return { name, typed: typed + all, rest: line.slice(all.length) };
}

/** Source: experiment, both releases. */
const shortNames: Readonly<Record<string, string>> = { s: 'stop', c: 'cont', q: 'quit' };

/** `command`: undefined where there is none of that name. */
type Found = { readonly command: HumanCommand | undefined; readonly typed: string; readonly rest: string };

function find(line: string): Found {
  const first = takeName('', line);
  const isGroup = commands.some((command) => command.name.startsWith(`${first.name} `));
  const second = isGroup && first.rest.trim() !== '' ? takeName(first.typed, first.rest) : null;
  const name = second === null ? first.name : `${first.name} ${second.name}`;
  const fullName = Object.hasOwn(shortNames, name) ? shortNames[name] : name;
  const { typed, rest } = second ?? first;
  return { command: commands.find((each) => each.name === fullName), typed, rest };
}

/** Commands that have a short name, too: complaints name both. */
const doubleNames: Readonly<Record<string, string>> = { stop: 'stop|s', cont: 'cont|c', quit: 'quit|q' };

/** Of `info chardev` the second word: complaints name it alone. */
function ownName(command: HumanCommand): string {
  return doubleNames[command.name] ?? command.name.split(' ').at(-1) ?? '';
}

/** The arguments, or the lines that say what is wrong with them. Source: HMP-06. */
function readParameters(command: HumanCommand, line: string): Attempt<readonly string[]> {
  const given: string[] = [];
  let rest = line;
  for (const kind of command.parameters) {
    if (kind === 'integer') {
      const number = takeExpression(rest);
      if (!number.ok) return number;
      if (BigInt.asUintN(64, number.value.number) >= 1n << 32n)
        return failure(humanErrors.notThirtyTwoBits(command.name));
      given.push(String(number.value.number));
      rest = number.value.rest;
      continue;
    }
    const word = takeWord(rest);
    if (word === null) return failure(humanErrors.stringExpected(ownName(command)));
    given.push(word.word);
    rest = word.rest;
  }
  return rest.trim() === '' ? success(given) : failure(humanErrors.extraneous(ownName(command)));
}

/** Runs one line and gives what it prints, each line ended by CR LF, bytes escaped. Source: HMP-01, HMP-06, HMP-07. */
export function* runHumanCommand(context: CommandContext, line: string): Task<string> {
  if (line.trim() === '') return '';
  const { command, typed, rest } = find(line);
  if (command === undefined) return ended([humanErrors.unknown(typed)]);
  const given = readParameters(command, rest);
  if (!given.ok) return ended([given.text, humanErrors.help(typed)]);
  const printed = yield* command.run(context, given.value);
  if (printed.ok) return ended(printed.value);
  return ended([printed.text.includes('\nError: ') ? printed.text : humanErrors.error(printed.text)]);
}

function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line.replaceAll('\n', '\r\n')}\r\n`).join('');
}
