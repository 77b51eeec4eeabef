import { describe, expect, test } from 'vitest';
import { firstChoice, seededChooser } from '../runtime/chooser.ts';
import { createClock } from '../runtime/clock.ts';
import { createScheduler, type Scheduler } from '../runtime/scheduler.ts';
import { stepText } from '../runtime/step.ts';
import type { Task } from '../runtime/task.ts';
import { createTrace } from '../runtime/trace.ts';
import { completed } from './completed.ts';
import { createKernel, type Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { bench, bytes, ending, filled, text, value, wrote } from './test-machine.ts';

describe('a blocking call', () => {
  test('write sleeps until all is taken, filling slots as they come free', () => {
    const { process } = bench();
    const [read, write] = value(process.pipe({ capacity: 4096 }));
    const call = process.write(write, filled(10000));
    if (call.ok || call.sleep === null) throw new Error('must sleep');
    expect(call.sleep.awake()).toBe(false);
    expect(value(process.read(read, 9999))).toHaveLength(4096);
    expect(call.sleep.awake()).toBe(true);
    expect(ending(call.sleep.resume())).toBe('sleeps');
    process.read(read, 9999);
    expect(wrote(call.sleep.resume())).toBe(10000);
  });

  test('write gives the count so far when the readers leave, or when it is interrupted', () => {
    const { process } = bench();
    const [read, write] = value(process.pipe({ capacity: 4096 }));
    const call = process.write(write, filled(5000));
    if (call.ok || call.sleep === null) throw new Error('must sleep');
    process.close(read);
    expect(wrote(call.sleep.resume())).toBe(4096);
  });

  test('read keeps its description although the number is closed meanwhile', () => {
    const { process, kernel } = bench();
    const [read, write] = value(process.pipe());
    const call = process.read(read, 9);
    if (call.ok || call.sleep === null) throw new Error('must sleep');
    process.close(read);
    expect(kernel.descriptions()).toHaveLength(2);
    process.write(write, bytes('late'));
    expect(text(call.sleep.resume())).toBe('late');
    expect(kernel.descriptions()).toHaveLength(1);
  });

  test('accept, connect, recvmsg and sendmsg sleep alike', () => {
    const { process } = bench();
    const server = value(process.socket('stream'));
    process.bind(server, 's');
    process.listen(server, 0);
    const accepting = process.accept(server);
    if (accepting.ok || accepting.sleep === null) throw new Error('must sleep');
    const client = value(process.socket('stream'));
    process.connect(client, 's');
    const accepted = value(accepting.sleep.resume());
    expect(accepted).toBe(1);
    const receiving = process.recvmsg(accepted, 9, 1);
    if (receiving.ok || receiving.sleep === null) throw new Error('must sleep');
    expect(ending(process.sendmsg(client, bytes('hi'), [client]))).toBe('ok');
    expect(value(receiving.sleep.resume()).fds).toHaveLength(1);
    process.connect(value(process.socket('stream')), 's');
    const third = value(process.socket('stream'));
    const connecting = process.connect(third, 's');
    if (connecting.ok || connecting.sleep === null) throw new Error('must sleep');
    process.accept(server);
    expect(connecting.sleep.awake()).toBe(true);
    expect(ending(connecting.sleep.resume())).toBe('ok');
    expect(ending(process.sendmsg(client, filled(1000000), [client]))).toBe('sleeps');
  });

  test('is awake only when it can go on: datagrams to a crowded receiver, eventfds', () => {
    const { process } = bench();
    const server = value(process.socket('dgram', { nonblock: true }));
    process.bind(server, 'dg');
    const client = value(process.socket('dgram'));
    process.connect(client, 'dg');
    for (let count = 0; count < 11; count += 1) process.write(client, bytes('x'));
    const call = process.write(client, bytes('last'));
    if (call.ok || call.sleep === null) throw new Error('must sleep');
    expect(call.sleep.awake()).toBe(false);
    process.read(server, 9);
    expect(call.sleep.awake()).toBe(true);
    expect(wrote(call.sleep.resume())).toBe(4);
    const counter = value(process.eventfd());
    const eight = new Uint8Array(8).fill(0xff, 1);
    process.write(counter, eight);
    const adding = process.write(counter, eight);
    if (adding.ok || adding.sleep === null) throw new Error('must sleep');
    expect(adding.sleep.awake()).toBe(false);
    process.read(counter, 8);
    expect(wrote(adding.sleep.resume())).toBe(8);
  });

  test('ends with its process, and nothing is left', () => {
    const { process, kernel } = bench();
    process.mkfifo('ff');
    const [read] = value(process.pipe());
    expect(ending(process.read(read, 1))).toBe('sleeps');
    expect(ending(process.open('ff', { access: 'w' }))).toBe('sleeps');
    process.exit();
    expect(kernel.descriptions()).toEqual([]);
    expect(kernel.processes).toEqual([]);
  });
});

type World = {
  readonly kernel: Kernel;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly log: string[];
};

/** Two writers and a reader on one small blocking pipe. */
function threeThreads(seed: number | null, explored: boolean): World & { readonly digest: string } {
  const chooser = seed === null ? firstChoice() : seededChooser(seed);
  const trace = createTrace();
  const onStep = (thread: { readonly name: string }, step: Parameters<typeof stepText>[0]): void =>
    trace.addText(`${thread.name} ${stepText(step)}`);
  const scheduler = createScheduler({ chooser, explored, onStep });
  const kernel = createKernel({ clock: createClock(), chooser });
  const process = kernel.createProcess('p');
  const [read, write] = value(process.pipe({ capacity: 4096, name: 'p' }));
  const log: string[] = [];
  function* writer(letter: string): Task<void> {
    for (let round = 0; round < 5; round += 1) {
      const result = yield* completed(process.write(write, filled(1500, letter.charCodeAt(0))), 'p');
      log.push(`${letter}${wrote(result)}`);
    }
  }
  function* reader(): Task<void> {
    for (let left = 15000; left > 0; ) {
      const got = value(yield* completed(process.read(read, 1000), 'p'));
      left -= got.length;
      trace.addBytes(got);
    }
    log.push('end');
  }
  scheduler.spawn('a', writer('a'));
  scheduler.spawn('b', writer('b'));
  scheduler.spawn('r', reader());
  expect(scheduler.runUntilSettled(10000)).toBe('settled');
  return { kernel, process, scheduler, log, digest: trace.digest() };
}

describe('threads that sleep in calls', () => {
  test('all come to an end, and nobody polls', () => {
    const { log, scheduler } = threeThreads(null, false);
    expect(log.filter((each) => each === 'a1500' || each === 'b1500')).toHaveLength(10);
    expect(log.at(-1)).toBe('end');
    expect(scheduler.threads).toEqual([]);
    expect(scheduler.steps).toBeLessThan(40);
  });

  test('same seed, same trace; other seeds give other traces', () => {
    const digests = [1, 2, 3, 4, 5, 6].map((seed) => threeThreads(seed, true).digest);
    expect([1, 2, 3, 4, 5, 6].map((seed) => threeThreads(seed, true).digest)).toEqual(digests);
    expect(new Set(digests).size).toBeGreaterThan(1);
  });
});
