import { waitsInOwnContext } from './defect.ts';
import { closeNumber, install } from './descriptor.ts';
import { die } from './machine.ts';
import type { Turn } from './state.ts';
import { change } from './state.ts';

/**
 * Who waits for a client does so in a main context of its own, which has a descriptor; where none is free the process
 * dies: false. Source: Q-FOUND-15.
 */
export function enterOwnContext(turn: Turn): boolean {
  if (!waitsInOwnContext(turn.state) || turn.state.ownContext !== null) return true;
  const installed = install(turn, { kind: 'own' });
  if (!installed.ok) die(turn, 'SIGTRAP');
  else change(turn, { ownContext: installed.value });
  return installed.ok;
}

/** It waits no more. Source: Q-FOUND-15. */
export function leaveOwnContext(turn: Turn): void {
  if (turn.state.ownContext === null) return;
  closeNumber(turn, turn.state.ownContext);
  change(turn, { ownContext: null });
}
