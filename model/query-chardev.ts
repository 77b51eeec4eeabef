import { currentUser } from './chardev.ts';
import { frontendOf } from './frontend.ts';
import type { Value } from './language/value.ts';
import { filenameOf } from './socket-link.ts';
import type { ModelState } from './state.ts';

/** query-chardev, sorted by label, and by filename where a label comes twice. Source: CHR-15, CHR-16, Q-CORE-3, QMP-15. */
export function queryChardev(state: ModelState): Value {
  const shown = [...state.chardevs.values()].map((chardev) => ({
    label: chardev.shownAs ?? chardev.label,
    filename: filenameOf(state, chardev.label),
    'frontend-open': frontendOf(state, currentUser(chardev))?.open === true,
  }));
  return shown.sort((one, other) => order(one.label, other.label) || order(one.filename, other.filename));
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
