import type { Profile, ProfileName } from '../../../model/language/profile.ts';
import { profileByName } from '../../../model/language/profiles.ts';
import type { LoggedSpec } from '../../../sut/engine/chardev/backend-spec.ts';
import { changeChardev, prepareChange } from '../../../sut/engine/chardev/change.ts';
import type { Chardev } from '../../../sut/engine/chardev/chardev.ts';
import { scheduleChange } from '../../../sut/engine/chardev/deferred-change.ts';
import { type Attempt, failure } from '../../../sut/engine/failure.ts';
import { type Machine, withBigLock } from '../../../sut/engine/machine.ts';
import { type PortStart, type RunningMachine, startMachine } from '../../../sut/engine/start.ts';
import { createKernel } from '../../../sut/host/kernel.ts';
import type { Process } from '../../../sut/host/process.ts';
import { firstChoice } from '../../../sut/runtime/chooser.ts';
import { createClock } from '../../../sut/runtime/clock.ts';
import { createScheduler } from '../../../sut/runtime/scheduler.ts';
import { mayBeTaken, type Step, step, writes } from '../../../sut/runtime/step.ts';
import { atOnce, type Task } from '../../../sut/runtime/task.ts';
import type { Broken, Problem, World } from '../problem.ts';
import type { EngineProperty } from './engine-properties.ts';
import { got } from './got.ts';
import { connectQmp, listenFor, monitorPath, type QmpClient } from './qmp-client.ts';

/**
 * The engine itself, with who acts on it. Its threads stop before each lock, after it, before each unlock and wherever
 * they wait: main loop, monitor thread, connecting threads. What they touch in between is not declared, so any two steps
 * but the taking of locks and the giving back of the big one depend on each other.
 */
export type EngineStage = {
  readonly machine: Machine;
  readonly running: RunningMachine;
  readonly qemu: Process;
  /** Whoever is at the other ends. */
  readonly client: Process;
  readonly writers: number;
  /** A thread that does these, one a step, with the big lock held. */
  acts(name: string, ...steps: readonly (() => Task<void>)[]): void;
  /** A thread that does these without the big lock. */
  apart(name: string, ...steps: readonly (() => Task<void>)[]): void;
  /** A thread outside: each of these is a step. */
  outside(name: string, ...steps: readonly (() => void)[]): void;
  /** Clients of the QMP monitors, negotiated. */
  readonly monitors: readonly QmpClient[];
  /** Time goes on, `times` times, to the next moment that somebody waits for, when nobody can do anything else. */
  passTime(times: number): void;
  /** chardev-change of `c`: its answer is looked at in the end. */
  change(spec: LoggedSpec): () => Task<void>;
  readonly answers: Attempt<Chardev>[];
  /** How many changes have been asked for by now. */
  asked(): number;
  /** Says that a property does not hold. */
  violate(property: EngineProperty, text: string, clauses: readonly string[]): void;
};

/** A race on the engine's own objects. */
export type EngineRace = {
  readonly id: string;
  readonly title: string;
  /** What it shows. */
  readonly clauses: readonly string[];
  /** Words of the command line; `ports`: COM1 and so on. */
  readonly words: readonly string[] | ((profile: Profile) => readonly string[]);
  readonly ports: readonly PortStart[];
  readonly writersDefault: number;
  /** How many QMP monitors there are; `oob`: out-of-band commands are on. */
  readonly monitors?: number;
  readonly oob?: boolean;
  /** What clients of monitors have asked for before the race begins; `settle`: it is done. */
  readonly asked?: (monitors: readonly QmpClient[], client: Process, settle: () => void) => void;
  /** Before QEMU starts. */
  readonly before?: (client: Process) => void;
  /** Spawns everybody, and gives what must hold in the end. */
  readonly cast: (stage: EngineStage) => () => void;
};

const stepsMax = 100_000;

/** Makes a problem of a race on the engine. `writers`: how many writer threads. */
export function engineProblem(race: EngineRace, profile: ProfileName, writers: number): Problem {
  return { id: race.id, params: `W${writers}`, start: () => start(race, profile, writers) };
}

/** The command line of a race in the words of this release. */
export function wordsOf({ words }: Pick<EngineRace, 'words'>, profile: Profile): readonly string[] {
  return typeof words === 'function' ? words(profile) : words;
}

/** What stands for all that the engine touches without saying so. */
const undeclared = { object: 'engine', field: 'state', write: true } as const;

function start(race: EngineRace, profile: ProfileName, writers: number): World {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: firstChoice() });
  const kernel = createKernel({ clock, chooser: firstChoice() });
  const qemu = kernel.createProcess('qemu');
  const client = kernel.createProcess('client');
  for (let stream = 0; stream < 3; stream += 1) got(qemu.open('/dev/null', { access: 'rw' }));
  let broken: Broken | null = null;
  const violate: EngineStage['violate'] = (property, text, clauses) => {
    broken ??= { property, text, clauses };
  };
  race.before?.(client);
  const count = race.monitors ?? 0;
  const words = wordsOf(race, profileByName[profile]);
  const running = startMachine(
    {
      profile: profileByName[profile],
      process: watchful(qemu, (text) => violate('use after close', text, ['SAFE-01'])),
      scheduler,
      clock,
    },
    { words, paused: false, monitors: listenFor(qemu, count), ports: race.ports, controllers: null },
  );
  const settle = (): void => {
    if (scheduler.runUntilSettled(stepsMax) === 'limit') throw new Error('the engine does not come to rest');
  };
  settle();
  const monitors = Array.from({ length: count }, (_, at) =>
    connectQmp(client, monitorPath(at), settle, race.oob === true),
  );
  race.asked?.(monitors, client, settle);
  const { machine } = running;
  if (machine.exitStatus !== null) throw new Error(`${race.id}: ${profile} does not start with ${words.join(' ')}`);
  const answers: Attempt<Chardev>[] = [];
  let asked = 0;
  let wanted = 0;
  scheduler.exploreUndeclared(step('access', undeclared));
  const spawn = (name: string, steps: readonly (() => Task<void>)[]): void => void scheduler.spawn(name, inTurn(steps));
  const stage: EngineStage = {
    ...{ machine, running, qemu, client, writers, answers, violate, monitors },
    asked: () => asked,
    acts: (name, ...steps) =>
      spawn(
        name,
        steps.map((run) => () => withBigLock(machine, begun(run))),
      ),
    apart: (name, ...steps) =>
      spawn(
        name,
        steps.map((run, at) => () => behind(writes(name, `act${at + 1}`), run)),
      ),
    outside: (name, ...steps) =>
      spawn(
        name,
        steps.map((run, at) => () => behind(writes(name, `act${at + 1}`), () => atOnce(run))),
      ),
    passTime: (times) => void scheduler.spawn('time', passing(machine, times)),
    change(spec): () => Task<void> {
      wanted += 1;
      return function* (): Task<void> {
        asked += 1;
        yield* changing(machine, spec, answers);
      };
    },
  };
  const judge = race.cast(stage);
  return {
    scheduler,
    undeclared,
    check: () => broken,
    end(): Broken | null {
      if (machine.exitStatus !== null || machine.deathSignal !== null)
        violate('process dies', `the engine ends: ${machine.deathSignal ?? machine.exitStatus}`, ['SAFE-01']);
      if (machine.bigLock.owner !== null)
        violate('deadlock', `${machine.bigLock.owner.name} keeps the big lock`, ['SAFE-12']);
      judgeSleepers(machine, violate);
      if (answers.length !== wanted)
        violate('untrue answer', `${wanted} changes, ${answers.length} answers`, ['SAFE-14']);
      if (broken === null) judge();
      return broken;
    },
  };
}

function* changing(machine: Machine, spec: LoggedSpec, answers: Attempt<Chardev>[]): Task<void> {
  const noName = (): Attempt<never> => failure('no name');
  if (machine.profile.hotswap === 'within-command') {
    answers.push(yield* changeChardev(machine, 'c', spec, noName));
    return;
  }
  const preparation = yield* prepareChange(machine, 'c', spec, noName);
  if ('done' in preparation) {
    answers.push(preparation.done);
    return;
  }
  // biome-ignore lint/correctness/useYield: it is only noted
  scheduleChange(machine, preparation.prepared, function* (result): Task<void> {
    answers.push(result);
  });
}

function* inTurn(steps: readonly (() => Task<void>)[]): Task<void> {
  for (const run of steps) yield* run();
}

/** Begins when it is its turn: what makes the task may touch something. */
function* begun(run: () => Task<void>): Task<void> {
  yield* run();
}

function* behind(step: Step, run: () => Task<void>): Task<void> {
  yield step;
  yield* run();
}

/** The clock moves when nobody else can. */
function* passing({ clock, scheduler }: Machine, times: number): Task<void> {
  const idle = (): boolean =>
    clock.nextDueNs() !== null &&
    scheduler.threads.every(({ name, pending }) => name === 'time' || (pending !== null && !mayBeTaken(pending)));
  for (let time = 0; time < times; time += 1) {
    yield step('time', { object: 'clock', field: 'now', write: true }, [], idle);
    clock.moveTo(clock.nextDueNs() ?? clock.nowNs);
  }
}

/** Who waits for a lock in the end waits for ever. Source: SAFE-12. */
function judgeSleepers({ scheduler }: Machine, violate: EngineStage['violate']): void {
  for (const { name, pending } of scheduler.threads) {
    if (pending?.kind === 'lock') violate('deadlock', `${name} waits for ${pending.object}`, ['SAFE-12']);
  }
}

/** The engine's process, where a call on a descriptor that is closed is a defect. Source: SAFE-01. */
function watchful(process: Process, tell: (text: string) => void): Process {
  const watched: Record<string, unknown> = { ...process };
  for (const [name, call] of Object.entries(process)) {
    if (typeof call !== 'function') continue;
    watched[name] = (...given: readonly unknown[]): unknown => {
      const result: unknown = Reflect.apply(call, process, given);
      if (typeof result === 'object' && result !== null && 'errno' in result && result.errno === 'EBADF')
        tell(`${name} of descriptor ${given[0]}`);
      return result;
    };
  }
  return watched as Process;
}
