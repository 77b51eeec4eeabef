import type { Exchange } from '../../../sut/engine/hotswap/exchange.ts';
import { violate } from '../../../sut/engine/hotswap/exchange.ts';
import type { Thread } from '../../../sut/runtime/scheduler.ts';

/**
 * Nobody can run any more: says who waits for whom. The main loop may wait for work. `helpers`: which thread changes a
 * field that others wait for (`old.room` → `peer`). Source: SAFE-07, SAFE-12, SAFE-13.
 */
export function judgeStuck(exchange: Exchange, helpers: ReadonlyMap<string, string>): void {
  const waiting = exchange.scheduler.threads.filter(
    ({ pending }) => !(pending?.object === 'loop' && pending.field === 'work'),
  );
  const edges = waiting.map((thread) => ({ thread, ...reasonOf(exchange, helpers, thread) }));
  for (const start of edges) {
    const cycle = cycleFrom(edges, start.thread);
    if (cycle === null) continue;
    const text = cycle.map(({ thread, words }) => `${thread.name} ${words}`).join('; ');
    violate(exchange, 'deadlock', text, start.thread.pending?.object);
    return;
  }
  const [first] = edges;
  if (first === undefined) return;
  const text = edges.map(({ thread, words }) => `${thread.name} ${words}`).join('; ');
  const sleeper = edges.find(({ thread }) => thread.pending?.field === 'watches');
  const loopHeld = exchange.loop.owner !== null;
  const pending = exchange.requests.some(({ state }) => state === 'scheduled' || state === 'committing');
  if (sleeper !== undefined) violate(exchange, 'lost wake-up', text, sleeper.thread.pending?.object);
  else if (loopHeld || pending) violate(exchange, 'stalled change', text, first.thread.pending?.object);
  else violate(exchange, 'deadlock', text, first.thread.pending?.object);
}

type Edge = { readonly thread: Thread; readonly words: string; readonly whom: Thread | null };

/** What a thread waits for, in words, and the thread that would end that. */
function reasonOf(
  exchange: Exchange,
  helpers: ReadonlyMap<string, string>,
  { pending }: Thread,
): { readonly words: string; readonly whom: Thread | null } {
  const what = `${pending?.object}.${pending?.field}`;
  if (pending?.kind === 'lock') {
    const owner = exchange.holders.get(pending.object)?.() ?? null;
    return { words: `wants ${pending.object}, which ${owner?.name ?? 'nobody'} holds`, whom: owner };
  }
  const helper = helpers.get(what);
  const whom = exchange.scheduler.threads.find(({ name }) => name === helper) ?? null;
  return { words: `waits for ${what}${whom === null ? '' : `, which only ${whom.name} changes`}`, whom };
}

/** The threads of a cycle that this one is in, in their order. */
function cycleFrom(edges: readonly Edge[], start: Thread): readonly Edge[] | null {
  const path: Edge[] = [];
  for (let at: Thread | null = start; at !== null; ) {
    const edge = edges.find(({ thread }) => thread === at);
    if (edge === undefined || (path.length > 0 && path.includes(edge))) return null;
    path.push(edge);
    if (edge.whom === start) return path;
    at = edge.whom;
  }
  return null;
}
