import { chardevOf, currentUser } from './chardev.ts';
import { type FrontMonitor, frontKey, type Told } from './front-monitor.ts';
import { findsKept, keptForOther } from './input.ts';
import { acceptInput } from './kept-input.ts';
import { ModelLimit } from './limit.ts';
import type { Turn } from './state.ts';

/** An answer offers room to whoever has the focus of its mux. Source: CHR-38. */
export function offerToFocus(turn: Turn, { id, threaded, chardev }: FrontMonitor): void {
  if (threaded && currentUser(chardevOf(turn.state, chardev)) !== frontKey(id) && findsKept(turn.state, chardev))
    throw new ModelLimit(keptForOther);
  acceptInput(turn, frontKey(id));
}

/** What was kept for the monitor itself while it had not looked at all that came; only an answer offers room to others. */
export function acceptOwn(turn: Turn, id: string): void {
  const label = turn.state.fronts.get(id)?.chardev;
  const chardev = label === undefined ? undefined : turn.state.chardevs.get(label);
  if (chardev !== undefined && currentUser(chardev) === frontKey(id)) acceptInput(turn, frontKey(id));
}

/** A human monitor takes more after a line, and when the focus comes back to it; who comes or goes changes nothing. Source: CHR-38. */
export function asksForMore({ greeted }: FrontMonitor, told: Told, isMuted: boolean): boolean {
  if ('bytes' in told) return /[\r\n]/.test(told.bytes) && !isMuted;
  return greeted && 'event' in told && told.event === 'MUX_IN';
}
