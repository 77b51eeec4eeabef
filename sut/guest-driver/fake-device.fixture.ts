import { type GuestMachine, littleEndian, numberAt } from './guest-machine.ts';

const pageBytes = 4096;

/** What one queue of the fake device is: its page, once the driver has told it, and how far it was worked off. */
type FakeQueue = { address: number; taken: number; given: number };
/** A buffer that the driver offered. */
type Offered = { readonly slot: number; readonly address: number; readonly length: number; readonly flags: number };

/** A legacy virtio device with queues of 8, in a guest whose memory is a map of bytes. */
export type FakeDevice = {
  readonly machine: GuestMachine;
  /** Values written to the status register, features accepted, and queues notified, in order. */
  readonly log: string[];
  /** Takes the next offered buffer; undefined when there is none. */
  take(queue: number): Offered | undefined;
  /** Gives a taken buffer back with `bytes` in it. */
  give(queue: number, buffer: Offered, bytes: string): void;
  /** What lies in a taken buffer. */
  bytesOf(buffer: Offered): string;
};

const queueSize = 8;
const usedOffset = pageBytes;

/** The device at I/O base 0x1000 that has `ports` ports. */
export function makeFakeDevice(ports: number): FakeDevice {
  const memory = new Map<number, number>();
  const queues = new Map<number, FakeQueue>();
  const log: string[] = [];
  let selected = 0;
  const read = (address: number, length: number): string =>
    Array.from({ length }, (_, at) => String.fromCharCode(memory.get(address + at) ?? 0xee)).join('');
  const write = (address: number, bytes: string): void => {
    for (let at = 0; at < bytes.length; at += 1) memory.set(address + at, bytes.charCodeAt(at));
  };
  const queueNumbered = (index: number): FakeQueue => {
    const queue = queues.get(index);
    if (queue === undefined) throw new Error(`the driver has installed no queue ${index}`);
    return queue;
  };
  const machine: GuestMachine = {
    read,
    write,
    in(_width, port) {
      if (port === 0x1000) return ports > 1 ? 2 : 0;
      return port === 0x100c ? queueSize : port === 0x1018 ? ports : 0;
    },
    out(_width, port, value) {
      if (port === 0x1012) log.push(`status ${value}`);
      if (port === 0x1004) log.push(`features ${value}`);
      if (port === 0x1010) log.push(`notify ${value}`);
      if (port === 0x100e) selected = value;
      if (port === 0x1008) queues.set(selected, { address: value * pageBytes, taken: 0, given: 0 });
    },
  };
  return {
    machine,
    log,
    take(index) {
      const queue = queueNumbered(index);
      const available = queue.address + queueSize * 16;
      if (numberAt(read(available + 2, 2), 0, 2) === queue.taken) return undefined;
      const slot = numberAt(read(available + 4 + 2 * (queue.taken % queueSize), 2), 0, 2);
      const descriptor = read(queue.address + slot * 16, 16);
      queue.taken += 1;
      const flags = numberAt(descriptor, 12, 2);
      return { slot, address: numberAt(descriptor, 0, 4), length: numberAt(descriptor, 8, 4), flags };
    },
    give(index, { slot, address }, bytes) {
      const queue = queueNumbered(index);
      write(address, bytes);
      const used = queue.address + usedOffset;
      write(used + 4 + 8 * (queue.given % queueSize), littleEndian(slot, 4) + littleEndian(bytes.length, 4));
      queue.given += 1;
      write(used + 2, littleEndian(queue.given, 2));
    },
    bytesOf: ({ address, length }) => read(address, length),
  };
}
