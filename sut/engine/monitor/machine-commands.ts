import type { Task } from '../../runtime/task.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { takeName } from '../fd/names.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { continueMachine, requestQuit, resetMachine, stopMachine } from '../run-state.ts';
import { decodeLossily, encodeModified } from '../utf8.ts';
import { boolean, integer, needed, optional, text, textAt } from './argument-schema.ts';
import type { Command, CommandContext } from './command.ts';
import { machineErrors } from './error-text.ts';
import { runHumanCommand } from './human-command.ts';
import { emptyObject, type JsonObject, type JsonValue, object } from './json-value.ts';

function status(machine: Machine): JsonValue {
  return object({
    running: machine.runState === 'running',
    singlestep: machine.profile.statusHasSinglestep ? false : undefined,
    status: machine.runState,
  });
}

function version(machine: Machine): JsonValue {
  const { major, minor, micro } = machine.profile.version;
  return object({
    qemu: object({ major: BigInt(major), minor: BigInt(minor), micro: BigInt(micro) }),
    package: '{package}',
  });
}

/** There is no display to connect to: every protocol but these takes the descriptor and fails. Source: GETFD-07. */
function* addClient({ machine, names }: CommandContext, given: JsonObject): Task<Attempt<JsonValue>> {
  const protocol = textAt(given, 'protocol');
  const fd = takeName(names, textAt(given, 'fdname'));
  if (!fd.ok) return fd;
  const isSocket = machine.process.socketInfo(fd.value).ok;
  const refused = !isSocket && machine.profile.addClientWantsSocket;
  const backend = refused ? undefined : machine.chardevs.get(protocol)?.backend;
  if (backend?.addClient !== undefined && (yield* backend.addClient(fd.value))) return success(emptyObject);
  machine.process.close(fd.value);
  if (refused) return failure(machineErrors.clientNotSocket);
  if (backend !== undefined) return failure(machineErrors.clientRefused);
  if (protocol === 'vnc') return success(emptyObject);
  if (machine.chardevs.has(protocol)) return failure(machineErrors.clientRefused);
  return failure(machineErrors.badProtocol(protocol));
}

/** A guest without memory: the descriptor is taken and closed, and the machine is stopped for a moment. Source: GETFD-07. */
function* dumpMemory({ machine, names }: CommandContext, given: JsonObject): Task<Attempt<JsonValue>> {
  const protocol = textAt(given, 'protocol');
  if (!protocol.startsWith('fd:')) {
    return failure(machine.profile.wording === '7.2' ? machineErrors.badDumpTarget72 : machineErrors.badDumpTarget);
  }
  const fd = takeName(names, protocol.slice(3));
  if (!fd.ok) return fd;
  const ran = machine.runState === 'running';
  if (ran) {
    yield* stopMachine(machine);
    yield* continueMachine(machine);
  }
  machine.process.close(fd.value);
  return failure(machineErrors.noMemory);
}

function* humanCommand({ machine }: CommandContext, given: JsonObject): Task<Attempt<JsonValue>> {
  if (given.has('cpu-index')) return failure(machineErrors.noProcessor);
  const context = { machine, names: new Map<string, number>(), takeDescriptor: () => null };
  return success(decodeLossily(encodeModified(yield* runHumanCommand(context, textAt(given, 'command-line')))));
}

const none: Command['arguments'] = { kind: 'struct', members: [] };

/** The run state, and what meets descriptors by name. Source: QMP-15, QMP-16, GETFD-07, HMP-01. */
export const machineCommands: readonly Command[] = [
  { name: 'query-version', arguments: none, run: ({ machine }) => immediate(success(version(machine))) },
  { name: 'query-status', arguments: none, run: ({ machine }) => immediate(success(status(machine))) },
  {
    name: 'stop',
    arguments: none,
    *run({ machine }): Task<Attempt<JsonValue>> {
      yield* stopMachine(machine);
      return success(emptyObject);
    },
  },
  {
    name: 'cont',
    arguments: none,
    *run({ machine }): Task<Attempt<JsonValue>> {
      yield* continueMachine(machine);
      return success(emptyObject);
    },
  },
  {
    name: 'system_reset',
    arguments: none,
    *run({ machine }): Task<Attempt<JsonValue>> {
      yield* resetMachine(machine);
      return success(emptyObject);
    },
  },
  {
    name: 'quit',
    arguments: none,
    *run({ machine }): Task<Attempt<JsonValue>> {
      yield* requestQuit(machine);
      return success(emptyObject);
    },
  },
  {
    name: 'human-monitor-command',
    arguments: { kind: 'struct', members: [needed('command-line', text), optional('cpu-index', integer)] },
    run: humanCommand,
  },
  {
    name: 'add_client',
    arguments: {
      kind: 'struct',
      members: [
        needed('protocol', text),
        needed('fdname', text),
        optional('skipauth', boolean),
        optional('tls', boolean),
      ],
    },
    run: addClient,
  },
  {
    name: 'dump-guest-memory',
    arguments: {
      kind: 'struct',
      members: [
        needed('paging', boolean),
        needed('protocol', text),
        optional('detach', boolean),
        optional('begin', integer),
        optional('length', integer),
        optional('format', { kind: 'enum', values: ['elf', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'] }),
      ],
    },
    run: dumpMemory,
  },
];
