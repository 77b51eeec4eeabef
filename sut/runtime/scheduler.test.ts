import { describe, expect, test } from 'vitest';
import { createCell } from './cell.ts';
import { firstChoice, recordingChooser, seededChooser } from './chooser.ts';
import { createMutex, lock, lockAtOnce, tryLock, unlock, unlockAtOnce } from './mutex.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { reads, waits, writes } from './step.ts';
import { atOnce, runAlone, type Task } from './task.ts';
import { createTrace } from './trace.ts';
import { waitUntil } from './wait.ts';

const looking = reads('box', 'lid');

function* steps(log: string[], name: string, count: number): Task<void> {
  for (let at = 0; at < count; at += 1) {
    yield looking;
    log.push(`${name}${at}`);
  }
}

describe('order', () => {
  test('the first choice lets the running thread go on, then the lowest', () => {
    const scheduler = createScheduler({ chooser: firstChoice(), explored: true });
    const log: string[] = [];
    for (const name of ['a', 'b']) scheduler.spawn(name, steps(log, name, 2));
    expect(scheduler.runUntilSettled(100)).toBe('settled');
    expect(log).toEqual(['a0', 'a1', 'b0', 'b1']);
    expect(scheduler.steps).toBe(4);
  });

  test('the chooser is asked once a step, only while two or more can run', () => {
    const chooser = recordingChooser(seededChooser(3));
    const scheduler = createScheduler({ chooser, explored: true });
    const log: string[] = [];
    scheduler.spawn('a', steps(log, 'a', 3));
    scheduler.spawn('b', steps(log, 'b', 3));
    scheduler.runUntilSettled(100);
    expect(log).toHaveLength(6);
    expect(chooser.choices.length).toBeLessThanOrEqual(5);
    expect(chooser.choices.every(({ count }) => count === 2)).toBe(true);
    const alone = recordingChooser(firstChoice());
    const single = createScheduler({ chooser: alone, explored: true });
    single.spawn('a', steps([], 'a', 3));
    single.runUntilSettled(100);
    expect(alone.choices).toEqual([]);
  });

  test('a thread that is not enabled is never run, and wakes by state alone', () => {
    const scheduler = createScheduler({ chooser: firstChoice() });
    const log: string[] = [];
    let open = false;
    function* waiter(): Task<void> {
      yield* waitUntil(scheduler, 'box', 'open', () => open);
      log.push('through');
    }
    scheduler.spawn('waiter', waiter());
    expect(scheduler.runUntilSettled(100)).toBe('settled');
    expect([log, scheduler.threads.length, scheduler.enabled().length]).toEqual([[], 1, 0]);
    open = true;
    scheduler.runUntilSettled(100);
    expect([log, scheduler.threads.length]).toEqual([['through'], 0]);
  });

  test('a scheduler resumes its own threads alone', () => {
    const [mine, other] = [0, 1].map(() => createScheduler({ chooser: firstChoice(), explored: true }));
    const thread = mine?.spawn('a', steps([], 'a', 1)) ?? expect.fail('two schedulers');
    expect(() => other?.resume(thread)).toThrow("thread a is another scheduler's");
    mine?.resume(thread);
    expect(thread.pending).toBe(looking);
  });

  test('explored threads stand before their first steps when the one that made them has gone', () => {
    const scheduler = createScheduler({ chooser: firstChoice(), explored: true });
    const log: string[] = [];
    function* parent(): Task<void> {
      yield looking;
      scheduler.spawn('nothing', steps(log, 'nothing', 0));
      scheduler.spawn('child', steps(log, 'child', 1));
      yield looking;
    }
    const thread = scheduler.spawn('parent', parent());
    scheduler.enabled();
    scheduler.resume(thread);
    expect(scheduler.threads.map(({ name, pending }) => [name, pending])).toEqual([
      ['parent', looking],
      ['child', looking],
    ]);
    expect([scheduler.created, log]).toEqual([3, []]);
  });

  test('an endless thread meets the limit', () => {
    const scheduler = createScheduler({ chooser: firstChoice() });
    scheduler.spawn('spin', steps([], 's', Number.POSITIVE_INFINITY));
    expect(scheduler.runUntilSettled(50)).toBe('limit');
  });

  test('a fault of a thread reaches the caller, and nobody is running after it', () => {
    const scheduler = createScheduler({ chooser: firstChoice() });
    scheduler.spawn(
      'broken',
      atOnce(() => {
        throw new Error('invariant');
      }),
    );
    expect(() => scheduler.runUntilSettled(10)).toThrow('invariant');
    expect(scheduler.current).toBe(null);
  });
});

describe('names and digests that re-executions repeat', () => {
  test('objects are named by the creating thread and its own count', () => {
    const run = (seed: number): readonly string[] => {
      const scheduler = createScheduler({ chooser: seededChooser(seed), explored: true });
      const names: string[] = [];
      function* maker(): Task<void> {
        for (let at = 0; at < 2; at += 1) {
          yield looking;
          names.push(scheduler.newObject('timer'));
        }
      }
      scheduler.spawn('a', maker());
      scheduler.spawn('b', maker());
      scheduler.runUntilSettled(100);
      return names.sort();
    };
    const expected = ['a/timer1', 'a/timer2', 'b/timer1', 'b/timer2'];
    for (const seed of [1, 2, 3, 4, 5]) expect(run(seed)).toEqual(expected);
  });

  test('threads of one name are told apart', () => {
    const scheduler = createScheduler({ chooser: firstChoice() });
    expect([0, 1, 2].map(() => scheduler.spawn('worker', steps([], 'x', 0)).name)).toEqual([
      'worker',
      'worker#2',
      'worker#3',
    ]);
    const many = Array.from({ length: 30 }, (_, at) => scheduler.spawn(`w${at % 5}`, steps([], 'x', 0)).name);
    expect([many[4], many[9], many[29], new Set(many).size]).toEqual(['w4', 'w4#2', 'w4#6', 30]);
    expect(scheduler.spawn('worker', steps([], 'x', 0)).name).toBe('worker#4');
  });

  test('an observation digest depends on what was read, and can be forgotten', () => {
    const digest = (values: readonly (number | string)[], forget: boolean): number => {
      const scheduler = createScheduler({ chooser: firstChoice(), explored: true });
      const thread = scheduler.spawn(
        'a',
        (function* (): Task<void> {
          for (const value of values) {
            yield looking;
            scheduler.observe(value);
          }
          if (forget) scheduler.forget();
          yield looking;
        })(),
      );
      for (let at = 0; at < values.length; at += 1) scheduler.step();
      return thread.observation;
    };
    expect(digest([1, 'x'], false)).toBe(digest([1, 'x'], false));
    expect(digest([1, 'x'], false)).not.toBe(digest(['x', 1], false));
    expect(digest([1, 'x'], true)).toBe(0);
  });
});

describe('mutex', () => {
  function world(explored: boolean): { scheduler: Scheduler; log: string[] } {
    return { scheduler: createScheduler({ chooser: seededChooser(5), explored }), log: [] };
  }
  test.each([true, false])('keeps others out and loses nobody (explored: %s)', (explored) => {
    const { scheduler, log } = world(explored);
    const mutex = createMutex(scheduler, 'L');
    let inside = 0;
    function* user(name: string): Task<void> {
      for (let round = 0; round < 10; round += 1) {
        yield* lock(mutex);
        inside += 1;
        yield looking;
        expect(inside).toBe(1);
        inside -= 1;
        yield* unlock(mutex);
      }
      log.push(name);
    }
    for (const name of ['a', 'b', 'c']) scheduler.spawn(name, user(name));
    expect(scheduler.runUntilSettled(10000)).toBe('settled');
    expect(log.sort()).toEqual(['a', 'b', 'c']);
    expect(mutex.owner).toBe(null);
  });

  test('at once a lock is taken only where it is free and nobody explores', () => {
    const { scheduler } = world(false);
    const mutex = createMutex(scheduler, 'L');
    const took: boolean[] = [];
    function* taking(): Task<void> {
      took.push(lockAtOnce(mutex));
      yield looking;
    }
    scheduler.spawn('a', taking());
    scheduler.spawn('b', taking());
    expect(scheduler.runUntilSettled(10)).toBe('settled');
    expect(took).toEqual([true, false]);
    expect(unlockAtOnce(mutex)).toBe(false);
    const explored = world(true);
    const other = createMutex(explored.scheduler, 'L');
    expect(lockAtOnce(other)).toBe(false);
  });

  test('locking twice, unlocking another thread’s lock and use outside a thread throw', () => {
    const { scheduler } = world(false);
    const mutex = createMutex(scheduler, 'L');
    expect(() => runAlone(lock(mutex))).toThrow('outside a thread');
    scheduler.spawn(
      'a',
      (function* (): Task<void> {
        yield* lock(mutex);
        expect(yield* tryLock(mutex)).toBe(false);
        yield* lock(mutex);
      })(),
    );
    expect(() => scheduler.runUntilSettled(10)).toThrow('locked twice by a');
    scheduler.spawn('b', unlock(mutex));
    expect(() => scheduler.runUntilSettled(10)).toThrow('unlocked by b, held by a');
  });

  test('two locks taken in opposite orders deadlock under some schedule, and it shows as nobody enabled', () => {
    const deadlocked = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const scheduler = createScheduler({ chooser: seededChooser(seed), explored: true });
      const [one, two] = [createMutex(scheduler, 'one'), createMutex(scheduler, 'two')];
      function* both(first: typeof one, second: typeof one): Task<void> {
        yield* lock(first);
        yield* lock(second);
        yield* unlock(second);
        yield* unlock(first);
      }
      scheduler.spawn('a', both(one, two));
      scheduler.spawn('b', both(two, one));
      expect(scheduler.runUntilSettled(100)).toBe('settled');
      return scheduler.threads.length === 2;
    });
    expect(new Set(deadlocked)).toEqual(new Set([true, false]));
  });
});

describe('cells', () => {
  test('in checked runs an access that no step declared is caught', () => {
    const scheduler = createScheduler({ chooser: firstChoice(), explored: true });
    const cell = createCell(scheduler, 'fe', 'be', 0);
    scheduler.spawn(
      'good',
      (function* (): Task<void> {
        yield cell.writing;
        cell.value += 1;
      })(),
    );
    scheduler.runUntilSettled(10);
    expect(cell.value).toBe(1);
    scheduler.spawn(
      'bad',
      (function* (): Task<void> {
        yield cell.reading;
        cell.value += 1;
      })(),
    );
    expect(() => scheduler.runUntilSettled(10)).toThrow('bad writes fe.be undeclared');
  });
});

test('a trace digest depends on every item and on their borders', () => {
  const digest = (items: readonly (string | number | Uint8Array)[]): string => {
    const trace = createTrace();
    for (const item of items) {
      if (typeof item === 'string') trace.addText(item);
      else if (typeof item === 'number') trace.addNumber(item);
      else trace.addBytes(item);
    }
    return trace.digest();
  };
  const all = [
    [],
    ['ab'],
    ['a', 'b'],
    ['ba'],
    [1],
    [2 ** 40],
    [2 ** 40 + 1],
    [0.5],
    [-1],
    [Uint8Array.of(97, 98)],
    [Uint8Array.of(98, 97)],
  ].map(digest);
  expect(new Set(all).size).toBe(all.length);
  expect(digest(['stable', 7])).toMatchInlineSnapshot(`"621e7b1170d66dea"`);
});

test('runAlone refuses to wait for what cannot come', () => {
  function* task(): Task<number> {
    yield writes('x', 'y');
    return 3;
  }
  expect(runAlone(task())).toBe(3);
  function* stuck(): Task<void> {
    yield waits('x', 'y', () => false);
  }
  expect(() => runAlone(stuck())).toThrow('waits');
});
