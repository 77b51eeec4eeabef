import { lockSteps } from '../../runtime/mutex.ts';
import type { Thread } from '../../runtime/scheduler.ts';
import { behind, type Door, type Step, writes } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Exchange, violate } from './exchange.ts';

/**
 * A lock with a beginning and an end, as pthread's has: not recursive, and misuse is noted. Its functions take one step
 * each.
 */
export type Gate = {
  readonly name: string;
  /** Who holds it, and whether it is there: `holdBy` and `live` write them. */
  readonly owner: Thread | null;
  readonly life: 'absent' | 'ready' | 'destroyed';
  /** Shut while somebody holds it; one that is not there stops nobody. */
  readonly door: Door;
  readonly locking: Step;
  readonly unlocking: Step;
  readonly changing: Step;
};

type Writable = { -readonly [Key in keyof Gate]: Gate[Key] };

const known = new Map<string, Step>();

function changingOf(name: string): Step {
  const found = known.get(name) ?? writes(name, 'lock');
  known.set(name, found);
  return found;
}

/** A lock that nobody holds. */
export function createGate(exchange: Exchange, name: string, life: Gate['life']): Gate {
  const { locking, unlocking } = lockSteps(exchange.scheduler, name);
  const door = { isShut: false };
  const gate: Gate = {
    name,
    owner: null,
    life,
    door,
    locking: behind(locking, door),
    unlocking,
    changing: changingOf(name),
  };
  exchange.holders.set(name, () => gate.owner);
  return gate;
}

/** Gives it to a thread, or to nobody. */
export function holdBy(gate: Gate, who: Thread | null): void {
  const its: Writable = gate;
  its.owner = who;
  gate.door.isShut = who !== null && gate.life === 'ready';
}

/** It begins or ends. */
export function live(gate: Gate, life: Gate['life']): void {
  const its: Writable = gate;
  its.life = life;
  gate.door.isShut = gate.owner !== null && life === 'ready';
}

/** Takes it, waiting for it if need be; a thread that holds it already waits for ever. */
export function* enter(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.locking;
  entered(exchange, gate);
}

/** The running thread has taken it: to be called by who has yielded `locking` itself, which spares a task. */
export function entered(exchange: Exchange, gate: Gate): void {
  const who = exchange.scheduler.current;
  if (gate.life === 'absent') {
    violate(exchange, 'lock used before it exists', `${who?.name} takes ${gate.name}, which was never made`, gate.name);
  }
  if (gate.life === 'destroyed') {
    violate(exchange, 'lock used after its end', `${who?.name} takes ${gate.name}, which was destroyed`, gate.name);
  }
  holdBy(gate, who);
}

/** Gives it back. */
export function* leave(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.unlocking;
  left(exchange, gate);
}

/** The running thread has given it back: to be called by who has yielded `unlocking` itself. */
export function left(exchange: Exchange, gate: Gate): void {
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
  holdBy(gate, null);
}

/** Makes it. */
export function* initialise(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.changing;
  if (gate.owner !== null) {
    const text = `${exchange.scheduler.current?.name} makes ${gate.name} anew while ${gate.owner.name} holds it`;
    violate(exchange, 'lock made again while held', text, gate.name);
  }
  live(gate, 'ready');
  holdBy(gate, null);
}

/** Ends it. */
export function* destroyGate(exchange: Exchange, gate: Gate): Task<void> {
  yield gate.changing;
  if (gate.owner !== null) {
    const text = `${exchange.scheduler.current?.name} destroys ${gate.name} while ${gate.owner.name} holds it`;
    violate(exchange, 'lock destroyed while held', text, gate.name);
  }
  live(gate, 'destroyed');
}
