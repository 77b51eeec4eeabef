import { descriptionOf, objectOf } from './description.ts';
import type { HeldDescriptor } from './language/outcome.ts';
import type { ModelState } from './state.ts';

function sortKey({ object, access, flags, closeOnExec }: HeldDescriptor): string {
  return JSON.stringify([object, access, flags, closeOnExec]);
}

/** What QEMU holds of the scenario's objects, number-free and sorted. Source: `observe` in language/action.ts. */
export function heldDescriptors(state: ModelState): readonly HeldDescriptor[] {
  const held: HeldDescriptor[] = [];
  for (const [number, descriptor] of state.table) {
    if (descriptor.kind !== 'description') continue;
    const { object, access, flags } = descriptionOf(state, descriptor.description);
    if (number <= 2 && objectOf(state, object).kind === 'null') continue;
    held.push({ object: objectOf(state, object).name, access, flags, closeOnExec: descriptor.closeOnExec });
  }
  return held.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : sortKey(one) > sortKey(other) ? 1 : 0));
}
