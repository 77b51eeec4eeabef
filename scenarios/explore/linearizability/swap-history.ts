import type { Operation } from './history.ts';
import { type HotswapCall, type HotswapResult, hotswapSpecification } from './hotswap-specification.ts';
import { linearize, rejectionLines } from './linearize.ts';

type Entry = {
  -readonly [Key in keyof Operation<HotswapCall, HotswapResult>]: Operation<HotswapCall, HotswapResult>[Key];
};

/** The history of writes in the reference problem. */
export type SwapHistory = {
  call(thread: string): Entry;
  /** `to`: the backend that got the byte. */
  return(entry: Entry, to: 0 | 1): void;
  contradiction(): readonly string[] | null;
};

const ends = ['backend 0', 'backend 1'] as const;
const objects = ['fe', 'c'];

/** Empty. The swap is a call that never returns: it may take effect at any time, once. */
export function createSwapHistory(): SwapHistory {
  const specification = hotswapSpecification({
    chardevs: { c: ends[0] },
    handles: { fe: ends[0] },
    ends: { [ends[0]]: { name: ends[0], peer: true, endless: true } },
  });
  const swap: HotswapCall = { do: 'change', id: 'c', to: { name: ends[1], peer: true, endless: true } };
  const history: Entry[] = [{ thread: 'main', call: swap, result: null, from: 0, to: null, objects }];
  let moment = 0;
  const now = (): number => {
    moment += 1;
    return moment;
  };
  return {
    call(thread): Entry {
      const call: HotswapCall = { do: 'write', handle: 'fe', bytes: 1 };
      const entry: Entry = { thread, call, result: null, from: now(), to: null, objects };
      history.push(entry);
      return entry;
    },
    return(entry, to): void {
      entry.result = { bytes: 1, at: ends[to] };
      entry.to = now();
    },
    contradiction(): readonly string[] | null {
      const verdict = linearize(specification, history);
      return verdict.kind === 'rejected' ? rejectionLines(specification, verdict) : null;
    },
  };
}
