import { type Cell, createCell } from '../../runtime/cell.ts';
import { type Step, step, touching } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Exchange, violate } from './exchange.ts';
import type { Handle } from './handle.ts';
import type { Call } from './ledger.ts';

/** What a chardev is made to be. `name` is its name in steps, its own in every problem. */
export type FarEndSpec = {
  readonly name: string;
  /** Somebody is connected from the start (a file or ring always is). */
  readonly open: boolean;
  /** Bytes that it takes before EAGAIN; null: any number. */
  readonly room: number | null;
  /** Whether it can say when there is room again. */
  readonly watch: boolean;
  /** Made with mux=on: a mux over a base of its own. */
  readonly mux: boolean;
  /** It cannot be made at all. */
  readonly fails: boolean;
};

/** An open far end with room for everything. */
export function farEnd(name: string, special: Partial<FarEndSpec> = {}): FarEndSpec {
  return { name, open: true, room: null, watch: true, mux: false, fails: false, ...special };
}

/**
 * A chardev in its bare form: what its frontend and its peer see of it. Stands for all backends: open or not, with room
 * or full, with a peer that leaves.
 */
export type FarEnd = {
  readonly spec: FarEndSpec;
  readonly name: string;
  /** Its id; changes when it takes over another's. Only the loop looks. */
  label: string;
  /** It stands in the registry under a name that the user did not choose. */
  internal: boolean;
  readonly base: FarEnd | null;
  readonly owner: Cell<Handle | null>;
  /** What chardev and frontend believe of the connection. */
  readonly open: Cell<boolean>;
  /** The truth: somebody is there. */
  readonly peer: Cell<boolean>;
  readonly alive: Cell<boolean>;
  readonly room: Cell<number>;
  /** Descriptors that go with the next message. */
  readonly fds: Cell<number>;
  /** Users that keep it alive though it is closing. */
  readonly pins: Cell<number>;
  /** A change is under way (design). Only the loop looks. */
  reserved: boolean;
  /** It goes when the last pin does (design); changes with `pins`. */
  closing: boolean;
  /** Its peer came or went; changes with `peer`, and only the judge looks. */
  disturbed: boolean;
  readonly steps: FarEndSteps;
};

/** Made once for all executions (XE-3). */
type FarEndSteps = {
  readonly attempting: Step;
  /** The same for who carries the descriptors, by its name. */
  readonly attemptingFor: Map<string, Step>;
  readonly using: Step;
  /** The peer comes or goes. */
  readonly connecting: Step;
};

const known = new Map<string, FarEndSteps>();

function stepsOf(name: string): FarEndSteps {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = {
    attempting: step('access', { object: name, field: 'room', write: true }, [
      { object: name, field: 'fds', write: true },
      { object: name, field: 'alive', write: false },
      { object: name, field: 'peer', write: false },
    ]),
    attemptingFor: new Map<string, Step>(),
    using: step('access', { object: name, field: 'alive', write: false }),
    connecting: step('access', { object: name, field: 'peer', write: true }, [
      { object: name, field: 'open', write: true },
      { object: name, field: 'owner', write: false },
      { object: name, field: 'alive', write: false },
    ]),
  };
  known.set(name, made);
  return made;
}

const roomMany = 1_000_000;

/** A far end that nobody finds yet. */
export function createFarEnd(exchange: Exchange, spec: FarEndSpec, label: string): FarEnd {
  const { scheduler, loop } = exchange;
  const { name } = spec;
  const baseSpec: FarEndSpec = { ...spec, name: `${name}-base`, mux: false };
  const made: FarEnd = {
    spec,
    name,
    label,
    internal: false,
    base: spec.mux ? createFarEnd(exchange, baseSpec, `${label}-base`) : null,
    owner: createCell<Handle | null>(scheduler, name, 'owner', null, loop),
    open: createCell(scheduler, name, 'open', spec.open),
    peer: createCell(scheduler, name, 'peer', spec.open),
    alive: createCell(scheduler, name, 'alive', true),
    room: createCell(scheduler, name, 'room', spec.room ?? roomMany),
    fds: createCell(scheduler, name, 'fds', 0),
    pins: createCell(scheduler, name, 'pins', 0),
    reserved: false,
    closing: false,
    disturbed: false,
    steps: stepsOf(name),
  };
  exchange.farEnds.push(made);
  return made;
}

/** Notes a use of what is no more. `how`: in words. To be called in a step that reads `alive`. */
export function mustLive(exchange: Exchange, end: FarEnd, how: string): void {
  if (end.alive.value) return;
  violate(exchange, 'use after free', `${exchange.scheduler.current?.name} ${how} ${end.name} after its end`, end.name);
}

/**
 * One attempt to write that never waits: how many bytes were taken, 0 for no room, -1 for nobody there. One step.
 * `carrier`: descriptors wait there and not at the far end.
 */
export function* attempt(exchange: Exchange, end: FarEnd, call: Call, carrier: Handle | null = null): Task<number> {
  yield attemptStep(end, carrier);
  return attempted(exchange, end, call, carrier);
}

/** The step that an attempt is. */
export function attemptStep({ steps }: FarEnd, carrier: Handle | null): Step {
  if (carrier === null) return steps.attempting;
  const found = steps.attemptingFor.get(carrier.name);
  if (found !== undefined) return found;
  const made = touching(steps.attempting, [carrier.fds.writing]);
  steps.attemptingFor.set(carrier.name, made);
  return made;
}

/** The attempt: to be called by who has yielded `attemptStep` itself, which spares a task. */
export function attempted(exchange: Exchange, end: FarEnd, call: Call, carrier: Handle | null): number {
  mustLive(exchange, end, 'writes to');
  if (!end.peer.value) return -1;
  const count = Math.min(call.bytes - call.counted(), end.room.value);
  end.room.value -= count;
  call.accepted(end, count);
  const { fds } = carrier ?? end;
  if (count > 0 && fds.value > 0) {
    call.descriptors(fds.value);
    fds.value = 0;
  }
  return count;
}

/** Frees it. */
export function* free(exchange: Exchange, end: FarEnd): Task<void> {
  yield end.alive.writing;
  if (!end.alive.value) {
    violate(exchange, 'deleted twice', `${exchange.scheduler.current?.name} frees ${end.name} again`, end.name);
  }
  end.alive.value = false;
}
