import type { Broken, ByteModel } from './problem.ts';

/** Where each thing stands in a state. Writers follow, three bytes each: place, writes done, backend read. */
const at = {
  lock: 0,
  pointer: 1,
  bh: 2,
  made: 3,
  alive: 4,
  open: 6,
  told: 8,
  bytes: 9,
  refused: 11,
  main: 12,
  mainLocal: 13,
  command: 14,
  disconnect: 15,
  writers: 16,
} as const;
const writerBytes = 3;
const mainEnd = 10;
const commandEnd = 2;
const disconnectEnd = 6;

/** The reference problem once more, as a machine over bytes: nothing is shared with the threads of swap-race. Source: XR-1, XS-7. */
export function swapRaceBytes(writers: number, writes: number, disconnects: boolean): ByteModel {
  const length = Math.ceil((at.writers + writerBytes * writers) / 4) * 4;
  const next = new Uint8Array(length);
  const goes = steps(next, writers, writes);
  return {
    length,
    initial(): Uint8Array {
      const state = new Uint8Array(length);
      state[at.alive] = 1;
      state[at.open] = 1;
      state[at.told] = 1;
      state[at.disconnect] = disconnects ? 0 : disconnectEnd;
      return state;
    },
    successors: goes,
    final(state: Uint8Array): Broken | null {
      let ended =
        state[at.main] === mainEnd && state[at.command] === commandEnd && state[at.disconnect] === disconnectEnd;
      for (let writer = 0; writer < writers; writer += 1)
        ended &&= state[at.writers + writerBytes * writer + 1] === writes;
      if (!ended) return { property: 'deadlock', text: 'nobody can run', clauses: ['SAFE-12'] };
      const [old = 0, fresh = 0] = [state[at.bytes], state[at.bytes + 1]];
      const refused = state[at.refused] as number;
      if (old + fresh + refused !== writers * writes || (!disconnects && refused > 0)) {
        return { property: 'P2', text: `${old} + ${fresh} bytes, ${refused} refused`, clauses: ['SAFE-02'] };
      }
      if (state[at.pointer] !== 1 || state[at.alive] !== 0)
        return { property: 'P4', text: 'old is still there', clauses: [] };
      if (disconnects && state[at.told] !== state[at.open + 1]) {
        return { property: 'P5', text: 'what the frontend was told is not so', clauses: ['SAFE-05'] };
      }
      return null;
    },
  };
}

/** What each thread can do, one after the other, in one buffer. A broken property is that of the first. */
function steps(next: Uint8Array, writers: number, writes: number): ByteModel['successors'] {
  const { length } = next;
  const copy = (state: Uint8Array): void => {
    for (let index = 0; index < length; index += 1) next[index] = state[index] as number;
  };
  return (state, found) => {
    let broken: Broken | null = null;
    for (let writer = 0; writer < writers; writer += 1) {
      const base = at.writers + writerBytes * writer;
      if ((state[base + 1] as number) >= writes || !mayGo(state, state[base] === 0)) continue;
      copy(state);
      const its = write(next, base);
      broken ??= its;
      found(next);
    }
    const main = state[at.main] as number;
    if (main < mainEnd && (main !== 0 || state[at.bh] === 1) && mayGo(state, main === 4)) {
      copy(state);
      mainLoop(next);
      found(next);
    }
    if ((state[at.command] as number) < commandEnd) {
      copy(state);
      command(next);
      found(next);
    }
    const disconnect = state[at.disconnect] as number;
    const made = disconnect !== 0 || state[at.made] === 1;
    if (disconnect < disconnectEnd && made && mayGo(state, disconnect === 2)) {
      copy(state);
      leave(next);
      found(next);
    }
    return broken;
  };
}

function mayGo(state: Uint8Array, takesLock: boolean): boolean {
  return !takesLock || state[at.lock] === 0;
}

/** A writer: lock, read the pointer, write, unlock. */
function write(state: Uint8Array, base: number): Broken | null {
  switch (state[base]) {
    case 0:
      state[at.lock] = 1;
      state[base] = 1;
      return null;
    case 1:
      state[base + 2] = state[at.pointer] as number;
      state[base] = 2;
      return null;
    case 2: {
      const to = state[base + 2] as number;
      state[base + 2] = 0;
      state[base] = 3;
      if (state[at.alive + to] === 0) return { property: 'P1', text: `a byte for backend ${to}`, clauses: ['SAFE-01'] };
      const place = state[at.open + to] === 1 ? at.bytes + to : at.refused;
      state[place] = (state[place] as number) + 1;
      return null;
    }
    default:
      state[at.lock] = 0;
      state[base] = 0;
      state[base + 1] = (state[base + 1] as number) + 1;
      return null;
  }
}

/** The bottom half: look at both, tell CLOSED if that is so, swap and tell under the lock, delete. */
function mainLoop(state: Uint8Array): void {
  const place = state[at.main] as number;
  state[at.main] = place + 1;
  switch (place) {
    case 0:
      state[at.bh] = 0;
      break;
    case 1:
      state[at.mainLocal] = state[at.open] as number;
      break;
    case 2:
      if (state[at.mainLocal] === 0 || state[at.open + 1] === 1) state[at.main] = 4;
      state[at.mainLocal] = 0;
      break;
    case 3:
      state[at.told] = 0;
      break;
    case 4:
      state[at.lock] = 1;
      break;
    case 5:
      state[at.pointer] = 1;
      break;
    case 6:
      state[at.mainLocal] = state[at.open + 1] as number;
      break;
    case 7:
      state[at.told] = state[at.mainLocal] as number;
      state[at.mainLocal] = 0;
      break;
    case 8:
      state[at.lock] = 0;
      break;
    default:
      state[at.alive] = 0;
  }
}

function command(state: Uint8Array): void {
  if (state[at.command] === 0) {
    state[at.made] = 1;
    state[at.alive + 1] = 1;
    state[at.open + 1] = 1;
    state[at.command] = 1;
  } else {
    state[at.bh] = 1;
    state[at.command] = commandEnd;
  }
}

/** The peer of the new backend leaves. */
function leave(state: Uint8Array): void {
  const place = state[at.disconnect] as number;
  state[at.disconnect] = place + 1;
  switch (place) {
    case 1:
      state[at.open + 1] = 0;
      break;
    case 2:
      state[at.lock] = 1;
      break;
    case 3:
      if (state[at.pointer] === 0) state[at.disconnect] = 5;
      break;
    case 4:
      state[at.told] = 0;
      break;
    case 5:
      state[at.lock] = 0;
      break;
    default:
      break;
  }
}
