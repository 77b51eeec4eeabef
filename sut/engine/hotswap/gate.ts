import type { Thread } from '../../runtime/scheduler.ts';
import { type Step, step } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Exchange, violate } from './exchange.ts';

/**
 * A lock with a beginning and an end, as pthread's has: not recursive, and misuse is noted. Its functions take one step
 * each.
 */
export type Gate = {
  readonly name: string;
  owner: Thread | null;
  life: 'absent' | 'ready' | 'destroyed';
  readonly locking: Step;
  readonly unlocking: Step;
  readonly changing: Step;
};

/** A lock that nobody holds. */
export function createGate(exchange: Exchange, name: string, life: Gate['life']): Gate {
  const access = { object: name, field: 'lock', write: true };
  const gate: Gate = {
    name,
    owner: null,
    life,
    locking: step('lock', access, [], () => gate.owner === null || gate.life !== 'ready'),
    unlocking: step('unlock', access),
    changing: step('access', access),
  };
  exchange.holders.set(name, () => gate.owner);
  return gate;
}

/** Takes it, waiting for it if need be; a thread that holds it already waits for ever. */
export function* enter(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.locking;
  const who = exchange.scheduler.current;
  if (gate.life === 'absent') {
    violate(exchange, 'lock used before it exists', `${who?.name} takes ${gate.name}, which was never made`, gate.name);
  }
  if (gate.life === 'destroyed') {
    violate(exchange, 'lock used after its end', `${who?.name} takes ${gate.name}, which was destroyed`, gate.name);
  }
  gate.owner = who;
}

/** Gives it back. */
export function* leave(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.unlocking;
  const who = exchange.scheduler.current;
  if (gate.life !== 'ready') {
    violate(
      exchange,
      'lock used after its end',
      `${who?.name} gives back ${gate.name}, which was destroyed`,
      gate.name,
    );
  } else if (gate.owner !== who) {
    const text = `${who?.name} gives back ${gate.name}, which ${gate.owner?.name ?? 'nobody'} holds`;
    violate(exchange, 'lock given back by another', text, gate.name);
  }
  gate.owner = null;
}

/** Makes it. */
export function* initialise(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.changing;
  if (gate.owner !== null) {
    const text = `${exchange.scheduler.current?.name} makes ${gate.name} anew while ${gate.owner.name} holds it`;
    violate(exchange, 'lock made again while held', text, gate.name);
  }
  gate.life = 'ready';
  gate.owner = null;
}

/** Ends it. */
export function* destroyGate(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.changing;
  if (gate.owner !== null) {
    const text = `${exchange.scheduler.current?.name} destroys ${gate.name} while ${gate.owner.name} holds it`;
    violate(exchange, 'lock destroyed while held', text, gate.name);
  }
  gate.life = 'destroyed';
}
