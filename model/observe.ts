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
    const { kind, name } = objectOf(state, object);
    if (number <= 2 && kind === 'null') continue;
    if (name === '') continue; // QEMU's own: connections that it accepted or made, what it listens on, pty masters
    held.push({ object: name, access, flags, closeOnExec: descriptor.closeOnExec });
  }
  return held.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : sortKey(one) > sortKey(other) ? 1 : 0));
}
