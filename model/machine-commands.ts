import { type Answer, type Arguments, type Caller, type Command, nothing, refusal } from './command.ts';
import { descriptionOf, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, objectAt } from './descriptor.ts';
import { speaksLikeTen } from './error-text.ts';
import { nameNotFound, takeNamed } from './getfd.ts';
import { hmpLine } from './hmp.ts';
import { ModelLimit } from './limit.ts';
import { announceQuit, changeMachine, queryStatus } from './machine.ts';
import { startConnection } from './negotiation.ts';
import { halt, resume } from './port-device.ts';
import { resetMachine } from './reset.ts';
import { socketAt } from './socket-end.ts';
import { isDisconnected } from './socket-link.ts';
import type { Turn } from './state.ts';

const string = { is: 'string' } as const;
const boolean = { is: 'boolean' } as const;
const integer = { is: 'integer' } as const;

/** add_client on a passed name: to a chardev, or its failures. Source: GETFD-07, CHR-20, experiment. */
function addClient(turn: Turn, caller: Caller, given: Arguments): Answer {
  const name = String(given['fdname']);
  const protocol = String(given['protocol']);
  const number = takeNamed(turn, caller.monitor, name);
  if (number === null) return refusal(nameNotFound(name));
  const description = descriptionAt(turn.state, number);
  const kind = objectAt(turn.state, number)?.kind ?? null;
  if (turn.state.profile.addClientWantsSocket && kind !== 'socket' && kind !== 'listener') {
    closeNumber(turn, number);
    return refusal('parameter @fdname must name a socket');
  }
  if (['vnc', 'spice', '@dbus-display'].includes(protocol)) throw new ModelLimit(`add_client to ${protocol}`);
  const chardev = turn.state.chardevs.get(protocol);
  if (chardev?.link != null && isDisconnected(turn.state, protocol)) {
    const socket = socketAt(turn.state, number);
    if (socket?.type !== 'stream') throw new ModelLimit('add_client of what is no stream');
    const given = description === null ? null : descriptionOf(turn.state, description);
    if (given !== null && description !== null) setNonblock(turn, description, true);
    startConnection(turn, protocol, number);
    return nothing;
  }
  closeNumber(turn, number);
  return refusal(chardev === undefined ? `protocol '${protocol}' is invalid` : 'failed to add client');
}

/** dump-guest-memory to a passed name, on a machine without memory. Source: GETFD-07, experiment. */
function dumpMemory(turn: Turn, caller: Caller, given: Arguments): Answer {
  const protocol = String(given['protocol']);
  if (protocol.startsWith('file:')) throw new ModelLimit('a dump into a file');
  if (!protocol.startsWith('fd:'))
    return refusal(
      speaksLikeTen(turn.state.profile)
        ? "parameter 'protocol' must start with 'file:' or 'fd:'"
        : "Invalid parameter 'protocol'",
    );
  const number = takeNamed(turn, caller.monitor, protocol.slice('fd:'.length));
  if (number === null) return refusal(nameNotFound(protocol.slice('fd:'.length)));
  if (!turn.state.machine.bare) throw new ModelLimit('a dump of a machine with memory');
  if (turn.state.machine.state === 'running') {
    halt(turn);
    resume(turn);
  }
  closeNumber(turn, number);
  return refusal('dump: no guest memory to dump');
}

/** query-status, query-version, stop, cont, quit, human-monitor-command, add_client, dump-guest-memory. */
export const machineCommands: Readonly<Record<string, Command>> = {
  'query-status': { members: () => [], run: (turn) => ({ ok: true, value: queryStatus(turn.state) }) },
  'query-version': {
    members: () => [],
    run: ({ state }) => ({ ok: true, value: { qemu: state.profile.version, package: '' } }),
  },
  stop: {
    members: () => [],
    run: (turn) => {
      halt(turn);
      return nothing;
    },
  },
  cont: {
    members: () => [],
    run: (turn) => {
      resume(turn);
      return nothing;
    },
  },
  system_reset: {
    members: () => [],
    run: (turn) => {
      resetMachine(turn);
      return nothing;
    },
  },
  quit: {
    members: () => [],
    run: (turn) => {
      announceQuit(turn);
      changeMachine(turn, { state: 'exited', status: 0 });
      return nothing;
    },
  },
  'human-monitor-command': {
    members: () => [
      { name: 'command-line', shape: string },
      { name: 'cpu-index', shape: integer, optional: true },
    ],
    run: (turn, _caller, given) => {
      if (given['cpu-index'] !== undefined) {
        if (turn.state.machine.bare) return refusal("Parameter 'cpu-index' expects a CPU number");
        throw new ModelLimit('human-monitor-command with cpu-index');
      }
      const lines = hmpLine(turn, null, String(given['command-line']));
      return { ok: true, value: lines.map((line) => `${line}\r\n`).join('') };
    },
  },
  add_client: {
    members: () => [
      { name: 'protocol', shape: string },
      { name: 'fdname', shape: string },
      { name: 'skipauth', shape: boolean, optional: true },
      { name: 'tls', shape: boolean, optional: true },
    ],
    run: addClient,
  },
  'dump-guest-memory': {
    members: () => [
      { name: 'paging', shape: boolean },
      { name: 'protocol', shape: string },
      { name: 'detach', shape: boolean, optional: true },
      { name: 'begin', shape: integer, optional: true },
      { name: 'length', shape: integer, optional: true },
      { name: 'format', shape: string, optional: true },
    ],
    run: dumpMemory,
  },
};
