import { expect, test } from 'vitest';
import { createCell } from './cell.ts';
import type { Choice, Chooser } from './chooser.ts';
import { replayChooser } from './chooser.ts';
import { createMutex, lock, unlock } from './mutex.ts';
import { createScheduler } from './scheduler.ts';
import { step } from './step.ts';
import type { Task } from './task.ts';

/** One execution of swap-race(W,1) without disconnect (exploration reference problem), checked cell by cell. */
function execute(writers: number, chooser: Chooser): { readonly steps: number; readonly bytes: string } {
  const scheduler = createScheduler({ chooser, explored: true });
  const cell = <T>(object: string, field: string, initial: T) => createCell(scheduler, object, field, initial);
  const L = createMutex(scheduler, 'L');
  const be = cell('fe', 'be', 0);
  const bh = cell('loop', 'bh', false);
  const frontendOpen = cell('fe', 'open', true);
  const backends = [0, 1].map((index) => ({
    alive: cell(`be${index}`, 'alive', index === 0),
    open: cell(`be${index}`, 'open', index === 0),
    bytes: cell(`be${index}`, 'acc', 0),
  }));
  const backend = (index: number) => backends[index] ?? expect.fail('two backends');
  const [old, fresh] = [backend(0), backend(1)];
  const also = (...steps: readonly { object: string; field: string; write: boolean }[]) => steps;
  const accesses = backends.map((each) =>
    step('access', each.bytes.writing, also(each.alive.reading, each.open.reading)),
  );
  const creating = step('access', fresh.alive.writing, also(fresh.open.writing));
  let bhSet = false; // what the wait looks at, kept beside its checked cell
  const waiting = step('wait', bh.writing, [], () => bhSet);

  function* writer(): Task<void> {
    yield* lock(L);
    yield be.reading;
    const current = be.value;
    yield accesses[current] ?? expect.fail('two backends');
    expect(backend(current).alive.value && backend(current).open.value).toBe(true); // P1
    backend(current).bytes.value += 1;
    yield* unlock(L);
  }
  function* mainLoop(): Task<void> {
    yield waiting;
    bh.value = false;
    yield old.open.reading;
    yield fresh.open.reading;
    yield* lock(L);
    yield be.writing;
    be.value = 1;
    yield fresh.open.reading;
    const open = fresh.open.value;
    yield frontendOpen.writing;
    frontendOpen.value = open;
    yield* unlock(L);
    yield old.alive.writing;
    old.alive.value = false;
  }
  function* command(): Task<void> {
    yield creating;
    fresh.alive.value = true;
    fresh.open.value = true;
    yield bh.writing;
    bh.value = true;
    bhSet = true;
  }
  for (let index = 0; index < writers; index += 1) scheduler.spawn(`writer${index}`, writer());
  scheduler.spawn('main', mainLoop());
  scheduler.spawn('command', command());
  scheduler.runUntilSettled(1000);
  expect(scheduler.threads).toEqual([]); // P3
  return { steps: scheduler.steps, bytes: `${old.bytes.value}/${fresh.bytes.value}` };
}

/** Every list of choices, depth first by re-execution. */
function exploreAll(writers: number): {
  readonly executions: number;
  readonly steps: Set<number>;
  readonly ends: Set<string>;
} {
  const [steps, ends] = [new Set<number>(), new Set<string>()];
  let executions = 0;
  for (let prefix: readonly number[] | null = []; prefix !== null; executions += 1) {
    const taken: Choice[] = [];
    const inner = replayChooser(prefix);
    const result = execute(writers, {
      choose(count, what) {
        const choice = inner.choose(count, what);
        taken.push({ count, choice, what });
        return choice;
      },
    });
    steps.add(result.steps);
    ends.add(result.bytes);
    const last = taken.findLastIndex(({ count, choice }) => choice + 1 < count);
    const branch = taken[last];
    prefix = branch === undefined ? null : [...taken.slice(0, last).map(({ choice }) => choice), branch.choice + 1];
  }
  return { executions, steps, ends };
}

test('swap-race(2,1) has 3852 interleavings of 19 steps and 3 final states (XR-1, XR-2)', () => {
  const { executions, steps, ends } = exploreAll(2);
  expect(executions).toBe(3852);
  expect([...steps]).toEqual([4 * 2 * 1 + 11]);
  expect([...ends].sort()).toEqual(['0/2', '1/1', '2/0']);
});
