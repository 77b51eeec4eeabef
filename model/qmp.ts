import { blockCommands } from './block.ts';
import { takeDueChange } from './change.ts';
import { chardevCommands, finishMaking } from './chardev-commands.ts';
import type { Answer, Caller, Command } from './command.ts';
import { descriptorCommands } from './descriptor-commands.ts';
import { deviceCommands } from './device-commands.ts';
import { keysAsWalked } from './dictionary.ts';
import { answerLate, heard } from './due-change.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { machineCommands } from './machine-commands.ts';
import {
  connectionOf,
  disposeUntaken,
  endTurn,
  putConnection,
  type Request,
  readSome,
  reply,
  takePending,
} from './monitor.ts';
import { argumentError, asRecord, type JsonRecord } from './schema.ts';
import type { Stall } from './stall.ts';
import type { Turn } from './state.ts';
import { change } from './state.ts';
import { yankCommands } from './yank.ts';

const commands: Readonly<Record<string, Command>> = {
  ...descriptorCommands,
  ...chardevCommands,
  ...blockCommands,
  ...deviceCommands,
  ...machineCommands,
  ...yankCommands,
};

/** Commands that QEMU has and this model does not. */
const foreign =
  /^(query-(?!fdsets|status|chardev|version|yank)|blockdev-|object-|x-|migrate|system_(?!reset)|netdev|trace|qom-|block|drive|nbd|snapshot|chardev-(add|change)-)/;

/** Reads one piece of a QMP client's input; oob requests run at once, others are queued. Source: QMP-10, QMP-12. */
export function readRequests(turn: Turn, name: string): void {
  for (const request of readSome(turn, name).requests) {
    const { parsed } = request;
    const record = parsed.ok ? asRecord(parsed.value) : null;
    const outOfBand = record !== null && 'exec-oob' in record && !('execute' in record);
    if (outOfBand) perform(turn, name, request);
    else putConnection(turn, name, { queue: [...connectionOf(turn.state, name).queue, request] });
  }
}

/** Takes the oldest queued request of a connection and performs it. */
export function dispatch(turn: Turn, name: string): void {
  const { queue, monitor } = connectionOf(turn.state, name);
  const [request, ...rest] = queue;
  if (request === undefined) throw new Error(`nothing is queued on ${name}`);
  putConnection(turn, name, { queue: rest, run: null });
  heard(turn, name);
  endTurn(turn, monitor);
  perform(turn, name, request);
}

/** Whether performing a request may take, open or close a descriptor: where its time matters. Source: FDSET-11. */
export function usesTable(request: Request | undefined): boolean {
  const command = request?.parsed.ok ? asRecord(request.parsed.value)?.['execute'] : undefined;
  return typeof command === 'string' && !/^(query-|ringbuf-|stop$|cont$|qmp_capabilities$)/.test(command);
}

function perform(turn: Turn, name: string, request: Request): void {
  const { parsed } = request;
  if (!parsed.ok) {
    disposeUntaken(turn, name, request.bound);
    reply(turn, name, undefined, { ok: false, text: parsed.text });
    return;
  }
  const id = asRecord(parsed.value)?.['id'];
  let { bound } = request;
  const { monitor } = connectionOf(turn.state, name);
  const caller: Caller = {
    connection: name,
    monitor,
    id,
    take: () => {
      const number = takePending(turn, name, bound);
      bound = [];
      return number;
    },
    bound: () => bound,
  };
  const answer = execute(turn, caller, parsed.value);
  if (answer.ok === 'stuck') {
    putConnection(turn, name, { busy: true });
    return;
  }
  disposeUntaken(turn, name, bound);
  reply(turn, name, id, answer);
  if (turn.state.machine.state === 'exited') change(turn, { stall: null });
}

function notFound(text: string): Answer {
  return { ok: false, text, errorClass: 'CommandNotFound' };
}

/** Envelope, then command, then arguments, then what it does. Source: QMP-02, QMP-04..06, QMP-10. */
function execute(turn: Turn, caller: Caller, given: Value): Answer {
  const value = asRecord(given);
  if (value === null) return { ok: false, text: 'QMP input must be a JSON object' };
  const { negotiated, oob } = connectionOf(turn.state, caller.connection);
  const envelope = envelopeError(value, oob);
  if (envelope !== null) return { ok: false, text: `QMP input ${envelope}` };
  const name = String(value['execute'] ?? value['exec-oob']);
  const options = asRecord(value['arguments']) ?? {};
  if (!negotiated) {
    if (name !== 'qmp_capabilities') return notFound("Expecting capabilities negotiation with 'qmp_capabilities'");
    return negotiate(turn, caller.connection, options);
  }
  if (name === 'qmp_capabilities') return notFound('Capabilities negotiation is already complete, command ignored');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    if (foreign.test(name)) throw new ModelLimit(`command ${name}`);
    return notFound(`The command ${name} has not been found`);
  }
  if ('exec-oob' in value && command.outOfBand !== true)
    return { ok: false, text: `The command ${name} does not support OOB` };
  const error = argumentError(command.members(turn.state, options), options);
  return error === null ? command.run(turn, caller, options) : { ok: false, text: error };
}

/** Members in the order of QEMU's dictionary: the first thing wrong is told. Source: QMP-04, QMP-05, QMP-10. */
function envelopeError(value: JsonRecord, oob: boolean): string | null {
  const wrong = envelopeErrorIn(Object.keys(value), value, oob);
  return wrong === null ? null : envelopeErrorIn(keysAsWalked(value), value, oob); // only of several the order matters
}

function envelopeErrorIn(keys: readonly string[], value: JsonRecord, oob: boolean): string | null {
  let named: string | null = null;
  for (const key of keys) {
    if (key === 'execute' || (key === 'exec-oob' && oob)) {
      if (typeof value[key] !== 'string') return `member '${key}' must be a string`;
      if (named !== null) return `member '${key}' clashes with '${named}'`;
      named = key;
    } else if (key === 'arguments') {
      if (asRecord(value[key]) === null) return "member 'arguments' must be an object";
    } else if (key !== 'id') return `member '${key}' is unexpected`;
  }
  return named === null ? "lacks member 'execute'" : null;
}

function negotiate(turn: Turn, connection: string, given: JsonRecord): Answer {
  const error = argumentError([{ name: 'enable', shape: { is: 'array', of: { is: 'any' } }, optional: true }], given);
  const enable = Array.isArray(given['enable']) ? (given['enable'] as readonly Value[]) : [];
  const index = enable.findIndex((each) => each !== 'oob');
  const strange = enable[index];
  // Before negotiation every error of a command reads as the one that asks for it, but those of its own arguments do not.
  if (error !== null) return { ok: false, text: error };
  if (typeof strange === 'string') return { ok: false, text: `Parameter 'null' does not accept value '${strange}'` };
  if (strange !== undefined)
    return { ok: false, text: `Invalid parameter type for 'enable[${index}]', expected: string` };
  putConnection(turn, connection, { negotiated: true, oob: enable.length > 0 });
  return { ok: true, value: {} };
}

/** The oldest change that is due is carried out, or ends, and its requester is told. Source: ENG-30. */
export function endDueChange(turn: Turn): void {
  const taken = takeDueChange(turn);
  if (taken === null) return;
  if (taken.answer.ok === 'stuck') throw new Error('a change is through');
  answerLate(turn, taken.asker, taken.answer);
}

/** Goes on with a command that was stuck in open(2); false while it still is. */
export function wakeCommand(turn: Turn, stall: Extract<Stall, { kind: 'open' | 'client' }>): boolean {
  const answer = finishMaking(turn, stall);
  if (answer === null) return false;
  if (answer.ok !== 'stuck') answerLate(turn, stall.asker, answer);
  return true;
}
