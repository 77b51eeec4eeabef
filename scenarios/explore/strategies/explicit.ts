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
const wordBytes = 4;

/**
 * Breadth-first search of a model that lists its states as bytes. States are kept one after the other in one buffer; the
 * table of visited ones is open-addressed, holds the hash beside each and compares every byte, so that no two states are
 * taken for one. Everything goes by words of four bytes. Source: XS-7.
 */
export function searchStates(model: ByteModel, statesMax: number): ExplicitSearch {
  const store = createStore(Math.ceil(model.length / wordBytes));
  let transitions = 0;
  let finalStates = 0;
  let broken: Broken | null = null;
  const add = (next: Uint8Array): void => {
    transitions += 1;
    store.add(next);
  };
  store.add(model.initial());
  const state = new Uint8Array(store.width * wordBytes);
  const words = new Int32Array(state.buffer);
  let at = 0;
  for (; at < store.count() && broken === null && store.count() <= statesMax; at += 1) {
    store.read(at, words);
    const before = transitions;
    broken = model.successors(state, add);
    if (broken === null && transitions === before) {
      finalStates += 1;
      broken = model.final(state);
    }
  }
  const states = store.count();
  return { states, transitions, finalStates, complete: at === states && broken === null, broken };
}

type Store = {
  /** Words of a state. */
  readonly width: number;
  count(): number;
  /** Adds a state unless it is there. */
  add(state: Uint8Array): void;
  read(index: number, into: Int32Array): void;
};

function createStore(width: number): Store {
  let kept = new Int32Array(width * slotsFirst);
  /** Two words a slot: index of a state + 1 (0 is free), and its hash. */
  let slots = new Int32Array(2 * slotsFirst);
  let count = 0;
  const asWords = wordsOf(width);
  const grow = (): void => {
    const wider = new Int32Array(slots.length * 2);
    const mask = wider.length - 2;
    for (let at = 0; at < slots.length; at += 2) {
      const held = slots[at] as number;
      if (held === 0) continue;
      const hash = slots[at + 1] as number;
      let slot = (hash << 1) & mask;
      while (wider[slot] !== 0) slot = (slot + 2) & mask;
      wider[slot] = held;
      wider[slot + 1] = hash;
    }
    slots = wider;
  };
  const isKept = (index: number, state: Int32Array): boolean => {
    const start = index * width;
    for (let at = 0; at < width; at += 1) if (kept[start + at] !== state[at]) return false;
    return true;
  };
  return {
    width,
    count: () => count,
    add(bytes): void {
      const state = asWords(bytes);
      const hash = hashOf(state, width);
      const mask = slots.length - 2;
      let slot = (hash << 1) & mask;
      for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
        if (slots[slot + 1] === hash && isKept(held - 1, state)) return;
        slot = (slot + 2) & mask;
      }
      const start = count * width;
      if (start + width > kept.length) {
        const wider = new Int32Array(kept.length * 2);
        wider.set(kept);
        kept = wider;
      }
      for (let at = 0; at < width; at += 1) kept[start + at] = state[at] as number;
      count += 1;
      slots[slot] = count;
      slots[slot + 1] = hash;
      if (count * 2 > slots.length * loadMax) grow();
    },
    read(index, into): void {
      const start = index * width;
      for (let at = 0; at < width; at += 1) into[at] = kept[start + at] as number;
    },
  };
}

function hashOf(state: Int32Array, width: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < width; at += 1) {
    hash = Math.imul(hash ^ (state[at] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13);
}

/** The same bytes as words: a model hands out one buffer over and over; what does not fit is copied. */
function wordsOf(width: number): (bytes: Uint8Array) => Int32Array {
  const copied = new Uint8Array(width * wordBytes);
  const copiedWords = new Int32Array(copied.buffer);
  let last: Uint8Array | undefined;
  let words: Int32Array = copiedWords;
  return (bytes) => {
    if (bytes !== last) {
      const fits = bytes.length === copied.length && bytes.byteOffset % wordBytes === 0;
      words = fits ? new Int32Array(bytes.buffer, bytes.byteOffset, width) : copiedWords;
      last = bytes;
    }
    if (words === copiedWords) copied.set(bytes);
    return words;
  };
}
