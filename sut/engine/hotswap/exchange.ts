import { type Cell, createCell } from '../../runtime/cell.ts';
import { createMutex, locked, type Mutex, unlocked } from '../../runtime/mutex.ts';
import type { Scheduler, Thread } from '../../runtime/scheduler.ts';
import { type Step, step, when } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import type { FarEnd } from './far-end.ts';
import type { Handle } from './handle.ts';
import { createRequest, type Request, type RequestState, type SwapEntry } from './request.ts';
import { type Property, type Violation, violationOf } from './violation.ts';

/** A callback that the loop runs later. `ready`: a pure function of shared state, null for always. */
export type Work = { readonly name: string; readonly ready: (() => boolean) | null; run(): Task<void> };

/** Everything that the parties of a hotswap share. Source: spec of hotswap, terms. */
export type Exchange = {
  readonly scheduler: Scheduler;
  /** The big lock: who holds it is the main loop. */
  readonly loop: Mutex;
  /** What the main loop has to do, first come first served. */
  readonly work: Cell<readonly Work[]>;
  /** Steps in which the main loop waits for work. */
  readonly waiting: Step;
  /** By id; only the loop looks. */
  readonly chardevs: Map<string, FarEnd>;
  readonly farEnds: FarEnd[];
  readonly handles: Handle[];
  readonly requests: Request[];
  /** How far each of them came, and when. */
  readonly swaps: SwapEntry[];
  /** A log of the machine is recorded, from which it is to be run again. */
  recording: boolean;
  /** Who holds the lock that steps call by this name. */
  readonly holders: Map<string, () => Thread | null>;
  /** The write_all that has begun at a far end and goes on, by far end. */
  readonly unfinished: Map<FarEnd, object>;
  /** Copies of ids that bottom halves own, and how many of them are lost for good. */
  lostNames: number;
  /** Everything ended; nothing that is left over counts. */
  shutDown: boolean;
  violation: Violation | null;
};

/** Made once for all executions (XE-3). */
const waitingForWork = step('wait', { object: 'loop', field: 'work', write: false });

/** Nothing is there yet. */
export function createExchange(scheduler: Scheduler): Exchange {
  const loop = createMutex(scheduler, 'loop');
  const work = createCell<readonly Work[]>(scheduler, 'loop', 'work', [], null);
  const holders = new Map<string, () => Thread | null>([['loop', (): Thread | null => loop.owner]]);
  const due = (): boolean => work.value.some(({ ready }) => ready === null || ready());
  return {
    scheduler,
    loop,
    work,
    waiting: when(waitingForWork, due),
    chardevs: new Map(),
    farEnds: [],
    handles: [],
    requests: [],
    swaps: [],
    recording: false,
    holders,
    unfinished: new Map(),
    lostNames: 0,
    shutDown: false,
    violation: null,
  };
}

/** Notes the first property that breaks. */
export function violate(exchange: Exchange, property: Property, text: string, object?: string): void {
  exchange.violation ??= violationOf(property, text, object);
}

/** A further wish, which nothing was done for. */
export function openRequest(exchange: Exchange, id: string, old: FarEnd | null, handle: Handle | null): Request {
  const request = createRequest(exchange.requests.length, id, old, handle);
  exchange.requests.push(request);
  note(exchange, request);
  return request;
}

/** It came so far. `isLogged`: this shows in logs. */
export function become(exchange: Exchange, request: Request, state: RequestState, isLogged = true): void {
  const its: { -readonly [Key in keyof Request]: Request[Key] } = request;
  its.state = state;
  if (isLogged) note(exchange, request);
}

function note({ swaps, scheduler }: Exchange, { seq, id, state, handle, generation }: Request): void {
  swaps.push({ after: scheduler.steps, seq, id, st: state, old: generation, new: handle?.generation ?? generation });
}

/** Runs something on the loop: a command, an unplug, an event of a descriptor. */
export function* onLoop({ loop }: Exchange, run: () => Task<void>): Task<void> {
  yield loop.locking;
  locked(loop);
  yield* run();
  yield loop.unlocking;
  unlocked(loop);
}

/** Puts work at the end of the list. */
export function* schedule(exchange: Exchange, work: Work): Task<void> {
  yield exchange.work.writing;
  exchange.work.value = [...exchange.work.value, work];
}

/** Takes work off the list, if it is still there. */
export function* unschedule(exchange: Exchange, work: Work): Task<void> {
  yield exchange.work.writing;
  exchange.work.value = exchange.work.value.filter((each) => each !== work);
}

/** The main loop. It waits for work for ever. */
export function* mainLoop(exchange: Exchange): Task<void> {
  const { loop, work, waiting } = exchange;
  for (;;) {
    yield waiting;
    yield loop.locking;
    locked(loop);
    yield work.writing;
    const first = work.value.find(({ ready }) => ready === null || ready());
    work.value = work.value.filter((each) => each !== first);
    if (first !== undefined) yield* first.run();
    yield loop.unlocking;
    unlocked(loop);
  }
}
