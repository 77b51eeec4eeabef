import { type Cell, createCell } from '../../runtime/cell.ts';
import { type Access, type Step, step } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import type { Exchange, Work } from './exchange.ts';
import type { FarEnd } from './far-end.ts';
import { createGate, type Gate } from './gate.ts';
import type { Request } from './request.ts';

/** The device that uses a handle. Its functions may call anything. */
export type User = {
  readonly name: string;
  /** Hears OPENED and CLOSED, on whichever thread they are raised. */
  event(event: 'opened' | 'closed', handle: Handle): Task<void>;
  /** The backend was exchanged; below zero refuses. Null: it cannot take that. */
  readonly changed: ((handle: Handle) => Task<number>) | null;
};

/** A callback that waits for room, and the thread that waits for it. */
export type OutputWatch = { readonly end: FarEnd; woken: boolean };

/** The frontend's place at its chardev. What is no field is looked at on the loop alone. Source: SWAP-D10, ENG-01. */
export type Handle = {
  readonly name: string;
  readonly chr: Cell<FarEnd | null>;
  /** What covers a write: chr_lock as posted, `gate` in the design. */
  readonly gate: Gate;
  /** Writers stand in line here (design). */
  readonly order: Gate;
  readonly state: Cell<'attached' | 'swapping' | 'detached'>;
  /** The last event delivered was OPENED. */
  readonly told: Cell<boolean>;
  readonly listening: Cell<boolean>;
  readonly watches: Cell<readonly OutputWatch[]>;
  /** Descriptors that go with the next message (design). */
  readonly fds: Cell<number>;
  user: User | null;
  changed: User['changed'];
  /** Who set `changed`. */
  changedBy: User | null;
  open: boolean;
  /** Counts attachments and swaps (design). */
  generation: number;
  pending: Request | null;
  /** The stored bottom half (as posted). */
  bottomHalf: BottomHalf | null;
  /** Events delivered so far. */
  events: number;
  readonly steps: HandleSteps;
};

/** Made once for all executions (XE-3). */
type HandleSteps = {
  /** An event is handed over: tells, and looks who listens and where. */
  readonly delivering: Step;
  /** A writer looks where it is to write (design). */
  readonly looking: Step;
  /** It goes from one chardev to another (design), by their names. */
  readonly moving: Map<string, Step>;
  /** A writer waits until a change is over (design). */
  readonly changed: Step;
};

const known = new Map<string, HandleSteps>();

function stepsOf(name: string): HandleSteps {
  const found = known.get(name);
  if (found !== undefined) return found;
  const reading = (field: string): Access => ({ object: name, field, write: false });
  const made = {
    delivering: step('access', { object: name, field: 'told', write: true }, [reading('listening'), reading('chr')]),
    looking: step('access', reading('chr'), [reading('state')]),
    moving: new Map<string, Step>(),
    changed: step('wait', reading('state')),
  };
  known.set(name, made);
  return made;
}

/** A bottom half as an object that can be deleted. */
export type BottomHalf = { readonly work: Work; readonly request: Request; ran: boolean; deleted: boolean };

/** A handle at no chardev. */
export function createHandle(exchange: Exchange, name: string, gate: Gate['life']): Handle {
  const { scheduler, loop } = exchange;
  const handle: Handle = {
    name,
    chr: createCell<FarEnd | null>(scheduler, name, 'chr', null, loop),
    gate: createGate(exchange, `${name}.gate`, gate),
    order: createGate(exchange, `${name}.order`, 'ready'),
    state: createCell<'attached' | 'swapping' | 'detached'>(scheduler, name, 'state', 'detached', loop),
    told: createCell(scheduler, name, 'told', false),
    listening: createCell(scheduler, name, 'listening', false, loop),
    watches: createCell<readonly OutputWatch[]>(scheduler, name, 'watches', []),
    fds: createCell(scheduler, name, 'fds', 0),
    user: null,
    changed: null,
    changedBy: null,
    open: false,
    generation: 0,
    pending: null,
    bottomHalf: null,
    events: 0,
    steps: stepsOf(name),
  };
  exchange.handles.push(handle);
  return handle;
}
