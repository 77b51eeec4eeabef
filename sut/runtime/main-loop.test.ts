import { describe, expect, test } from 'vitest';
import { advance } from './advance.ts';
import { firstChoice, seededChooser } from './chooser.ts';
import { createClock } from './clock.ts';
import { createMainLoop } from './main-loop.ts';
import { createScheduler } from './scheduler.ts';
import { atOnce } from './task.ts';
import { waitUntil } from './wait.ts';

function world(explored: boolean = false) {
  const clock = createClock();
  const scheduler = createScheduler({ chooser: explored ? seededChooser(1) : firstChoice(), explored });
  const loop = createMainLoop({ scheduler, clock });
  const log: string[] = [];
  const settle = () => scheduler.runUntilSettled(1000);
  /** A handler that notes its name. */
  const note = (name: string) => () => atOnce(() => void log.push(name));
  /** A watch on a counter, which each dispatch lowers. */
  const watch = (name: string, counter: { left: number }, keep: boolean = true) =>
    loop.addWatch({
      name,
      ready: () => counter.left > 0,
      dispatch: () =>
        atOnce(() => {
          counter.left -= 1;
          log.push(name);
          return keep;
        }),
    });
  return { clock, scheduler, loop, log, settle, note, watch };
}

describe.each([false, true])('one turn (explored: %s)', (explored) => {
  test('serves watches in the order of their adding, then timers, then bottom halves', () => {
    const { loop, log, settle, note, watch } = world(explored);
    loop.scheduleBottomHalf('bh1', note('bh1'));
    loop.scheduleBottomHalf('bh2', note('bh2'));
    loop.addTimer(0, note('timer'));
    watch('w1', { left: 2 });
    watch('w2', { left: 1 });
    expect(loop.settled()).toBe(false);
    expect(settle()).toBe('settled');
    expect(log).toEqual(['w1', 'w2', 'timer', 'bh1', 'bh2', 'w1']);
    expect(loop.settled()).toBe(true);
  });
});

test('what waits until the loop is idle comes behind all else, however long that goes on', () => {
  const { loop, log, settle, note, watch } = world();
  loop.scheduleWhenIdle('idle', note('idle'));
  watch('w', { left: 3 });
  loop.scheduleBottomHalf('bh', note('bh'));
  expect(loop.settled()).toBe(false);
  expect(settle()).toBe('settled');
  expect(log).toEqual(['w', 'bh', 'w', 'w', 'idle']);
  expect(loop.settled()).toBe(true);
});

test('what is scheduled during a turn waits for the next one', () => {
  const { loop, log, settle, note } = world();
  const outer = (): void => {
    log.push('outer');
    loop.scheduleBottomHalf('inner', note('inner'));
    loop.addTimer(0, note('timer'));
  };
  loop.scheduleBottomHalf('outer', () => atOnce(outer));
  loop.scheduleBottomHalf('second', note('second'));
  settle();
  expect(log).toEqual(['outer', 'second', 'timer', 'inner']);
});

test('a watch goes when its handler says so, or when another handler removes it before its turn', () => {
  const { loop, log, settle, watch } = world();
  watch('once', { left: 5 }, false);
  const victim = { id: 0 };
  loop.addWatch({
    name: 'remover',
    ready: () => victim.id !== 0,
    dispatch: () =>
      atOnce(() => {
        log.push('remover');
        loop.removeWatch(victim.id);
        return false;
      }),
  });
  victim.id = watch('victim', { left: 3 });
  settle();
  expect(log).toEqual(['once', 'remover']);
  loop.removeWatch(9999);
});

test('timers run in the order (due, sequence), once, unless cancelled', () => {
  const { clock, scheduler, loop, log, note } = world();
  loop.addTimer(20, note('b'));
  loop.addTimer(10, note('a'));
  loop.addTimer(20, note('c'));
  const dead = loop.addTimer(15, note('dead'));
  loop.cancelTimer(dead);
  advance(scheduler, clock, 15, 1000);
  expect(log).toEqual(['a']);
  advance(scheduler, clock, 100, 1000);
  expect(log).toEqual(['a', 'b', 'c']);
  expect(clock.nextDueNs()).toBe(null);
});

test('a bottom half can be cancelled by the one before it', () => {
  const { loop, log, settle, note } = world();
  const ids: number[] = [];
  const first = (): void => {
    log.push('first');
    for (const id of ids) loop.cancelBottomHalf(id);
  };
  loop.scheduleBottomHalf('first', () => atOnce(first));
  ids.push(loop.scheduleBottomHalf('second', note('second')));
  settle();
  expect(log).toEqual(['first']);
});

test('a handler that waits holds up the whole loop, and other loops go on', () => {
  const { clock, scheduler, loop, log, settle, note } = world();
  const other = createMainLoop({ scheduler, clock, name: 'iothread' });
  let open = false;
  loop.scheduleBottomHalf('blocked', function* () {
    yield* waitUntil(scheduler, 'fifo', 'reader', () => open);
    log.push('opened');
  });
  loop.scheduleBottomHalf('later', note('later'));
  other.scheduleBottomHalf('other', note('other'));
  settle();
  expect([log, loop.settled(), other.settled()]).toEqual([['other'], false, true]);
  open = true;
  settle();
  expect(log).toEqual(['other', 'opened', 'later']);
});

test('a watch that never calms down meets the limit instead of hanging', () => {
  const { settle, watch } = world();
  watch('hot', { left: Number.POSITIVE_INFINITY });
  expect(settle()).toBe('limit');
});

test('a stopped loop ends its thread and forgets its timers', () => {
  const { clock, scheduler, loop, log, settle, note } = world();
  loop.addTimer(10, note('never'));
  loop.stop();
  settle();
  expect([scheduler.threads, clock.nextDueNs(), log]).toEqual([[], null, []]);
});
