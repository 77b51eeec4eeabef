import type { ProfileName } from '../../../model/language/profile.ts';
import { designHotswap } from '../../../sut/engine/hotswap/design.ts';
import type { Flaw } from '../../../sut/engine/hotswap/design-state.ts';
import { createExchange, type Exchange, mainLoop, onLoop } from '../../../sut/engine/hotswap/exchange.ts';
import { createFarEnd, type FarEnd, type FarEndSpec, farEnd } from '../../../sut/engine/hotswap/far-end.ts';
import type { Handle, User } from '../../../sut/engine/hotswap/handle.ts';
import type { Hotswap } from '../../../sut/engine/hotswap/hotswap.ts';
import { judgeEnd, judgeRest } from '../../../sut/engine/hotswap/judge.ts';
import { type Account, createAccount } from '../../../sut/engine/hotswap/ledger.ts';
import { postedHotswap } from '../../../sut/engine/hotswap/posted.ts';
import { synchronousHotswap } from '../../../sut/engine/hotswap/synchronous.ts';
import type { Property, Violation } from '../../../sut/engine/hotswap/violation.ts';
import { type Chooser, pick } from '../../../sut/runtime/chooser.ts';
import { createScheduler } from '../../../sut/runtime/scheduler.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import { createMonitor } from '../linearizability/monitor.ts';
import { recordedHotswap } from '../linearizability/recorded-hotswap.ts';
import type { Broken, Problem, World } from '../problem.ts';
import type { RaceEntry } from './race-entry.ts';
import { judgeStuck } from './stuck.ts';
import { quietUser } from './users.ts';

/** The systems that may be explored: the profiles, and the hotswap as posted in 2017. */
export type ExploredProfile = ProfileName | 'posted-2017';

/** How many writer threads, and calls of each. */
export type RaceSize = { readonly writers: number; readonly writes: number };

/** A hotswap with one chardev `c` (far end `old`) that a device uses, and who acts on them. */
export type Stage = {
  readonly swap: Hotswap;
  readonly exchange: Exchange;
  readonly handle: Handle;
  readonly old: FarEnd;
  readonly size: RaceSize;
  /** A thread of its own. */
  spawn(name: string, task: Task<void>): void;
  /** A thread that does these on the loop, one after the other; others may come between. */
  acts(name: string, ...steps: readonly (() => Task<void>)[]): void;
  account(caller: string): Account;
  /** A data choice, to be made in a step. */
  choose(count: number, what: string): number;
  /** `size.writers` threads that write a byte `size.writes` times. */
  writers(): void;
};

/** One race scenario. Absent members: an open old chardev, a frontend that is not open itself and takes every change as it is. */
export type RaceSetup = {
  readonly old?: Partial<FarEndSpec>;
  /** fe_open at the start. */
  readonly open?: boolean;
  readonly user?: (stage: Stage) => User;
  /** Looks at these alone: where others always break first. */
  readonly watched?: readonly Property[];
  /** Which thread changes a field that others wait for. */
  readonly helpers?: ReadonlyMap<string, string>;
  /** No device at first. */
  readonly alone?: boolean;
  /** A log of the machine is recorded; the chardev is not among what it speaks of. */
  readonly recording?: boolean;
  /** Spawns everybody but the main loop. */
  readonly cast: (stage: Stage) => void;
};

/** Which hotswap. `repairs`: rows of RACE that are lifted (posted-2017). `flaw`: what a test breaks in the design. */
export type RaceVariant = {
  readonly profile: ExploredProfile;
  readonly repairs: readonly string[];
  readonly flaw: Flaw | null;
  /** Threads and their actions that do not happen: `device`, `command.2`. */
  readonly without?: readonly string[];
  /** Calls and returns are visible steps, and their history must be that of calls that take effect at one moment each. */
  readonly histories?: boolean;
};

/** Makes a problem of a scenario. */
export function raceProblem(entry: RaceEntry, variant: RaceVariant, size: RaceSize): Problem {
  return {
    id: entry.id,
    params: [
      `W${size.writers}K${size.writes}`,
      ...variant.repairs,
      ...(variant.histories === true ? ['hist'] : []),
      ...(variant.without ?? []).map((name) => `-${name}`),
    ].join(','),
    start: (chooser) => start(entry, variant, size, chooser),
  };
}

const writerLetters = 'abcdefgh';

function start({ setup, shows }: RaceEntry, variant: RaceVariant, size: RaceSize, chooser: Chooser): World {
  const scheduler = createScheduler({ chooser, explored: true });
  const exchange = createExchange(scheduler);
  exchange.recording = setup.recording ?? false;
  const recorded = variant.histories === true ? recordedHotswap(hotswapOf(variant, exchange)) : null;
  const swap = recorded?.swap ?? hotswapOf(variant, exchange);
  const old = createFarEnd(exchange, farEnd('old', setup.old), 'c');
  exchange.chardevs.set('c', old);
  const actions: string[] = [];
  const monitor = createMonitor(exchange);
  const stage = createStage(swap, old, size, chooser, {
    happens: leavingOut(variant.without ?? [], [...(setup.helpers?.values() ?? [])], actions),
    account: (caller) => monitor.watch(createAccount(exchange, caller)),
  });
  const user = setup.user?.(stage) ?? quietUser();
  if (setup.alone !== true) swap.settle(stage.handle, old, user, setup.open ?? false);
  setup.cast(stage);
  scheduler.spawn('main', mainLoop(exchange));
  recorded?.begin(
    exchange.handles,
    scheduler.threads.map(({ name }) => name),
  );
  const watched = ({ property }: Broken): boolean => setup.watched?.some((each) => each === property) ?? true;
  const attributed = (broken: Violation): Broken => {
    const rows = shows.filter(({ race, property }) => property === broken.property && speaksOf(race, variant.profile));
    return { ...broken, clauses: [...broken.clauses, ...new Set(rows.map(({ race }) => race))] };
  };
  return {
    scheduler,
    actions,
    swaps: exchange.swaps,
    check(): Broken | null {
      recorded?.notice();
      if (variant.profile === 'design') judgeRest(exchange);
      if (exchange.violation !== null && watched(exchange.violation)) return attributed(exchange.violation);
      return setup.watched === undefined ? monitor.broken : null;
    },
    end(): Broken | null {
      exchange.violation = null;
      judgeStuck(exchange, setup.helpers ?? new Map());
      if (exchange.violation === null) judgeEnd(exchange, setup.watched);
      if (exchange.violation !== null) return attributed(exchange.violation);
      return contradicted(recorded?.contradiction() ?? null);
    },
  };
}

/** Source: XL-1. */
function contradicted(lines: readonly string[] | 'unknown' | null): Broken | null {
  if (lines === null) return null;
  if (lines === 'unknown')
    return { property: 'not judged', text: 'a history with too many orders to try them all', clauses: [] };
  const text = 'no order of the calls explains what they returned';
  return { property: 'not linearizable', text, clauses: ['SAFE-04', 'SAFE-14'], more: lines };
}

/** RACE-S01 speaks of real QEMU, RACE-01 of the hotswap as posted, none of the design. */
function speaksOf(race: string, profile: ExploredProfile): boolean {
  return profile !== 'design' && race.startsWith('RACE-S') === (profile !== 'posted-2017');
}

function hotswapOf({ profile, repairs, flaw }: RaceVariant, exchange: Exchange): Hotswap {
  switch (profile) {
    case 'posted-2017':
      return postedHotswap(exchange, repairs);
    case 'design':
      return designHotswap(exchange, flaw);
    default:
      return synchronousHotswap(exchange, profile === 'qemu-7.2' ? '7.2' : '10.0');
  }
}

/** Whether an action happens; every name is noted that may be left out: for a helper others wait, and rightly. */
function leavingOut(
  without: readonly string[],
  helpers: readonly string[],
  names: string[],
): (name: string) => boolean {
  return (name) => {
    if (helpers.length > 0 && helpers.includes(name.split('.')[0] ?? name)) return true;
    names.push(name);
    return !without.includes(name);
  };
}

function createStage(
  swap: Hotswap,
  old: FarEnd,
  size: RaceSize,
  chooser: Chooser,
  { happens, account }: { readonly happens: (name: string) => boolean; readonly account: Stage['account'] },
): Stage {
  const { exchange } = swap;
  const { scheduler } = exchange;
  const handle = swap.createHandle('fe');
  const stage: Stage = {
    swap,
    exchange,
    handle,
    old,
    size,
    spawn: (name, task) => {
      if (happens(name)) scheduler.spawn(name, task);
    },
    acts: (name, ...steps) => {
      const left = steps.filter((_, at) => happens(steps.length === 1 ? name : `${name}.${at + 1}`));
      if (left.length > 0) scheduler.spawn(name, acting(exchange, left));
    },
    choose: (count, what) => pick(chooser, count, what),
    account,
    writers(): void {
      for (let writer = 0; writer < size.writers; writer += 1) {
        const name = writerLetters[writer] ?? 'w';
        scheduler.spawn(name, writing(stage, name));
      }
    },
  };
  return stage;
}

function* acting(exchange: Exchange, steps: readonly (() => Task<void>)[]): Task<void> {
  for (const run of steps) yield* onLoop(exchange, run);
}

function* writing({ swap, handle, size, account }: Stage, name: string): Task<void> {
  const mine = account(name);
  for (let count = 0; count < size.writes; count += 1) yield* swap.write(handle, mine.begin(1));
}
