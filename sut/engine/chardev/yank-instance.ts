import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Chardev } from './chardev.ts';

/**
 * An attempt to connect whose chardev has gone, and can still be shut down under its name. `holdsName`: nobody else has
 * taken the name over, so no new socket can have it.
 */
export type LeftAttempt = { readonly attempt: object; readonly label: string; readonly holdsName: boolean };

/** Whether the name under which a connection can be shut down stays with an attempt that outlives its chardev. Source: RACE-S05, RACE-S06. */
function outlives(machine: Machine): boolean {
  return hasQuirk(machine, 'RACE-S06');
}

/** Whether a socket cannot be made under this name yet. Source: RACE-S06. */
export function isNameHeld({ leftAttempts }: Machine, label: string): boolean {
  return leftAttempts.some((each) => each.holdsName && each.label === label);
}

/** Names that attempts hold, besides those of the chardevs. Source: RACE-S06. */
export function heldNames({ leftAttempts }: Machine): readonly string[] {
  return [...new Set(leftAttempts.filter(({ holdsName }) => holdsName).map(({ label }) => label))];
}

/**
 * A chardev is about to go. `heir`: the one of the same name that stays, if there is one: between two sockets the name is
 * handed over. A name that is given up while an attempt still counts on it is the end of the process. Source: RACE-S05.
 */
export function* giveUpName(machine: Machine, { label, backend }: Chardev, heir: Chardev | null): Task<void> {
  if (backend.yank === undefined || !outlives(machine)) return;
  const isHandedOver = heir?.backend.yank !== undefined;
  const attempt = backend.attempt?.() ?? null;
  if (attempt !== null) machine.leftAttempts = [...machine.leftAttempts, { attempt, label, holdsName: !isHandedOver }];
  else if (!isHandedOver && isCountedOn(machine, label)) yield* crash(machine, 'SIGABRT');
}

/** Whether an attempt that began under this name still runs, and has been counted since it began. */
function isCountedOn({ leftAttempts, profile }: Machine, label: string): boolean {
  return !profile.yanksOnceConnected && leftAttempts.some((each) => each.label === label);
}

/**
 * An attempt of a chardev that has gone is over. The name that it held is given up; one that counts only now looks for
 * the name that another has taken over. Source: RACE-S05.
 */
export function* attemptEnds(machine: Machine, attempt: object, isConnected: boolean): Task<void> {
  const ended = machine.leftAttempts.find((each) => each.attempt === attempt);
  if (ended === undefined) return;
  machine.leftAttempts = machine.leftAttempts.filter((each) => each !== ended);
  const { label, holdsName } = ended;
  if (holdsName && isCountedOn(machine, label)) yield* crash(machine, 'SIGABRT');
  if (holdsName || !isConnected || !machine.profile.yanksOnceConnected) return;
  const isNamed = machine.chardevs.get(label)?.backend.yank !== undefined || isNameHeld(machine, label);
  if (!isNamed) yield* crash(machine, 'SIGABRT');
}
