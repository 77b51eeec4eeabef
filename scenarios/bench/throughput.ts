import { profileByName } from '../../model/language/profiles.ts';
import type { Chardev } from '../../sut/engine/chardev/chardev.ts';
import type { Serial16550 } from '../../sut/engine/frontend/serial-16550.ts';
import { createWitness } from '../../sut/engine/frontend/witness.ts';
import type { Machine } from '../../sut/engine/machine.ts';
import { type PortStart, type RunningMachine, startMachine } from '../../sut/engine/start.ts';
import { lineStatusBit, uartRegister } from '../../sut/guest-driver/port.ts';
import { initialisePort } from '../../sut/guest-driver/serial-driver.ts';
import { createKernel } from '../../sut/host/kernel.ts';
import type { Process } from '../../sut/host/process.ts';
import type { Result } from '../../sut/host/result.ts';
import { firstChoice } from '../../sut/runtime/chooser.ts';
import { createClock } from '../../sut/runtime/clock.ts';
import { createScheduler, type Scheduler } from '../../sut/runtime/scheduler.ts';
import type { Task } from '../../sut/runtime/task.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const small = kilobyte;
const large = 100 * megabyte;
const pieceBytes = 64 * kilobyte;
/** The small size is sent so often, to be measured at all. */
const smallTimes = 1000;
/** Cost of a byte at the large size against the small one. */
const flatMax = 1.5;
/** What may be held at the end beyond the beginning, whatever was sent. */
const heldMax = 16 * megabyte;

/** A running machine, what moves it, and a client beside it. */
type Bench = {
  readonly running: RunningMachine;
  readonly machine: Machine;
  readonly scheduler: Scheduler;
  readonly client: Process;
  settle(): void;
};
type Way = {
  readonly name: string;
  readonly wantedMbPerS: number;
  readonly turns: number;
  open(): Send;
};
/** Sends so many bytes through and returns how many came out at the far end. */
type Send = (bytes: number) => number;

const socketAt = (name: string): readonly string[] => [
  '-chardev',
  `socket,id=${name},path=/bench/${name},server=on,wait=off`,
];

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the simulated host refused a call of the benchmark: ${result.errno}`);
  return result.value;
}

function bench(words: readonly string[], ports: readonly PortStart[]): Bench {
  const clock = createClock();
  const chooser = firstChoice();
  const scheduler = createScheduler({ chooser });
  const kernel = createKernel({ clock, chooser });
  const qemu = kernel.createProcess('qemu', { workingDirectory: '/bench' });
  for (let stream = 0; stream < 3; stream += 1) value(qemu.open('/dev/null', { access: 'rw' }));
  const client = kernel.createProcess('client', { workingDirectory: '/bench' });
  const running = startMachine(
    { profile: profileByName['qemu-10.0'], process: qemu, scheduler, clock },
    { words, paused: false, monitors: [], controllers: null, ports },
  );
  const settle = (): void => {
    if (scheduler.runUntilSettled(50_000_000) === 'limit') throw new Error('the machine does not settle');
  };
  settle();
  return { running, machine: running.machine, scheduler, client, settle };
}

function connected({ client, settle }: Bench, name: string): number {
  const socket = value(client.socket('stream', {}));
  value(client.connect(socket, `/bench/${name}`));
  const flags = value(client.getStatusFlags(socket)).flags;
  value(client.setStatusFlags(socket, [...flags, 'nonblock']));
  settle();
  return socket;
}

/** Three clients in turn, through a hub, into a frontend that takes everything. */
function throughHub(): Send {
  const names = ['a', 'b', 'c'];
  const members = names.map((name, at) => `chardevs.${at}=${name}`).join(',');
  const world = bench([...names.flatMap(socketAt), '-chardev', `hub,id=h,${members}`], []);
  const { machine, scheduler, client, settle } = world;
  const witness = createWitness(machine);
  witness.attach(machine.chardevs.get('h') as Chardev);
  scheduler.spawn('set-up', setUp());
  function* setUp(): Task<void> {
    yield* witness.setHandlers(true);
    yield* witness.setRoom(megabyte);
  }
  settle();
  const sockets = names.map((name) => connected(world, name));
  const piece = new Uint8Array(pieceBytes).fill(0x61);
  return (bytes) => {
    let sent = 0;
    let arrived = 0;
    while (arrived < bytes) {
      for (const socket of sockets) {
        const wrote = client.write(socket, piece.subarray(0, Math.min(pieceBytes, bytes - sent)));
        if (wrote.ok) sent += wrote.value;
      }
      settle();
      for (const told of witness.takeRecords()) if ('read' in told) arrived += told.read.length;
    }
    return arrived;
  };
}

/** A client into a 16550 whose guest polls it. */
function intoSerial(): Send {
  const world = bench(socketAt('a'), [{ kind: '16550', id: 'com', chardev: 'a' } as PortStart]);
  const { running, machine, client, settle } = world;
  const serial = running.ports.get('com') as Serial16550;
  const { processor } = machine;
  const access = (work: () => Task<number>): number => {
    processor.begin(work);
    settle();
    return processor.result ?? 0;
  };
  initialisePort({
    in: (register) => access(() => serial.read(register)),
    out: (register, byte) =>
      void access(function* (): Task<number> {
        yield* serial.write(register, byte);
        return 0;
      }),
  });
  const socket = connected(world, 'a');
  const piece = new Uint8Array(pieceBytes).fill(0x61);
  function* drain(): Task<number> {
    let count = 0;
    while (((yield* serial.read(uartRegister.lineStatus)) & lineStatusBit.dataReady) !== 0) {
      yield* serial.read(uartRegister.data);
      count += 1;
    }
    return count;
  }
  return (bytes) => {
    let sent = 0;
    let arrived = 0;
    while (arrived < bytes) {
      if (sent < bytes) {
        const wrote = client.write(socket, piece.subarray(0, Math.min(pieceBytes, bytes - sent)));
        if (wrote.ok) sent += wrote.value;
      }
      settle();
      arrived += access(drain);
    }
    return arrived;
  };
}

const ways: readonly Way[] = [
  { name: 'socket → hub of three → witness', wantedMbPerS: 200, turns: 3, open: throughHub },
  { name: 'socket → 16550', wantedMbPerS: 2, turns: 1, open: intoSerial },
];

/** Simulated traffic: bytes per second through the engine, whether a byte costs the same in bulk, and what stays held. */
export async function* throughput(): AsyncGenerator<Figure> {
  for (const { name, wantedMbPerS, turns, open } of ways) {
    const send = open();
    send(megabyte); // compiles
    const nsPerByte = (bytes: number, times: number): number => {
      const from = performance.now();
      for (let time = 0; time < times; time += 1) {
        const arrived = send(bytes);
        if (arrived !== bytes) throw new Error(`${name}: ${arrived} of ${bytes} bytes arrived`);
      }
      return ((performance.now() - from) * 1e6) / bytes / times;
    };
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const costs = Array.from({ length: turns }, () => ({
      small: nsPerByte(small, smallTimes),
      large: nsPerByte(large, 1),
    }));
    globalThis.gc?.();
    const held = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - before;
    const rate = 1e9 / median(costs.map((cost) => cost.large)) / megabyte;
    yield {
      name: `${name}, ${large / megabyte} MB`,
      value: `${rate.toFixed(1)} MB/s`,
      wanted: `at least ${wantedMbPerS} MB/s`,
      met: rate >= wantedMbPerS,
    };
    const ratio = median(costs.map((cost) => cost.large / cost.small));
    yield {
      name: `${name}, cost per byte, ${large / kilobyte} KB against ${small / kilobyte} KB`,
      value: `${ratio.toFixed(2)} times`,
      wanted: `at most ${flatMax} times`,
      met: ratio <= flatMax,
    };
    yield {
      name: `${name}, memory held afterwards`,
      value: `${(held / megabyte).toFixed(1)} MB`,
      wanted: `at most ${heldMax / megabyte} MB`,
      met: held <= heldMax,
    };
  }
}
