import { isGarbage } from './in-flight.ts';
import type { AccessMode, StatusFlag } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import { changedSocket } from './object.ts';
import { emptied } from './pipe.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** An open file description: what every dup of a descriptor shares. Source: the terms of fd passing, OPEN-11, OPEN-14. */
export type Description = {
  readonly object: ObjectNumber;
  readonly access: AccessMode;
  /** In the order append, nonblock, direct, dsync, sync, path. */
  readonly flags: readonly StatusFlag[];
  readonly offset: number;
  /** Descriptors of anybody that refer to it, and messages under way that carry it. */
  readonly references: number;
};

const flagOrder: readonly StatusFlag[] = ['append', 'nonblock', 'direct', 'dsync', 'sync', 'path'];
/** Status flags that F_SETFL can set and clear. Source: fcntl(2) on Linux, OPEN-11. */
const settable: readonly StatusFlag[] = ['append', 'nonblock', 'direct'];

/** The same flags in the one order, each once; a full O_SYNC holds O_DSYNC. */
export function sortedFlags(flags: readonly StatusFlag[]): readonly StatusFlag[] {
  const shown = flags.includes('sync') ? flags.filter((flag) => flag !== 'dsync') : flags;
  return flagOrder.filter((flag) => shown.includes(flag));
}

/** The description; throws when there is none (a broken invariant). */
export function descriptionOf(state: ModelState, number: number): Description {
  const description = state.descriptions.get(number);
  if (description === undefined) throw new Error(`no open file description ${number}`);
  return description;
}

/** The object; throws when there is none (a broken invariant). */
export function objectOf(state: ModelState, number: ObjectNumber): HostObject {
  const object = state.objects.get(number);
  if (object === undefined) throw new Error(`no object ${number}`);
  return object;
}

/** The object of a description. */
export function objectBehind(state: ModelState, description: number): HostObject {
  return objectOf(state, descriptionOf(state, description).object);
}

/** Adds an object and gives its number. */
export function addObject(turn: Turn, object: HostObject): ObjectNumber {
  const number = turn.state.nextNumber;
  change(turn, { nextNumber: number + 1 });
  putEntry(turn, 'objects', number, object);
  return number;
}

/** Replaces an object. */
export function putObject(turn: Turn, number: ObjectNumber, object: HostObject): void {
  putEntry(turn, 'objects', number, object);
}

/** A fresh description at offset 0 with one reference. */
export function addDescription(
  turn: Turn,
  object: ObjectNumber,
  access: AccessMode,
  flags: readonly StatusFlag[],
): number {
  const number = turn.state.nextNumber;
  const description: Description = { object, access, flags: sortedFlags(flags), offset: 0, references: 1 };
  change(turn, { nextNumber: number + 1 });
  putEntry(turn, 'descriptions', number, description);
  return number;
}

/** Replaces a description. */
export function putDescription(turn: Turn, number: number, description: Description): void {
  putEntry(turn, 'descriptions', number, description);
}

/** Replaces members of a description. */
export function changeDescription(turn: Turn, number: number, members: Partial<Description>): void {
  const { object, access, flags, offset, references } = descriptionOf(turn.state, number);
  putDescription(turn, number, Object.assign({ object, access, flags, offset, references }, members));
}

/** One more reference: dup(2), or a message that carries the descriptor. */
export function retain(turn: Turn, number: number): number {
  changeDescription(turn, number, { references: descriptionOf(turn.state, number).references + 1 });
  return number;
}

/** One reference less; the last one closes the description, and with an end's last description its peer is alone. */
export function release(turn: Turn, number: number): void {
  const description = descriptionOf(turn.state, number);
  if (description.references > 1) {
    changeDescription(turn, number, { references: description.references - 1 });
    if (objectOf(turn.state, description.object).kind === 'socket' && isGarbage(turn.state, number))
      throw new ModelLimit('sockets that only messages in their own queues hold, until the kernel collects them');
    return;
  }
  dropEntry(turn, 'descriptions', number);
  if (isHeldBySome(turn.state, description.object)) return;
  const object = objectOf(turn.state, description.object);
  if (object.kind === 'pipe') putObject(turn, description.object, { ...object, content: emptied(object.content) });
  if (object.kind === 'terminal' && object.side === 'master') hangUpTerminal(turn, object.peer);
  if (object.kind === 'socket') socketClosed(turn, description.object, object);
  if (object.kind === 'terminal' && object.name === '' && object.side === 'slave' && object.inbox.length > 0)
    throw new ModelLimit('what becomes of unread output when the slave closes belongs to the kernel');
  if (object.kind === 'listener')
    for (const waiting of object.queue) {
      const end = objectOf(turn.state, waiting);
      if (end.kind === 'socket') socketClosed(turn, waiting, end, true); // never accepted: ECONNRESET
    }
}

/** The master's end of a pseudo-terminal is gone: what the slave had not read is lost. Source: Linux, experiment. */
function hangUpTerminal(turn: Turn, slave: ObjectNumber | null): void {
  const end = slave === null ? undefined : turn.state.objects.get(slave);
  if (slave !== null && end?.kind === 'terminal') putObject(turn, slave, { ...end, inbox: [] });
}

/** The last descriptor of a socket is closed; `resets`: what came was not read, or the closer wants it so. */
export function socketClosed(
  turn: Turn,
  number: ObjectNumber,
  socket: Extract<HostObject, { kind: 'socket' }>,
  resets: boolean = socket.inbox.length > 0,
): void {
  putObject(turn, number, changedSocket(socket, { peer: null, inbox: [], charges: [], carried: [] }));
  for (const { descriptions } of socket.carried) for (const each of descriptions) release(turn, each);
  if (socket.peer === null) return;
  const peer = objectOf(turn.state, socket.peer);
  if (peer.kind !== 'socket') throw new Error(`the peer of socket ${socket.name} is no socket`);
  if (socket.family === 'tcp' && resets && !socket.shutWrite && peer.inbox.length > 1)
    throw new ModelLimit('what a reset leaves of pieces of which each waits until the one before was acknowledged');
  const told = socket.family === 'unix' || !socket.shutWrite; // after an end of file a reset is no error
  const reset = socket.type === 'stream' && resets && told;
  const hears = peer.dead ? {} : { reset, dead: socket.family === 'tcp' && resets }; // a reset comes once
  putObject(turn, socket.peer, changedSocket(peer, { peer: null, ...hears }));
}

/** Whether any description refers to the object, at least with the given access if one is asked for. */
export function isHeldBySome(state: ModelState, object: ObjectNumber, access?: 'r' | 'w'): boolean {
  for (const description of state.descriptions.values())
    if (description.object === object && !description.flags.includes('path')) {
      if (access === undefined || description.access.includes(access)) return true;
    }
  return false;
}

/** Whether the status flag is set. */
export function hasFlag(state: ModelState, number: number, flag: StatusFlag): boolean {
  return descriptionOf(state, number).flags.includes(flag);
}

/** F_SETFL: the settable flags become exactly those of `flags`, the others stay. Source: OPEN-11. */
export function setStatusFlags(turn: Turn, number: number, flags: readonly StatusFlag[]): void {
  const description = descriptionOf(turn.state, number);
  const kept = description.flags.filter((flag) => !settable.includes(flag));
  const next = sortedFlags([...kept, ...flags.filter((flag) => settable.includes(flag))]);
  changeDescription(turn, number, { flags: next });
}

/** Sets or clears O_NONBLOCK alone. Source: FDSET-05, FILE-03. */
export function setNonblock(turn: Turn, number: number, on: boolean): void {
  const description = descriptionOf(turn.state, number);
  if (description.flags.includes('nonblock') === on) return;
  const others = description.flags.filter((flag) => flag !== 'nonblock');
  changeDescription(turn, number, { flags: sortedFlags(on ? [...others, 'nonblock'] : others) });
}
