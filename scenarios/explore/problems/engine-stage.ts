import type { ProfileName } from '../../../model/language/profile.ts';
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
import type { Result } from '../../../sut/host/result.ts';
import { firstChoice } from '../../../sut/runtime/chooser.ts';
import { createClock } from '../../../sut/runtime/clock.ts';
import { createScheduler } from '../../../sut/runtime/scheduler.ts';
import { step } from '../../../sut/runtime/step.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import type { Broken, Problem, World } from '../problem.ts';

/** The engine itself, with who acts on it. Everybody takes one step at a time, each under the big lock, as its own threads do. */
export type EngineStage = {
  readonly machine: Machine;
  readonly running: RunningMachine;
  readonly qemu: Process;
  /** Whoever is at the other ends. */
  readonly client: Process;
  readonly writers: number;
  /** A thread that does these, one a step, with the big lock held. */
  acts(name: string, ...steps: readonly (() => Task<void>)[]): void;
  /** A thread outside: each of these is a step. */
  outside(name: string, ...steps: readonly (() => void)[]): void;
  /** chardev-change of `c`: its answer is looked at in the end. */
  change(spec: LoggedSpec): () => Task<void>;
  readonly answers: Attempt<Chardev>[];
  /** Says that a property does not hold. */
  violate(property: string, text: string, clauses: readonly string[]): void;
};

/** A race on the engine's own objects. */
export type EngineRace = {
  readonly id: string;
  readonly title: string;
  /** What it shows. */
  readonly clauses: readonly string[];
  /** Words of the command line; `ports`: COM1 and so on. */
  readonly words: readonly string[];
  readonly ports: readonly PortStart[];
  readonly writersDefault: number;
  /** Before QEMU starts. */
  readonly before?: (client: Process) => void;
  /** Spawns everybody, and gives what must hold in the end. */
  readonly cast: (stage: EngineStage) => () => void;
};

/** The value of a call that must succeed. */
export function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.errno);
  return result.value;
}

const stepsMax = 100_000;

/** Makes a problem of a race on the engine. `writers`: how many writer threads. */
export function engineProblem(race: EngineRace, profile: ProfileName, writers: number): Problem {
  return { id: race.id, params: `W${writers}`, start: () => start(race, profile, writers) };
}

function start(race: EngineRace, profile: ProfileName, writers: number): World {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: firstChoice() });
  const kernel = createKernel({ clock, chooser: firstChoice() });
  const qemu = kernel.createProcess('qemu');
  const client = kernel.createProcess('client');
  for (let stream = 0; stream < 3; stream += 1) got(qemu.open('/dev/null', { access: 'rw' }));
  race.before?.(client);
  const running = startMachine(
    { profile: profileByName[profile], process: qemu, scheduler, clock },
    { words: race.words, paused: false, monitors: [], ports: race.ports, controllers: null },
  );
  if (scheduler.runUntilSettled(stepsMax) === 'limit') throw new Error('the engine does not come to rest');
  const { machine } = running;
  let broken: Broken | null = null;
  const violate: EngineStage['violate'] = (property, text, clauses) => {
    broken ??= { property, text, clauses };
  };
  const answers: Attempt<Chardev>[] = [];
  let asked = 0;
  // one field for all: whatever the engine does may matter to everybody
  const acting = step(
    'access',
    { object: 'loop:main', field: 'sources', write: true },
    [],
    () => machine.bigLock.owner === null,
  );
  const spawned: (() => void)[] = [];
  const spawn = (name: string, task: Task<void>): void => {
    const thread = scheduler.spawn(name, task);
    spawned.push(() => scheduler.resume(thread));
  };
  const stage: EngineStage = {
    ...{ machine, running, qemu, client, writers, answers, violate },
    acts(name, ...steps): void {
      const task = function* (): Task<void> {
        for (const run of steps) {
          yield acting;
          yield* withBigLock(machine, run());
        }
      };
      spawn(name, task());
    },
    outside(name, ...steps): void {
      const task = function* (): Task<void> {
        for (const run of steps) {
          yield acting;
          run();
        }
      };
      spawn(name, task());
    },
    change(spec): () => Task<void> {
      asked += 1;
      return () => changing(machine, spec, answers);
    },
  };
  const judge = race.cast(stage);
  for (const prime of spawned) prime();
  return {
    scheduler,
    check(): Broken | null {
      // a thread that the engine has started stands at its first step
      for (const thread of scheduler.threads) if (thread.state === 'new') scheduler.resume(thread);
      return broken;
    },
    end(): Broken | null {
      if (machine.exitStatus !== null || machine.deathSignal !== null)
        violate('process dies', `the engine ends: ${machine.deathSignal ?? machine.exitStatus}`, ['SAFE-01']);
      if (machine.bigLock.owner !== null)
        violate('deadlock', `${machine.bigLock.owner.name} keeps the big lock`, ['SAFE-12']);
      if (answers.length !== asked)
        violate('untrue answer', `${asked} changes, ${answers.length} answers`, ['SAFE-14']);
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
