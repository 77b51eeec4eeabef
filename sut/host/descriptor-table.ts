import type { Description } from './description.ts';

/** One number of a process. */
export type Descriptor = { readonly description: Description; closeOnExec: boolean };

/** Numbers of one process. A reserved number belongs to a call that sleeps; it is neither free nor open. */
export type DescriptorTable = {
  limit: number;
  get(fd: number): Descriptor | undefined;
  /** The lowest number >= `min` that is neither open nor reserved and below the limit, or null. */
  lowestFree(min: number): number | null;
  reserve(fd: number): void;
  unreserve(fd: number): void;
  put(fd: number, descriptor: Descriptor): void;
  /** Forgets a number and gives back what it was. */
  take(fd: number): Descriptor | undefined;
  /** How many numbers below the limit are free. */
  free(): number;
  /** Open numbers in ascending order. */
  entries(): readonly (readonly [number, Descriptor])[];
};

/** An empty table. Source: POSIX, "lowest numbered available file descriptor". */
export function createDescriptorTable(limit: number): DescriptorTable {
  const slots: (Descriptor | 'reserved' | undefined)[] = [];
  let lowest = 0; // no number below this one is free
  const table: DescriptorTable = {
    limit,
    get(fd: number): Descriptor | undefined {
      const slot = slots[fd];
      return slot === 'reserved' ? undefined : slot;
    },
    lowestFree(min: number): number | null {
      let fd = Math.max(min, lowest);
      while (slots[fd] !== undefined) fd += 1;
      if (min <= lowest) lowest = fd;
      return fd < table.limit ? fd : null;
    },
    reserve(fd: number): void {
      slots[fd] = 'reserved';
    },
    unreserve(fd: number): void {
      if (slots[fd] === 'reserved') slots[fd] = undefined;
      lowest = Math.min(lowest, fd);
    },
    put(fd: number, descriptor: Descriptor): void {
      slots[fd] = descriptor;
    },
    take(fd: number): Descriptor | undefined {
      const descriptor = table.get(fd);
      if (descriptor === undefined) return undefined;
      slots[fd] = undefined;
      lowest = Math.min(lowest, fd);
      return descriptor;
    },
    free(): number {
      let count = 0;
      for (let fd = 0; fd < table.limit; fd += 1) if (slots[fd] === undefined) count += 1;
      return count;
    },
    entries(): readonly (readonly [number, Descriptor])[] {
      const list: (readonly [number, Descriptor])[] = [];
      slots.forEach((slot, fd) => {
        if (slot !== undefined && slot !== 'reserved') list.push([fd, slot]);
      });
      return list;
    },
  };
  return table;
}
