import type { ObjectNumber } from './object.ts';
import type { ModelState } from './state.ts';

/**
 * Whether only messages hold this description that nobody can read any more: sockets in each other's queues, or in their
 * own. Linux closes them when it next collects, which any process of the machine brings about. Source: net/unix/garbage.c
 * (unix_gc).
 */
export function isGarbage(state: ModelState, description: number): boolean {
  const carriers = carriersOf(state);
  const references = state.descriptions.get(description)?.references ?? 0;
  const holders = carriers.get(description) ?? [];
  if (holders.length === 0 || references > holders.length) return false;
  const seen = new Set<ObjectNumber>();
  const isReachable = (object: ObjectNumber): boolean => {
    if (seen.has(object)) return false;
    seen.add(object);
    for (const other of state.objects.values())
      if (other.kind === 'listener' && other.queue.includes(object)) return true;
    for (const [number, each] of state.descriptions) {
      if (each.object !== object) continue;
      const within = carriers.get(number) ?? [];
      if (each.references > within.length || within.some(isReachable)) return true;
    }
    return false;
  };
  return !holders.some(isReachable);
}

/** In whose queues the messages are that carry a description, once for each. */
function carriersOf({ objects }: ModelState): ReadonlyMap<number, readonly ObjectNumber[]> {
  const carriers = new Map<number, ObjectNumber[]>();
  for (const [number, object] of objects)
    if (object.kind === 'socket')
      for (const { descriptions } of object.carried)
        for (const each of descriptions) carriers.set(each, [...(carriers.get(each) ?? []), number]);
  return carriers;
}
