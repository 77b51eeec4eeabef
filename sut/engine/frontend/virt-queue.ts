/** One buffer that the guest lends to the device: `output` to read, or `room` to write; `input` is what was written. */
export type GuestBuffer = { readonly output: Uint8Array; readonly room: number; input: Uint8Array };
/** A queue as the device sees it: what the guest has made available, and what went back and was not looked at yet. */
export type VirtQueue = { ready: boolean; available: GuestBuffer[]; returned: GuestBuffer[] };

const nothing = new Uint8Array(0);

/** A queue that the guest has not set up. */
export function createQueue(): VirtQueue {
  return { ready: false, available: [], returned: [] };
}

/** A buffer that holds bytes for the device. */
export function outputBuffer(output: Uint8Array): GuestBuffer {
  return { output, room: 0, input: nothing };
}

/** A buffer that the device may fill. */
export function inputBuffer(room: number): GuestBuffer {
  return { output: nothing, room, input: nothing };
}

/** The next buffer, or null. */
export function take(queue: VirtQueue): GuestBuffer | null {
  return queue.ready ? (queue.available.shift() ?? null) : null;
}

/** A buffer goes back, with what was written into it. */
export function giveBack(queue: VirtQueue, buffer: GuestBuffer, input: Uint8Array = nothing): void {
  buffer.input = input;
  queue.returned.push(buffer);
}

/** Everything goes back unused. Source: VSER-23, VSER-52. */
export function returnAll(queue: VirtQueue): void {
  for (let buffer = take(queue); buffer !== null; buffer = take(queue)) giveBack(queue, buffer);
}

/** Bytes that fit into what is available. */
export function roomIn(queue: VirtQueue): number {
  return queue.ready ? queue.available.reduce((sum, { room }) => sum + room, 0) : 0;
}

/** The guest's driver starts or stops using the queue; all buffers are the guest's. */
export function setUp(queue: VirtQueue, ready: boolean): void {
  queue.ready = ready;
  queue.available = [];
  queue.returned = [];
}
