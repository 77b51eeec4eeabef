import { isReadInVain } from './backend-input.ts';
import { isWireInVain } from './negotiation.ts';
import { isWrittenInVain } from './port-output.ts';
import type { ModelState } from './state.ts';
import { isStrayInVain } from './stray-wire.ts';

/** Whether the main loop writes or reads again and again, and in vain, which comes before whatever is less urgent. Source: Q-FOUND-16. */
export function goesRound(state: ModelState): boolean {
  for (const port of state.virtioPorts.values()) if (isWrittenInVain(state, port)) return true;
  for (const label of state.chardevs.keys()) if (isReadInVain(state, label) || isWireInVain(state, label)) return true;
  return state.strayWires.length > 0 && isStrayInVain(state);
}
