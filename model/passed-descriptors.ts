import { changeChardev, chardevOf } from './chardev.ts';
import { release, retain, setNonblock } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { ModelLimit } from './limit.ts';
import { receiveDescription } from './open.ts';
import { socketAt } from './socket-end.ts';
import { changedLink, type SocketLink } from './socket-link-record.ts';
import type { ModelState, Turn } from './state.ts';
import { putWitness, witnessOf } from './witness.ts';

/** Descriptors that one message can bring to a chardev. Source: SOCK-16. */
const receivedMax = 16;

function linkAt(state: ModelState, label: string): SocketLink | null {
  return state.chardevs.get(label)?.link ?? null;
}

function put(turn: Turn, label: string, members: Partial<SocketLink>): void {
  const link = linkAt(turn.state, label);
  if (link !== null) changeChardev(turn, label, { link: changedLink(link, members) });
}

/**
 * Descriptors that came with input: the new ones are installed, then unclaimed older ones are closed. A chardev that reads a
 * socket as a file, with read(2), loses them. Source: SOCK-16, experiment.
 */
export function receivePassed(turn: Turn, label: string, brought: readonly number[]): void {
  if (linkAt(turn.state, label) === null) {
    for (const description of brought) release(turn, description);
    return;
  }
  const numbers: number[] = [];
  for (const [index, description] of brought.entries()) {
    if (index >= receivedMax) {
      release(turn, description);
      continue;
    }
    const received = receiveDescription(turn, description);
    if (received.ok) numbers.push(received.value);
  }
  if (numbers.length === 0) return;
  for (const number of linkAt(turn.state, label)?.received ?? []) closeNumber(turn, number);
  put(turn, label, { received: numbers });
}

/** Every look for input makes what nobody took blocking once more, whoever made it nonblocking. Source: SOCK-16, experiment. */
export function keepPassedBlocking(turn: Turn, label: string): void {
  keepBlocking(turn, passedTo(turn.state, label));
}

/** Every read of a connection makes what is pending on it blocking once more. Source: FDSET-05, experiment. */
export function keepBlocking(turn: Turn, numbers: readonly number[]): void {
  if (!turn.state.profile.pendingHeldBlocking) return;
  for (const number of numbers) {
    const description = descriptionAt(turn.state, number);
    if (description !== null) setNonblock(turn, description, false);
  }
}

/** What has come and nobody took; nothing where the type passes none. Source: SOCK-16. */
export function passedTo(state: ModelState, label: string): readonly number[] {
  return linkAt(state, label)?.received ?? [];
}

/** These in the place of what had come. */
export function keepPassed(turn: Turn, label: string, received: readonly number[]): void {
  put(turn, label, { received });
}

/** get_msgfds: the first `max`, the others are closed; `null` where the type passes none. Source: SOCK-16. */
export function takePassed(turn: Turn, label: string, max: number): readonly number[] | null {
  const link = linkAt(turn.state, label);
  if (link === null) return null;
  for (const number of link.received.slice(max)) closeNumber(turn, number);
  put(turn, label, { received: [] });
  return link.received.slice(0, max);
}

/** set_msgfds: in the place of what was given before; false where it is refused. Source: SOCK-17. */
function givePassed(turn: Turn, label: string, given: readonly number[]): boolean {
  const link = linkAt(turn.state, label);
  if (link === null) return false;
  dropGiven(turn, label);
  const { input } = chardevOf(turn.state, label);
  if (socketAt(turn.state, input)?.family !== 'unix') return false;
  put(turn, label, { given });
  return true;
}

/** What stands for a number that was closed before it was sent. */
export const closedGiven = -1;

/** A witness closes what it was given to send; a chardev that has not sent it names closed numbers. Source: SOCK-17. */
export function giveBack(turn: Turn, id: string): void {
  const { lent } = witnessOf(turn.state, id);
  if (lent.length === 0) return;
  for (const { label, link } of turn.state.chardevs.values())
    if (link?.given === lent) put(turn, label, { given: lent.map(() => closedGiven) });
  for (const description of lent) release(turn, description);
  putWitness(turn, id, { lent: [] });
}

/** A witness has others to send from now on, taken or not. Source: SOCK-17. */
export function lend(turn: Turn, id: string, label: string | null, descriptions: readonly number[]): boolean {
  for (const { link } of turn.state.chardevs.values())
    if (link?.given.includes(closedGiven))
      throw new ModelLimit('numbers that a chardev was to send and are given anew');
  const lent = descriptions.map((each) => retain(turn, each));
  const taken = label !== null && givePassed(turn, label, lent);
  giveBack(turn, id);
  putWitness(turn, id, { lent });
  if (!taken) giveBack(turn, id);
  return taken;
}

/** What was given is forgotten: it was sent, or can never be. Source: SOCK-17. */
export function dropGiven(turn: Turn, label: string): void {
  put(turn, label, { given: [] });
}

/** The connection is over: what came unclaimed and what waits to be sent go with it. Source: SOCK-12, SOCK-16. */
export function dropPassed(turn: Turn, label: string): void {
  for (const number of linkAt(turn.state, label)?.received ?? [])
    if (descriptionAt(turn.state, number) !== null) closeNumber(turn, number);
  put(turn, label, { received: [] });
  dropGiven(turn, label);
}
