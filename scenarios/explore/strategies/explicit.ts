import type { Broken, ByteModel } from '../problem.ts';

/** What a search through all states came to. `complete`: no limit was met and nothing broke. */
export type ExplicitSearch = {
  readonly states: number;
  readonly transitions: number;
  readonly finalStates: number;
  readonly complete: boolean;
  readonly broken: Broken | null;
};

const slotsFirst = 1 << 12;
const loadMax = 0.6;

/**
 * Breadth-first search of a model that lists its states as bytes. States are kept one after the other in one buffer; the
 * table of visited ones is open-addressed and compares every byte, so that no two states are taken for one. Source: XS-7.
 */
export function searchStates(model: ByteModel, statesMax: number): ExplicitSearch {
  const store = createStore(model.length);
  let transitions = 0;
  let finalStates = 0;
  let broken: Broken | null = null;
  const add = (next: Uint8Array): void => {
    transitions += 1;
    store.add(next, 0);
  };
  store.add(model.initial(), 0);
  const state = new Uint8Array(model.length);
  let at = 0;
  for (; at < store.count && broken === null && store.count <= statesMax; at += 1) {
    store.read(at, state);
    const before = transitions;
    broken = model.successors(state, add);
    if (broken === null && transitions === before) {
      finalStates += 1;
      broken = model.final(state);
    }
  }
  const complete = at === store.count && broken === null;
  return { states: store.count, transitions, finalStates, complete, broken };
}

type Store = {
  readonly count: number;
  /** Adds a state unless it is there. */
  add(from: Uint8Array, offset: number): void;
  read(index: number, into: Uint8Array): void;
};

function createStore(length: number): Store {
  let bytes = new Uint8Array(length * slotsFirst);
  /** Index of a state + 1; 0 is free. */
  let slots = new Int32Array(slotsFirst);
  let count = 0;
  const hashAt = (from: Uint8Array, offset: number): number => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (from[offset + at] as number), 0x01000193);
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 12)) >>> 0;
  };
  const same = (index: number, from: Uint8Array, offset: number): boolean => {
    const start = index * length;
    for (let at = 0; at < length; at += 1) if (bytes[start + at] !== from[offset + at]) return false;
    return true;
  };
  const place = (from: Uint8Array, offset: number): number => {
    const mask = slots.length - 1;
    let slot = hashAt(from, offset) & mask;
    for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
      if (same(held - 1, from, offset)) return -1;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2);
    for (let index = 0; index < count; index += 1) slots[place(bytes, index * length)] = index + 1;
  };
  return {
    get count(): number {
      return count;
    },
    add(from: Uint8Array, offset: number): void {
      const slot = place(from, offset);
      if (slot < 0) return;
      if ((count + 1) * length > bytes.length) {
        const wider = new Uint8Array(bytes.length * 2);
        wider.set(bytes);
        bytes = wider;
      }
      for (let at = 0; at < length; at += 1) bytes[count * length + at] = from[offset + at] as number;
      count += 1;
      slots[slot] = count;
      if (count > slots.length * loadMax) grow();
    },
    read(index: number, into: Uint8Array): void {
      const start = index * length;
      for (let at = 0; at < length; at += 1) into[at] = bytes[start + at] as number;
    },
  };
}
