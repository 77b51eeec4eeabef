import { describe, expect, test } from 'vitest';
import { advance } from './advance.ts';
import { firstChoice } from './chooser.ts';
import { createClock } from './clock.ts';
import { createScheduler } from './scheduler.ts';
import type { Task } from './task.ts';
import { sleepFor } from './wait.ts';

describe('the clock', () => {
  test('moves by whole steps forward only', () => {
    const clock = createClock();
    clock.moveTo(5);
    expect(clock.nowNs).toBe(5);
    expect(() => clock.moveTo(4)).toThrow(RangeError);
    expect(() => clock.moveTo(5.5)).toThrow(RangeError);
    expect(() => clock.addDeadline(0.1)).toThrow(RangeError);
  });

  test('knows the next deadline of the future', () => {
    const clock = createClock();
    expect(clock.nextDueNs()).toBe(null);
    const late = clock.addDeadline(30);
    clock.addDeadline(10);
    clock.addDeadline(20);
    clock.moveTo(10);
    expect(clock.nextDueNs()).toBe(20);
    clock.moveTo(25);
    clock.removeDeadline(late);
    expect(clock.nextDueNs()).toBe(null);
  });
});

test('advancing wakes each sleeper at its own time; who is due together goes in the order of the scheduler', () => {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: firstChoice() });
  const log: string[] = [];
  function* sleeper(name: string, forNs: number, times: number): Task<void> {
    for (let round = 0; round < times; round += 1) {
      yield* sleepFor(clock, forNs);
      log.push(`${name}@${clock.nowNs}`);
    }
  }
  scheduler.spawn('slow', sleeper('slow', 30, 2));
  scheduler.spawn('fast', sleeper('fast', 20, 3));
  expect(advance(scheduler, clock, 45, 1000)).toBe('settled');
  expect(log).toEqual(['fast@20', 'slow@30', 'fast@40']);
  expect(clock.nowNs).toBe(45);
  advance(scheduler, clock, 15, 1000);
  expect(log.slice(3)).toEqual(['fast@60', 'slow@60']);
});

test('what waits for rest goes on whenever the world rests, before the next sleeper is due', () => {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: firstChoice() });
  const log: string[] = [];
  let waiting = false;
  function* sleeper(name: string, forNs: number, times: number): Task<void> {
    for (let round = 0; round < times; round += 1) {
      yield* sleepFor(clock, forNs);
      log.push(`${name}@${clock.nowNs}`);
      waiting ||= clock.nowNs === 20;
    }
  }
  scheduler.spawn('sleeper', sleeper('slept', 20, 2));
  const goesOn = (): boolean => {
    if (!waiting) return false;
    waiting = false;
    scheduler.spawn('waiting', sleeper('waited', 5, 1));
    return true;
  };
  expect(advance(scheduler, clock, 100, 1000, goesOn)).toBe('settled');
  expect(log).toEqual(['slept@20', 'waited@25', 'slept@40']);
});

test('advancing stops where the steps run out', () => {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: firstChoice() });
  scheduler.spawn(
    'ticker',
    (function* (): Task<void> {
      for (;;) yield* sleepFor(clock, 10);
    })(),
  );
  expect(advance(scheduler, clock, 1000, 5)).toBe('limit');
  expect(clock.nowNs).toBeLessThan(1000);
});
