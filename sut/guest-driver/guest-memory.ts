/** Bytes of a page; rings begin on one. */
export const pageBytes = 4096;
const blockBytesMin = 64;

/** A part of the guest's memory from which rings and buffers are taken, and to which they return. */
export type GuestMemory = {
  next: number;
  readonly end: number;
  /** Size class -> addresses of blocks that came back. */
  readonly free: Map<number, number[]>;
};

/** The memory from address `start` (a multiple of a page) to before `end`. */
export function makeGuestMemory(start: number, end: number): GuestMemory {
  return { next: start, end, free: new Map() };
}

/** Powers of two up to a page, whole pages beyond. */
function sizeClass(bytes: number): number {
  let size = blockBytesMin;
  while (size < bytes && size < pageBytes) size *= 2;
  return size >= bytes ? size : Math.ceil(bytes / pageBytes) * pageBytes;
}

/** A block of at least `bytes` bytes, page-aligned from a page's size on. Throws when the memory is used up. */
export function takeBlock(memory: GuestMemory, bytes: number): number {
  const size = sizeClass(bytes);
  const returned = memory.free.get(size)?.pop();
  if (returned !== undefined) return returned;
  const alignment = Math.min(size, pageBytes);
  const address = Math.ceil(memory.next / alignment) * alignment;
  if (address + size > memory.end) throw new Error(`the guest's memory has no ${bytes} bytes left for its driver`);
  memory.next = address + size;
  return address;
}

/** Gives a block back that was taken for `bytes` bytes. */
export function giveBlock(memory: GuestMemory, address: number, bytes: number): void {
  const size = sizeClass(bytes);
  const blocks = memory.free.get(size);
  if (blocks === undefined) memory.free.set(size, [address]);
  else blocks.push(address);
}
