import { createStream } from '../../../sut/runtime/seeded.ts';
import type { Operation } from './history.ts';
import {
  type HotswapCall,
  type HotswapResult,
  type HotswapState,
  hotswapSpecification,
} from './hotswap-specification.ts';

/** A history of random calls to several chardevs, each at its moment somewhere between call and return. */
export type RandomHistory = {
  readonly initial: HotswapState;
  readonly history: readonly Operation<HotswapCall, HotswapResult>[];
};

/** Linearizable by the way it is made. `length` calls on `objects` chardevs by `threads` threads; `spread`: how long calls take. */
export function randomHistory(
  seed: number,
  length: number,
  objects: number,
  threads: number,
  spread = 40,
): RandomHistory {
  const stream = createStream(seed, 'history');
  const ids = Array.from({ length: objects }, (_, at) => `c${at}`);
  const end = (name: string) => ({ name, peer: true, endless: true });
  const initial: HotswapState = {
    chardevs: Object.fromEntries(ids.map((id) => [id, `${id}-0`])),
    handles: Object.fromEntries(ids.map((id) => [`fe-${id}`, `${id}-0`])),
    ends: Object.fromEntries(ids.map((id) => [`${id}-0`, end(`${id}-0`)])),
  };
  const specification = hotswapSpecification(initial);
  const history: Operation<HotswapCall, HotswapResult>[] = [];
  const free = Array.from({ length: threads }, () => 0);
  let state = initial;
  for (let at = 0; at < length; at += 1) {
    const id = ids[stream.below(objects)] ?? '';
    const call: HotswapCall =
      stream.below(3) === 0
        ? { do: 'change', id, to: end(`${id}-${at + 1}`) }
        : { do: 'write', handle: `fe-${id}`, bytes: 1 + stream.below(3) };
    const moment = 10 * (at + 1);
    const thread = stream.below(threads);
    const from = Math.max(free[thread] ?? 0, moment - stream.below(spread)) + at / length;
    const to = Math.max(from, moment) + stream.below(spread) + (at + 1) / (2 * length);
    if (from > moment) continue; // the thread is still busy with its last call
    const [outcome] = specification.outcomes(state, call);
    if (outcome === undefined) throw new Error('a call without an outcome');
    state = outcome.state;
    free[thread] = to + 1;
    const touched = 'to' in call ? [id, `fe-${id}`, call.to.name] : [id, `fe-${id}`];
    history.push({ thread: `t${thread}`, call, result: outcome.result, from, to, objects: touched });
  }
  return { initial, history };
}

/** One write of it says that its bytes went to the backend before. Null when no write came after a change. */
export function corrupted({ initial, history }: RandomHistory, seed: number): RandomHistory | null {
  const stream = createStream(seed, 'corruption');
  const writes = history.flatMap(({ call, result }, at) => {
    if (call.do !== 'write' || result === null || !('at' in result)) return [];
    const earlier = history.flatMap((other) => (other.call.do === 'change' ? [other.call.to.name] : []));
    const id = call.handle.slice(3);
    const places = [`${id}-0`, ...earlier.filter((name) => name.startsWith(`${id}-`))].filter(
      (name) => name !== result.at,
    );
    return places.map((place) => ({ at, result: { ...result, at: place } }));
  });
  const chosen = writes[writes.length === 0 ? 0 : stream.below(writes.length)];
  if (chosen === undefined) return null;
  const changed = history.map((operation, at) =>
    at === chosen.at ? { ...operation, result: chosen.result } : operation,
  );
  return { initial, history: changed };
}
