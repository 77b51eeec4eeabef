import { currentUser } from './chardev.ts';
import { frontendOf } from './frontend.ts';
import type { Value } from './language/value.ts';
import { filenameOf } from './socket-link.ts';
import type { ModelState } from './state.ts';

/** query-chardev, sorted by label. Source: CHR-15, CHR-16, QMP-15. */
export function queryChardev(state: ModelState): Value {
  const shown = [...state.chardevs.values()].map((chardev) => ({
    label: chardev.shownAs ?? chardev.label,
    filename: filenameOf(state, chardev.label),
    'frontend-open': frontendOf(state, currentUser(chardev))?.open === true,
  }));
  return shown.sort((one, other) => (one.label < other.label ? -1 : one.label > other.label ? 1 : 0));
}
