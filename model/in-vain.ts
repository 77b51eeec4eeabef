import { isReadInVain } from './backend-input.ts';
import type { Chardev } from './chardev.ts';
import { lowestFree } from './descriptor.ts';
import { isWireInVain } from './negotiation.ts';
import { isWrittenInVain } from './port-output.ts';
import { hasClientInQueue } from './socket-link.ts';
import type { ModelState } from './state.ts';
import { isStrayInVain } from './stray-wire.ts';

/** Whether the main loop writes or reads again and again, and in vain, which comes before whatever is less urgent. Source: Q-FOUND-16. */
export function goesRound(state: ModelState): boolean {
  for (const port of state.virtioPorts.values()) if (isWrittenInVain(state, port)) return true;
  for (const label of state.chardevs.keys()) if (isReadInVain(state, label) || isWireInVain(state, label)) return true;
  return state.strayWires.length > 0 && isStrayInVain(state);
}

/** Whether a server has somebody in its queue whom it cannot accept for want of a number. Source: Q-FOUND-16. */
export function isOutOfNumbers(state: ModelState, chardev: Chardev): boolean {
  return lowestFree(state) === null && hasClientInQueue(state, chardev);
}
