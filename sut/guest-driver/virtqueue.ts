import { type GuestMachine, littleEndian, numberAt } from './guest-machine.ts';
import { type GuestMemory, giveBlock, pageBytes, takeBlock } from './guest-memory.ts';

/** One buffer that the device may write into (`in`) or read from (`out`). */
type Buffer = { readonly address: number; readonly capacity: number };

/**
 * One legacy virtqueue: descriptor table and available ring, then the used ring on the next page. Every buffer is one
 * descriptor; those that the device has not given back are `held`, by descriptor. Source: virtio 1.0, 2.4 (legacy).
 */
export type Virtqueue = {
  readonly index: number;
  readonly size: number;
  readonly direction: 'in' | 'out';
  readonly address: number;
  readonly held: Map<number, Buffer>;
  readonly free: number[];
  /** Free-running counts of buffers offered and of buffers seen back. */
  offered: number;
  seen: number;
};

const descriptorBytes = 16;
const usedElementBytes = 8;
/** The flag of a descriptor that the device may write to. */
const deviceWrites = 2;

function availableOffset(size: number): number {
  return size * descriptorBytes;
}

function usedOffset(size: number): number {
  return Math.ceil((availableOffset(size) + 2 * (3 + size)) / pageBytes) * pageBytes;
}

function ringBytes(size: number): number {
  return usedOffset(size) + 2 * 3 + size * usedElementBytes;
}

/** Lays out an empty queue of `size` descriptors in cleared memory; the driver uses at most `used` of them. */
export function makeVirtqueue(
  machine: GuestMachine,
  memory: GuestMemory,
  index: number,
  size: number,
  direction: 'in' | 'out',
  used: number = size,
): Virtqueue {
  const bytes = ringBytes(size);
  const address = takeBlock(memory, bytes);
  machine.write(address, '\0'.repeat(bytes));
  const count = Math.min(size, used);
  const free = Array.from({ length: count }, (_, slot) => count - 1 - slot);
  return { index, size, direction, address, held: new Map(), free, offered: 0, seen: 0 };
}

/** Takes a queue apart that the device has forgotten: its buffers and rings are memory again. */
export function endVirtqueue(memory: GuestMemory, queue: Virtqueue): void {
  for (const { address, capacity } of queue.held.values()) giveBlock(memory, address, capacity);
  queue.held.clear();
  giveBlock(memory, queue.address, ringBytes(queue.size));
}

/**
 * Offers buffers, each of one descriptor, all with one move of the index: bytes to send, or capacities to receive into.
 * There must be as many free descriptors. The device is not notified.
 */
export function offerBuffers(
  machine: GuestMachine,
  memory: GuestMemory,
  queue: Virtqueue,
  buffers: readonly (string | number)[],
): void {
  if (buffers.length === 0) return;
  const available = queue.address + availableOffset(queue.size);
  for (const buffer of buffers) {
    const slot = queue.free.pop();
    if (slot === undefined) throw new Error(`queue ${queue.index} has no descriptor left`);
    const capacity = typeof buffer === 'string' ? buffer.length : buffer;
    const address = takeBlock(memory, capacity);
    queue.held.set(slot, { address, capacity });
    if (typeof buffer === 'string') machine.write(address, buffer);
    const flags = queue.direction === 'in' ? deviceWrites : 0;
    const descriptor = [
      littleEndian(address, 4),
      littleEndian(0, 4),
      littleEndian(capacity, 4),
      littleEndian(flags, 2),
      littleEndian(0, 2),
    ];
    machine.write(queue.address + slot * descriptorBytes, descriptor.join(''));
    machine.write(available + 4 + 2 * (queue.offered % queue.size), littleEndian(slot, 2));
    queue.offered = (queue.offered + 1) & 0xffff;
  }
  machine.write(available + 2, littleEndian(queue.offered, 2));
}

/**
 * Takes every buffer that the device gave back since the last look, in its order; what it wrote into each (`''` on an
 * `out` queue). Throws if the device gives back what it does not hold.
 */
export function takeUsed(machine: GuestMachine, memory: GuestMemory, queue: Virtqueue): readonly string[] {
  const used = queue.address + usedOffset(queue.size);
  const given = numberAt(machine.read(used + 2, 2), 0, 2);
  const contents: string[] = [];
  while (queue.seen !== given) {
    const element = machine.read(used + 4 + usedElementBytes * (queue.seen % queue.size), usedElementBytes);
    const slot = numberAt(element, 0, 4);
    const length = numberAt(element, 4, 4);
    const buffer = queue.held.get(slot);
    if (buffer === undefined) throw new Error(`queue ${queue.index}: descriptor ${slot} came back unasked`);
    queue.held.delete(slot);
    queue.free.push(slot);
    const bytes = queue.direction === 'in' && length > 0 ? machine.read(buffer.address, length) : '';
    contents.push(bytes);
    giveBlock(memory, buffer.address, buffer.capacity);
    queue.seen = (queue.seen + 1) & 0xffff;
  }
  return contents;
}
