import type { Action } from '../../model/language/action.ts';
import type { Message, Outcome } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { parseValue } from '../../sut/qemu/json.ts';
import { isRecord } from '../run/agreement.ts';
import { cutObjects, memberOf } from './json-cut.ts';
import { causesEvents, comparedEvent, type HeardEvents, leavesEventsAlone } from './live-events.ts';
import { type LiveNames, liveNames } from './live-names.ts';
import type { ReadEnd, ReadRecord } from './reader.ts';
import type { HeadRecord, PassedDescriptor, WireRecord } from './record.ts';
import type { RecordedStep } from './steps.ts';

/** A command that was sent and not answered yet; `heard`: how many events had come by then. */
type Asked = {
  readonly text: string;
  readonly fds: readonly PassedDescriptor[];
  readonly record: number;
  readonly heard: number;
};
type Connection = {
  readonly mon: string;
  greeted: boolean;
  toQemu: string;
  fds: readonly PassedDescriptor[];
  fromQemu: string;
  readonly asked: Asked[];
  /** No QMP: a human monitor, or something else that passed. */
  foreign: boolean;
  readonly events: Message[];
  /** Events that were compared already; `expectant`: something was executed since that may cause some. */
  compared: number;
  expectant: boolean;
};

/** Monitor of the machine that the replay starts: the one that was recorded. */
const monitor = 'live';

/** Commands of which the model speaks; what is said by others is not compared. */
const inScope =
  /^(qmp_capabilities|query-(version|status|fdsets|chardev|chardev-backends|yank)|stop|cont|quit|add-fd|remove-fd|getfd|closefd|chardev-(add|change|remove|send-break)|ringbuf-(read|write)|yank)$/;

/**
 * The steps of a live recording: a launch, connections, commands in the order of their answers with the descriptors that
 * came with them, made anew by kind. That a client leaves is a step unless QEMU has closed before or was told to quit, when
 * both close and who is first is chance. Commands out of scope are left out, by `onSkipped`; events are
 * steps of their own, compared as streams. Source: SLOG-13.
 */
export function* conversationSteps(
  reader: Generator<ReadRecord, ReadEnd>,
  head: HeadRecord,
  onSkipped: (text: string) => void,
): Generator<RecordedStep, ReadEnd> {
  const connections = new Map<string, Connection>();
  const names = liveNames(head.launch);
  let at = -1;
  const step = (read: ReadRecord, record: number, action: Action, seen: Outcome, rest = {}): RecordedStep => {
    const made = { at, record, seenRecord: read.i, tNs: read.tNs, action, seen, happened: [], ...rest };
    at += 1;
    return made;
  };
  const monitors = [{ id: monitor, mode: 'qmp', via: 'listen' }] as const;
  let areEventsKnown = true;
  let hasQuit = false;
  for (;;) {
    const { done, value: read } = reader.next();
    if (done) return read;
    const { record } = read;
    if (at < 0) {
      yield step(read, read.i, { do: 'launch', ...head.launch, monitors }, { see: 'launched' });
    }
    if (record.k !== 'rx' && record.k !== 'tx') continue;
    const connection = connectionOf(connections, record.mon);
    if (record.k === 'rx') takeSent(connection, record, read.i);
    if (record.eof) {
      connections.delete(record.mon);
      if (!connection.greeted) continue;
      if (areEventsKnown) yield* heardSteps(connection, undefined, (...rest) => step(read, read.i, ...rest));
      // when QEMU has closed, it is over, and that the client closes too is nothing that anybody sees; after `quit`
      // both close, and who is first is chance
      if (record.k === 'rx' && !hasQuit)
        yield step(read, read.i, { do: 'disconnect', on: record.mon }, { see: 'done' });
    }
    if (record.k === 'rx') continue;
    if (isForeign(connection, record)) onSkipped(`record ${read.i}: ${record.mon} speaks no QMP: passed, not compared`);
    for (const message of messagesIn(connection, record)) {
      const capabilities = greetingOf(message);
      if (capabilities !== undefined) {
        connection.greeted = true;
        const action = { do: 'connect', monitor, as: record.mon, negotiate: false } as const;
        yield step(read, read.i, action, { see: 'greeting', capabilities });
        continue;
      }
      if (!('return' in message || 'error' in message)) {
        hear(connection, message);
        continue;
      }
      const asked = connection.asked.shift();
      if (asked === undefined) {
        onSkipped(`record ${read.i}: an answer without a question`);
        continue;
      }
      const command = commandOf(asked.text);
      const execute = command?.execute ?? 'no command';
      if (areEventsKnown) yield* heardSteps(connection, asked, (...rest) => step(read, asked.record, ...rest));
      if (command === undefined || (!inScope.test(execute) && 'return' in message)) {
        onSkipped(`record ${asked.record}: ${execute} is out of scope`);
        if (areEventsKnown && !leavesEventsAlone(execute)) {
          areEventsKnown = false;
          onSkipped(eventsUnknown(asked.record, execute));
        }
        continue;
      }
      if (execute === 'quit' && 'return' in message) hasQuit = true;
      const fds = asked.fds.map((fd) => names.handleOf(fd));
      for (const action of fds.flatMap(({ made }) => made)) yield step(read, asked.record, action, { see: 'done' });
      if (causesEvents(execute)) for (const each of connections.values()) each.expectant = true;
      yield answered(names, { read, asked, command, message, mon: record.mon, fds: fds.map((fd) => fd.handle), step });
    }
  }
}

function hear(connection: Connection, message: Readonly<Record<string, Value>>): void {
  const event = comparedEvent(message);
  if (event !== undefined) connection.events.push(event);
}

const eventsUnknown = (record: number, execute: string): string =>
  `record ${record}: what ${execute} causes is not known: events are not compared from here on`;

/** The events of a connection up to a command that was answered just now, or to its end, where there can be any. */
function* heardSteps(
  connection: Connection,
  asked: Asked | undefined,
  step: (action: Action, seen: Outcome, rest: object) => RecordedStep,
): Generator<RecordedStep, void> {
  const { mon, events, compared, expectant } = connection;
  if (!expectant && events.length === compared) return;
  connection.compared = events.length;
  connection.expectant = false;
  const heard: HeardEvents =
    asked === undefined ? { before: [...events] } : { before: events.slice(0, asked.heard), until: [...events] };
  yield step({ do: 'receive', on: mon }, { see: 'messages', messages: events.slice(compared) }, { events: heard });
}

/** Whether this is the first that shows that QEMU's side speaks something else than QMP. */
function isForeign(connection: Connection, record: WireRecord): boolean {
  if (connection.greeted || connection.foreign) return false;
  const text = (connection.fromQemu + textOf(record)).trimStart();
  connection.foreign = text !== '' && !text.startsWith('{');
  return connection.foreign;
}

type CommandText = { readonly execute: string; readonly arguments?: Value; readonly id?: Value; readonly oob: boolean };

function answered(
  names: LiveNames,
  found: {
    readonly read: ReadRecord;
    readonly asked: Asked;
    readonly command: CommandText;
    readonly message: Readonly<Record<string, Value>>;
    readonly mon: string;
    readonly fds: readonly string[];
    readonly step: (read: ReadRecord, record: number, action: Action, seen: Outcome, rest?: object) => RecordedStep;
  },
): RecordedStep {
  const { read, asked, command, message, mon, fds, step } = found;
  const { execute, id, oob } = command;
  const given = command.arguments === undefined ? undefined : names.inward(execute, command.arguments);
  const action: Action = {
    do: 'qmp',
    on: mon,
    execute,
    ...(given === undefined ? {} : { arguments: given }),
    ...(id === undefined ? {} : { id }),
    ...(oob ? { oob } : {}),
    ...(fds.length === 0 ? {} : { fds }),
  };
  const echo = message['id'] === undefined ? {} : { id: message['id'] };
  const error = message['error'];
  const seen: Outcome = isRecord(error)
    ? {
        see: 'error',
        class: String(memberOf(error, 'class')),
        desc: names.outward(String(memberOf(error, 'desc'))) as string,
        ...echo,
      }
    : { see: 'return', value: names.outward(names.known(execute, message['return'] ?? null)), ...echo };
  const expectation = names.literalOf(execute, seen);
  return step(read, asked.record, action, seen, expectation === undefined ? {} : { expectation });
}

function connectionOf(connections: Map<string, Connection>, mon: string): Connection {
  const known = connections.get(mon);
  if (known !== undefined) return known;
  const fresh = {
    mon,
    greeted: false,
    toQemu: '',
    fds: [],
    fromQemu: '',
    asked: [],
    foreign: false,
    events: [],
    compared: 0,
    expectant: false,
  };
  connections.set(mon, fresh);
  return fresh;
}

function textOf({ b }: WireRecord): string {
  return Buffer.from(b ?? '', 'base64').toString('latin1');
}

/** Adds what a client sent; every object that is complete is a question, with the descriptors that came before its end. */
function takeSent(connection: Connection, record: WireRecord, number: number): void {
  if (connection.foreign) return;
  connection.fds = [...connection.fds, ...record.fds];
  const { objects, rest } = cutObjects(connection.toQemu + textOf(record));
  connection.toQemu = rest;
  for (const text of objects) {
    connection.asked.push({ text, fds: connection.fds, record: number, heard: connection.events.length });
    connection.fds = [];
  }
}

function messagesIn(connection: Connection, record: WireRecord): readonly Readonly<Record<string, Value>>[] {
  if (connection.foreign) return [];
  const { objects, rest } = cutObjects(connection.fromQemu + textOf(record));
  connection.fromQemu = rest;
  return objects.flatMap((text) => {
    const value = parsed(text);
    return isRecord(value) ? [value as Readonly<Record<string, Value>>] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return parseValue(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}

function greetingOf(message: Readonly<Record<string, Value>>): readonly string[] | undefined {
  const greeting = message['QMP'];
  if (!isRecord(greeting)) return undefined;
  const offered = memberOf(greeting, 'capabilities');
  return Array.isArray(offered) ? offered.map(String) : [];
}

function commandOf(text: string): CommandText | undefined {
  const value = parsed(text);
  if (!isRecord(value)) return undefined;
  const oob = 'exec-oob' in value;
  const execute = value[oob ? 'exec-oob' : 'execute'];
  const strange = Object.keys(value).some((key) => !['execute', 'exec-oob', 'arguments', 'id'].includes(key));
  if (typeof execute !== 'string' || strange || ('execute' in value && oob)) return undefined;
  const { arguments: given, id } = value as { arguments?: Value; id?: Value };
  return { execute, oob, ...(given === undefined ? {} : { arguments: given }), ...(id === undefined ? {} : { id }) };
}

/** The version that the greeting of a live recording tells. */
export function greetingVersion(
  greeting: WireRecord | undefined,
): { readonly major: number; readonly minor: number; readonly micro: number } | undefined {
  const [text = ''] = greeting === undefined ? [] : cutObjects(textOf(greeting)).objects;
  const found = /"qemu": *\{[^}]*\}/.exec(text)?.[0] ?? '';
  const number = (name: string): number => Number(new RegExp(`"${name}": *(\\d+)`).exec(found)?.[1] ?? Number.NaN);
  const version = { major: number('major'), minor: number('minor'), micro: number('micro') };
  return Number.isNaN(version.major + version.minor + version.micro) ? undefined : version;
}
