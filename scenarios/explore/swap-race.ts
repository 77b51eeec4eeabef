import type { Mutex } from '../../sut/runtime/mutex.ts';
import { createMutex, locked, unlocked } from '../../sut/runtime/mutex.ts';
import { createScheduler, type Scheduler } from '../../sut/runtime/scheduler.ts';
import { behind, type Door } from '../../sut/runtime/step.ts';
import type { Task } from '../../sut/runtime/task.ts';
import { createSwapHistory, type SwapHistory } from './linearizability/swap-history.ts';
import type { Broken, Problem, World } from './problem.ts';
import { historySteps, type SwapRaceSteps, swapRaceSteps, writerLetters } from './swap-race-steps.ts';

/** `m1` swap without lock, `m2` pointer read before locking, `m3` old deleted first, `m4` second lock in the other order, `m5` event without lock; `merged`: no bottom half, a lock in each backend. Source: XR-4, XR-5. */
export type SwapRaceVariant = 'm1' | 'm2' | 'm3' | 'm4' | 'm5' | 'merged';

/** Sizes of the reference problem. `coarse`: one object id per backend. `bigLock`: with `merged`, everybody holds one. */
export type SwapRaceOptions = {
  readonly writers: number;
  readonly writes: number;
  readonly disconnect?: boolean;
  readonly variant?: SwapRaceVariant;
  readonly coarse?: boolean;
  readonly bigLock?: boolean;
  /** Calls and returns of writes are visible steps: `one` field for all returns, or one `each`, which is as good. */
  readonly histories?: 'one' | 'each';
};

type Backend = { alive: boolean; open: boolean; bytes: number };

/** A class: of a literal each world would have functions of its own. */
class Race implements World {
  readonly options: SwapRaceOptions;
  readonly steps: SwapRaceSteps;
  readonly scheduler: Scheduler;
  readonly frontendLock: Mutex;
  /** Of the variants that have more locks than one. */
  readonly others: { readonly backends: readonly [Mutex, Mutex]; readonly second: Mutex; readonly big: Mutex } | null;
  readonly backends: readonly [Backend, Backend];
  pointer: 0 | 1;
  /** Shut until it is scheduled, and until the new one is made. */
  readonly bh: Door;
  readonly made: Door;
  frontendOpen: boolean;
  refused: number;
  deleted: number;
  broken: Broken | null;
  readonly history: SwapHistory | null;

  constructor(options: SwapRaceOptions, scheduler: Scheduler) {
    this.options = options;
    this.steps = swapRaceSteps[options.coarse === true ? 'coarse' : 'fine'];
    this.scheduler = scheduler;
    this.frontendLock = createMutex(scheduler, 'L');
    this.others = options.variant === undefined ? null : otherLocks(scheduler);
    this.backends = [
      { alive: true, open: true, bytes: 0 },
      { alive: false, open: false, bytes: 0 },
    ];
    this.pointer = 0;
    this.bh = { isShut: true };
    this.made = { isShut: true };
    this.frontendOpen = true;
    this.refused = 0;
    this.deleted = 0;
    this.broken = null;
    this.history = options.histories === undefined ? null : createSwapHistory();
  }

  check(): Broken | null {
    return this.broken;
  }

  end(): Broken | null {
    return ended(this);
  }

  digest(): string {
    return digest(this);
  }
}

/** The reference problem `swap-race(W,K)`. Source: XR-1 to XR-5. */
export function swapRace(options: SwapRaceOptions): Problem {
  const { writers, writes: each, disconnect, variant, coarse, bigLock, histories } = options;
  const named = { disc: disconnect, [variant ?? '']: variant !== undefined, coarse, big: bigLock };
  const history = { one: 'hist1', each: 'hist' };
  const flags = Object.entries(named).map(([flag, isSet]) => (isSet === true ? flag : ''));
  if (histories !== undefined) flags.push(history[histories]);
  return {
    id: 'swap-race',
    params: [`W${writers}K${each}`, ...flags.filter((flag) => flag !== '')].join(','),
    start: (chooser) => start(options, createScheduler({ chooser, explored: true })),
  };
}

function start(options: SwapRaceOptions, scheduler: Scheduler): World {
  const race = new Race(options, scheduler);
  const merged = options.variant === 'merged';
  for (let writer = 0; writer < options.writers; writer += 1) {
    scheduler.spawn(writerLetters[writer] ?? 'w', merged ? mergedWriter(race) : writing(race, writer));
  }
  if (merged) scheduler.spawn('command', mergedCommand(race));
  else {
    scheduler.spawn('main', mainLoop(race));
    scheduler.spawn('command', command(race));
  }
  if (options.disconnect === true) scheduler.spawn('disconnect', disconnecting(race));
  return race;
}

function otherLocks(scheduler: Scheduler): Race['others'] {
  return {
    backends: [createMutex(scheduler, 'L0'), createMutex(scheduler, 'L1')],
    second: createMutex(scheduler, 'C'),
    big: createMutex(scheduler, 'big'),
  };
}

/** P1 and P2: the byte goes to a living backend, which takes it or refuses it. */
function put(race: Race, to: 0 | 1): void {
  const backend = race.backends[to];
  if (!backend.alive)
    race.broken ??= {
      property: 'P1',
      text: `a byte for backend ${to} after its end`,
      clauses: ['SAFE-01'],
      object: `be${to}`,
    };
  if (backend.open) backend.bytes += 1;
  else race.refused += 1;
}

function* writing(race: Race, writer: number): Task<void> {
  const { options, steps, scheduler, frontendLock } = race;
  const visible = historySteps(options, writer);
  for (let count = 0; count < options.writes; count += 1) {
    if (visible !== null) yield visible.calling;
    const entry = race.history?.call(scheduler.current?.name ?? '');
    let to: 0 | 1;
    if (options.variant === 'm2') {
      yield steps.readPointer;
      to = race.pointer;
      scheduler.observe(to);
      yield frontendLock.locking;
      locked(frontendLock);
    } else {
      yield frontendLock.locking;
      locked(frontendLock);
      yield steps.readPointer;
      to = race.pointer;
      scheduler.observe(to);
    }
    yield steps.write[to];
    put(race, to);
    scheduler.forget();
    yield frontendLock.unlocking;
    unlocked(frontendLock);
    if (visible !== null) yield visible.returning;
    if (entry !== undefined) race.history?.return(entry, to);
  }
}

function* mainLoop(race: Race): Task<void> {
  const { options, steps, scheduler, frontendLock, others, backends } = race;
  const { variant } = options;
  yield behind(steps.scheduled, race.bh);
  race.bh.isShut = true;
  yield steps.readOpen[0];
  const oldOpen = backends[0].open;
  scheduler.observe(oldOpen ? 1 : 2);
  yield steps.readOpen[1];
  const closes = oldOpen && !backends[1].open;
  scheduler.forget();
  scheduler.observe(closes ? 1 : 2);
  if (closes) {
    yield steps.frontendOpen;
    race.frontendOpen = false;
  }
  scheduler.forget();
  if (variant === 'm3') yield* deleting(race);
  if (variant !== 'm1') {
    yield frontendLock.locking;
    locked(frontendLock);
  }
  if (others !== null && variant === 'm4') {
    yield others.second.locking;
    locked(others.second);
  }
  yield steps.setPointer;
  race.pointer = 1;
  yield steps.readOpen[1];
  const { open } = backends[1];
  scheduler.observe(open ? 1 : 2);
  yield steps.frontendOpen;
  race.frontendOpen = open;
  scheduler.forget();
  if (others !== null && variant === 'm4') {
    yield others.second.unlocking;
    unlocked(others.second);
  }
  if (variant !== 'm1') {
    yield frontendLock.unlocking;
    unlocked(frontendLock);
  }
  if (variant !== 'm3') yield* deleting(race);
}

function* deleting(race: Race): Task<void> {
  yield race.steps.deleteOld;
  race.backends[0].alive = false;
  race.deleted += 1;
}

function* command(race: Race): Task<void> {
  yield race.steps.create;
  race.made.isShut = false;
  race.backends[1].alive = true;
  race.backends[1].open = true;
  yield race.steps.schedule;
  race.bh.isShut = false;
}

function* disconnecting(race: Race): Task<void> {
  const { options, steps, scheduler, frontendLock, others } = race;
  const { variant } = options;
  yield behind(steps.made, race.made);
  yield steps.closeNew;
  race.backends[1].open = false;
  if (others !== null && variant === 'm4') {
    yield others.second.locking;
    locked(others.second);
  }
  if (variant !== 'm5') {
    yield frontendLock.locking;
    locked(frontendLock);
  }
  yield steps.readPointer;
  const isNew = race.pointer === 1;
  scheduler.observe(isNew ? 1 : 2);
  if (isNew) {
    yield steps.frontendOpen;
    race.frontendOpen = false;
  }
  scheduler.forget();
  if (variant !== 'm5') {
    yield frontendLock.unlocking;
    unlocked(frontendLock);
  }
  if (others !== null && variant === 'm4') {
    yield others.second.unlocking;
    unlocked(others.second);
  }
}

/** QEMU 10.0's order: the pointer is read without a lock, then that backend is locked. Source: XR-4. */
function* mergedWriter(race: Race): Task<void> {
  const { options, steps, scheduler, others } = race;
  if (others === null) return;
  const { backends: locks, big } = others;
  for (let count = 0; count < options.writes; count += 1) {
    if (options.bigLock === true) {
      yield big.locking;
      locked(big);
    }
    yield steps.readPointer;
    const to = race.pointer;
    scheduler.observe(to);
    yield locks[to].locking;
    locked(locks[to]);
    yield steps.write[to];
    put(race, to);
    yield locks[to].unlocking;
    unlocked(locks[to]);
    scheduler.forget();
    if (options.bigLock === true) {
      yield big.unlocking;
      unlocked(big);
    }
  }
}

function* mergedCommand(race: Race): Task<void> {
  const { options, steps, others } = race;
  if (others === null) return;
  const { big } = others;
  if (options.bigLock === true) {
    yield big.locking;
    locked(big);
  }
  yield steps.create;
  race.made.isShut = false;
  race.backends[1].alive = true;
  race.backends[1].open = true;
  yield steps.setPointer;
  race.pointer = 1;
  yield steps.frontendOpen;
  race.frontendOpen = race.backends[1].open;
  yield* deleting(race);
  if (options.bigLock === true) {
    yield big.unlocking;
    unlocked(big);
  }
}

/** P2 to P5. */
function ended(race: Race): Broken | null {
  const { options, scheduler, backends } = race;
  if (scheduler.threads.length > 0) {
    const names = scheduler.threads.map(({ name, pending }) => `${name} at ${pending?.object}.${pending?.field}`);
    return { property: 'deadlock', text: `nobody can run: ${names.join(', ')}`, clauses: ['SAFE-12'] };
  }
  const wanted = options.writers * options.writes;
  const got = backends[0].bytes + backends[1].bytes;
  if (got + race.refused !== wanted)
    return broken('P2', `${got} bytes arrived and ${race.refused} were refused of ${wanted}`, 'SAFE-02');
  if (options.disconnect !== true && race.refused > 0)
    return broken('P2', `${race.refused} bytes were refused`, 'SAFE-02');
  const more = race.history?.contradiction() ?? null;
  if (more !== null) return { ...broken('not linearizable', 'no order explains the writes', 'SAFE-03'), more };
  if (race.pointer !== 1 || race.deleted !== 1) return broken('P4', `old was deleted ${race.deleted} times`, 'SAFE-11');
  if (options.disconnect === true && race.frontendOpen !== backends[1].open) {
    return broken(
      'P5',
      `the frontend was told ${race.frontendOpen ? 'open' : 'closed'}, its backend is not`,
      'SAFE-05',
    );
  }
  return null;
}

function broken(property: string, text: string, clause: string): Broken {
  return { property, text, clauses: [clause] };
}

function digest(race: Race): string {
  const { backends, frontendLock, others } = race;
  const owner = (mutex: Mutex): number => mutex.owner?.index ?? -1;
  const all = others === null ? [frontendLock] : [frontendLock, others.second, others.big, ...others.backends];
  const locks = all.map(owner).join(' ');
  const [old, fresh] = backends;
  const flags = [!race.bh.isShut, !race.made.isShut, old.alive, old.open, fresh.alive, fresh.open, race.frontendOpen]
    .map(Number)
    .join('');
  return `${locks},${race.pointer},${flags},${old.bytes},${fresh.bytes},${race.refused}`;
}
