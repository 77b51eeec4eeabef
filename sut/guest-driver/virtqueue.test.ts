import { expect, test } from 'vitest';
import { type GuestMachine, littleEndian } from './guest-machine.ts';
import { makeGuestMemory, takeBlock } from './guest-memory.ts';
import { endVirtqueue, makeVirtqueue, offerBuffers, takeUsed } from './virtqueue.ts';

const start = 0x100000;

function plainMemory(): GuestMachine {
  const bytes = new Map<number, number>();
  return {
    in: () => 0,
    out: () => undefined,
    read: (address, length) =>
      Array.from({ length }, (_, at) => String.fromCharCode(bytes.get(address + at) ?? 0)).join(''),
    write: (address, text) => {
      for (let at = 0; at < text.length; at += 1) bytes.set(address + at, text.charCodeAt(at));
    },
  };
}

/** Does what a device does when it gives buffers back. */
function giveBack(
  machine: GuestMachine,
  queue: number,
  used: readonly (readonly [slot: number, length: number])[],
): void {
  for (const [index, [slot, length]] of used.entries()) {
    machine.write(queue + 4096 + 4 + 8 * index, littleEndian(slot, 4) + littleEndian(length, 4));
  }
  machine.write(queue + 4096 + 2, littleEndian(used.length, 2));
}

test('a buffer is one descriptor with address, length and direction, and all offered ones appear with one index', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 5, 8, 'out');
  offerBuffers(machine, memory, queue, ['abc', 'de']);
  const [first] = [...queue.held.values()];
  expect(machine.read(queue.address, 16)).toBe(
    littleEndian(first?.address ?? 0, 4) + littleEndian(0, 4) + littleEndian(3, 4) + littleEndian(0, 4),
  );
  expect(machine.read(first?.address ?? 0, 3)).toBe('abc');
  expect(machine.read(queue.address + 128, 8)).toBe('\0\0\x02\0\0\0\x01\0'); // flags, index 2, slots 0 and 1
  const input = makeVirtqueue(machine, memory, 4, 8, 'in');
  offerBuffers(machine, memory, input, [64]);
  expect(machine.read(input.address + 8, 8)).toBe(littleEndian(64, 4) + littleEndian(2, 2) + littleEndian(0, 2));
});

test('buffers come back in the order of the used ring with what the device wrote, and their descriptors are free again', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 4, 8, 'in');
  offerBuffers(machine, memory, queue, [4, 4, 4]);
  machine.write(queue.held.get(1)?.address ?? 0, 'wxyz');
  machine.write(queue.held.get(0)?.address ?? 0, 'ab');
  giveBack(machine, queue.address, [
    [1, 4],
    [0, 2],
  ]);
  expect(takeUsed(machine, memory, queue)).toEqual(['wxyz', 'ab']);
  expect(takeUsed(machine, memory, queue)).toEqual([]);
  expect([...queue.held.keys()]).toEqual([2]);
  expect(queue.free).toHaveLength(7);
});

test('a buffer that never comes back stays held, and the others go round it more often than the ring is long', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 1, 8, 'out');
  offerBuffers(machine, memory, queue, ['lost']);
  let given = 0;
  for (let round = 0; round < 70_000; round += 1) {
    offerBuffers(machine, memory, queue, ['x']);
    const slot = [...queue.held.keys()].find((each) => each !== 0) ?? -1;
    machine.write(queue.address + 4096 + 4 + 8 * (given % 8), littleEndian(slot, 4) + littleEndian(0, 4));
    given = (given + 1) & 0xffff;
    machine.write(queue.address + 4096 + 2, littleEndian(given, 2));
    takeUsed(machine, memory, queue);
  }
  expect([...queue.held.keys()]).toEqual([0]);
  expect(memory.next).toBeLessThan(start + 5 * 4096);
});

test('a descriptor that comes back unasked is refused', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 1, 8, 'out');
  giveBack(machine, queue.address, [[3, 0]]);
  expect(() => takeUsed(machine, memory, queue)).toThrow('queue 1: descriptor 3 came back unasked');
});

test('a queue that is taken apart gives its rings and buffers back to the memory', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 1, 8, 'out');
  offerBuffers(machine, memory, queue, ['x'.repeat(4096)]);
  const { next } = memory;
  endVirtqueue(memory, queue);
  const again = makeVirtqueue(machine, memory, 1, 8, 'out');
  offerBuffers(machine, memory, again, ['x'.repeat(4096)]);
  expect(memory.next).toBe(next);
  expect(again.address).toBe(queue.address);
});

test('memory comes page-aligned from a page on, and its end is told', () => {
  const memory = makeGuestMemory(start, start + 3 * 4096);
  expect(takeBlock(memory, 1)).toBe(start);
  expect(takeBlock(memory, 100)).toBe(start + 128);
  expect(takeBlock(memory, 4097)).toBe(start + 4096);
  expect(() => takeBlock(memory, 4096)).toThrow("the guest's memory has no 4096 bytes left for its driver");
});

test('a ring longer than the driver wants is used in part', () => {
  const machine = plainMemory();
  const memory = makeGuestMemory(start, start + (1 << 20));
  const queue = makeVirtqueue(machine, memory, 1, 1024, 'out', 2);
  offerBuffers(machine, memory, queue, ['a', 'b']);
  expect([...queue.held.keys()]).toEqual([0, 1]);
  expect(() => offerBuffers(machine, memory, queue, ['c'])).toThrow('queue 1 has no descriptor left');
});
