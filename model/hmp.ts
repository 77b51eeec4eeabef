import { readRing, removeChardev, sendBreak, writeRing } from './chardev-commands.ts';
import { texts } from './error-text.ts';
import { frontConnection } from './front-monitor.ts';
import { closeNamed, nameDescriptor } from './getfd.ts';
import { addByOptions, changeByOptions } from './hmp-chardev.ts';
import { readExpression } from './hmp-expression.ts';
import type { ByteString, Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { leave } from './machine.ts';
import { connectionOf, disposeUntaken, putConnection, readSome, takePending } from './monitor.ts';
import { halt, resume } from './port-device.ts';
import { queryChardev } from './query-chardev.ts';
import { isDriver } from './replay.ts';
import { decodeUtf8 } from './ringbuf.ts';
import { asRecord } from './schema.ts';
import type { Outcomed, Turn } from './state.ts';

/** Who speaks HMP: a client of a monitor of its own, or `null` for human-monitor-command. Source: GETFD-06, HMP-09. */
type Speaker = { readonly connection: string; readonly monitor: string } | null;

/** Parameters of a command: `s` a word, `i` a number. */
const signatures: Readonly<Record<string, readonly ('s' | 'i')[]>> = {
  getfd: ['s'],
  closefd: ['s'],
  'chardev-remove': ['s'],
  'chardev-send-break': ['s'],
  ringbuf_read: ['s', 'i'],
  ringbuf_write: ['s', 's'],
  'chardev-add': ['s'],
  'chardev-change': ['s', 's'],
  stop: [],
  s: [],
  cont: [],
  c: [],
};

/** Commands whose full name has a short form in it. Source: experiment on both releases. */
const names: Readonly<Record<string, string>> = { stop: 'stop|s', s: 'stop|s', cont: 'cont|c', c: 'cont|c' };

/** Commands that QEMU has and this model does not. */
const foreign =
  /^(help|\?|info|quit|q|print|p|x|xp|system_\w+|device_\w+|change|drive_\w+|block\w*|object_\w+|migrate\w*|qom-\w+|log|trace\w*|set_link|netdev_\w+|gpa2\w+|sum|o|i)$/;

/** Reads one piece of an HMP client's input and runs the line that it completes. */
export function readLine(turn: Turn, name: string): void {
  const { lines } = readSome(turn, name);
  for (const line of lines) {
    const { monitor } = connectionOf(turn.state, name);
    const printed = hmpLine(turn, { connection: name, monitor }, line);
    disposeUntaken(turn, name, []);
    if (turn.state.connections.has(name))
      putConnection(turn, name, { printed: [...connectionOf(turn.state, name).printed, ...printed] });
  }
}

/** One line: what it prints, a line each. Source: HMP-01, HMP-06, HMP-07. */
export function hmpLine(turn: Turn, speaker: Speaker, line: string): readonly string[] {
  if (line.trim() === '') return [];
  const { name: command, end } = nameAt(line, 0);
  const rest = line.slice(end);
  if (command === 'change' && /^\s+chardev(\s|$)/.test(rest)) return ["Error: Device 'chardev' not found"];
  if (command === 'info') return info(turn, line, end);
  const signature = Object.hasOwn(signatures, command) ? signatures[command] : undefined;
  if (signature === undefined) {
    if (foreign.test(command)) throw new ModelLimit(`HMP command ${command}`);
    return [`unknown command: '${line.slice(0, end)}'`];
  }
  const given = parseWords(names[command] ?? command, rest, signature);
  if (!given.ok) return [given.text, tryHelp(line, end)];
  return run(turn, speaker, command, given.value);
}

/** A name ends at a blank or a slash; whoever complains repeats the line as it was typed, up to there. Source: experiment. */
function nameAt(line: string, from: number): { readonly name: string; readonly end: number } {
  const start = from + line.slice(from).search(/\S|$/);
  const end = start + line.slice(start).search(/[\s/]|$/);
  return { name: line.slice(start, end), end };
}

function tryHelp(line: string, end: number): string {
  return `Try "help ${line.slice(0, end)}" for more information`;
}

function info(turn: Turn, line: string, from: number): readonly string[] {
  if (line.slice(from).trim() === '') throw new ModelLimit('info');
  const { name: word, end } = nameAt(line, from);
  if ((word === 'chardev' || word === 'status') && line.slice(end).trim() !== '')
    return [`${word}: extraneous characters at the end of line`, tryHelp(line, end)];
  if (word === 'status') return [statusLine(turn)];
  if (word !== 'chardev') {
    if (/^(version|block|qtree|qom-tree|mice|network|cpus|registers|migrate)\b/.test(word))
      throw new ModelLimit(`info ${word}`);
    return [`unknown command: '${line.slice(0, end)}'`];
  }
  const chardevs = queryChardev(turn.state) as readonly Value[];
  const lines = chardevs.map((each) => {
    const { label, filename } = asRecord(each) ?? {};
    return `${label}: filename=${filename}`;
  });
  return lines.sort(); // unspecified order: as texts, whatever the target
}

/** The run state in words; the reason unless it runs or was stopped. Source: experiment on both releases. */
function statusLine({ state: { machine } }: Turn): string {
  const shown = machine.state === 'running' ? 'running' : 'paused';
  return `VM status: ${shown}${machine.state === 'prelaunch' ? ' (prelaunch)' : ''}`;
}

/** Splits the rest of a line by a signature: the words, or the text of what is wrong. Source: HMP-06. */
function parseWords(command: string, text: string, signature: readonly ('s' | 'i')[]): Outcomed<readonly string[]> {
  let rest = text.trimStart();
  const words: string[] = [];
  for (const kind of signature) {
    const parsed = kind === 's' ? parseWord(command, rest) : parseNumber(command, rest);
    if (!parsed.ok) return parsed;
    words.push(parsed.value.word);
    rest = parsed.value.rest.trimStart();
  }
  if (rest !== '') return { ok: false, text: `${command}: extraneous characters at the end of line` };
  return { ok: true, value: words };
}

type Word = { readonly word: string; readonly rest: string };

function parseWord(command: string, text: string): Outcomed<Word> {
  const bad: Outcomed<Word> = { ok: false, text: `${command}: string expected` };
  if (text === '') return bad;
  if (!text.startsWith('"')) {
    const end = text.search(/\s/);
    return { ok: true, value: { word: end < 0 ? text : text.slice(0, end), rest: end < 0 ? '' : text.slice(end) } };
  }
  let word = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') return { ok: true, value: { word, rest: text.slice(at + 1) } };
    if (character !== '\\') word += character;
    else {
      at += 1;
      const meant = { n: '\n', r: '\r', '\\': '\\', "'": "'", '"': '"' }[text[at] ?? ''];
      if (meant === undefined) return bad;
      word += meant;
    }
  }
  return bad;
}

function parseNumber(command: string, text: string): Outcomed<Word> {
  const read = readExpression(text);
  if (!read.ok) return read;
  const { value, rest } = read.value;
  if (value < 0n || value > 0xffffffffn)
    return { ok: false, text: `'${command}' has failed: integer is for 32-bit values` };
  return { ok: true, value: { word: String(value), rest } };
}

/** A monitor on a chardev of the log asks for its descriptors: that ends the process. Source: RR-12. */
function fetchEndsReplay(turn: Turn, connection: string): boolean {
  const front = [...turn.state.fronts.values()].find(({ id }) => frontConnection(id) === connection);
  if (front === undefined || !isDriver(turn.state, front.chardev)) return false;
  leave(turn, 1);
  return true;
}

function run(turn: Turn, speaker: Speaker, command: string, given: readonly string[]): readonly string[] {
  const [first = '', second = ''] = given;
  const answered = (outcome: Outcomed<unknown>): readonly string[] => (outcome.ok ? [] : [`Error: ${outcome.text}`]);
  switch (command) {
    case 'getfd': {
      if (speaker !== null && fetchEndsReplay(turn, speaker.connection))
        return ['Replay: get msgfd is not supported for serial devices yet'];
      const number = speaker === null ? null : takePending(turn, speaker.connection, []);
      if (number === null || speaker === null) return [`Error: ${texts.noDescriptor}`];
      return answered(nameDescriptor(turn, speaker.monitor, first, number));
    }
    case 'closefd':
      return answered(closeNamed(turn, speaker?.monitor ?? '', first));
    case 'chardev-remove':
      return answered(removeChardev(turn, first));
    case 'chardev-send-break':
      return answered(sendBreak(turn, first));
    case 'chardev-add':
      return addByOptions(turn, first);
    case 'chardev-change':
      return changeByOptions(turn, first, second);
    case 'stop':
    case 's':
      halt(turn);
      return [];
    case 'cont':
    case 'c':
      resume(turn);
      return [];
    case 'ringbuf_write':
      return answered(writeRing(turn, first, second, false));
    case 'ringbuf_read': {
      const read = readRing(turn, first, BigInt(second));
      if (!read.ok) return answered(read);
      return shownRing(speaker === null ? decodeUtf8(read.value) : read.value);
    }
    default:
      throw new Error(`no HMP command ${command}`);
  }
}

/** Ring data up to its first NUL as ringbuf_read prints it: bytes on a monitor, text in a reply. Source: HMP-07, experiment. */
function shownRing(bytes: ByteString): readonly string[] {
  let out = '';
  for (const character of bytes.split('\0')[0] ?? '') {
    const code = character.charCodeAt(0);
    if (character === '\\') out += '\\\\';
    else if ((code < 0x20 && character !== '\n' && character !== '\t') || code === 0x7f)
      out += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
    else out += character;
  }
  return out.split('\n');
}
