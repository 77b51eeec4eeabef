import { descriptionOf, objectOf } from './description.ts';
import type { Value } from './language/value.ts';
import type { ModelState } from './state.ts';
import { pendingTransitions } from './transition.ts';

/** A summary of the state for people: plain JSON, no internal numbers but QEMU's own descriptors. */
export function describe(state: ModelState): Value {
  return {
    machine: state.machine.state,
    nowNs: state.nowNs,
    held: state.held,
    stuckIn: state.stall === null ? null : state.stall.kind,
    descriptors: Object.fromEntries(
      [...state.table].flatMap(([number, descriptor]): [string, Value][] =>
        descriptor.kind === 'own' ? [] : [[String(number), describeDescription(state, descriptor.description)]],
      ),
    ),
    fdsets: Object.fromEntries(
      [...state.fdsets].map(([id, set]): [string, Value] => [
        id.toString(),
        { members: set.members.map(({ number, opaque, removed }) => ({ number, opaque, removed })), dups: set.dups },
      ]),
    ),
    monitors: Object.fromEntries([...state.monitors].map(([id, { names }]) => [id, Object.fromEntries(names)])),
    connections: Object.fromEntries(
      [...state.connections].map(([name, connection]): [string, Value] => [
        name,
        {
          state: connection.state,
          pending: connection.pending,
          queued: connection.queue.length,
          unread: connection.inbound.length,
          unreported: connection.output.length,
        },
      ]),
    ),
    chardevs: Object.fromEntries(
      [...state.chardevs].map(([label, { type, beOpen, input, output, log, user, inputEnded }]): [string, Value] => [
        label,
        { type, beOpen, input, output, log, user, inputEnded },
      ]),
    ),
    witnesses: Object.fromEntries(
      [...state.witnesses].map(([id, { room, watching, records }]): [string, Value] => [
        id,
        { room, watching, records: records.length },
      ]),
    ),
    ports: Object.fromEntries(
      [...state.uarts].map(([id, { lsr, received, toSend, refused }]): [string, Value] => [
        id,
        { lsr, received: received.length, toSend: toSend.length, refused: refused !== null },
      ]),
    ),
    virtioPorts: Object.fromEntries(
      [...state.virtioPorts].map(([id, { nr, guestOpen, hostOpen, throttled, watching, current }]): [string, Value] => [
        id,
        { nr, guestOpen, hostOpen, throttled, watching, begun: current === null ? null : current.offset },
      ]),
    ),
    blocks: Object.fromEntries([...state.blocks].map(([name, { number }]) => [name, number])),
    handles: Object.fromEntries(
      [...state.handles].map(([name, description]): [string, Value] => [name, describeDescription(state, description)]),
    ),
    pending: pendingTransitions(state).map(({ what }) => (what.name === '' ? what.kind : `${what.kind} ${what.name}`)),
  };
}

function describeDescription(state: ModelState, number: number): Value {
  const { object, access, flags, offset } = descriptionOf(state, number);
  const thing = objectOf(state, object);
  return {
    object: thing.name,
    kind: thing.kind,
    access,
    flags,
    ...(thing.kind === 'file' ? { offset, size: thing.bytes.length } : {}),
    ...(thing.kind === 'pipe' ? { bytes: thing.content.bytes.length } : {}),
  };
}
