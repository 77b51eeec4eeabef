import type { Action } from '../../model/language/action.ts';
import type { ModelState } from '../../model/state.ts';
import type { ModelWitness } from '../run/witness.ts';

/** A pty looks for its client each second, and clients of sockets try again after one or two; the rest is for a slow machine. */
const lookAheadMs = 2_100;

/** What timers change of chardevs: who is connected, what was said of it. */
function standing({ chardevs }: ModelState): string {
  const each = [...chardevs.values()].map(({ label, beOpen, input, inputEnded, pty, link }) => [
    label,
    beOpen,
    input,
    inputEnded,
    pty?.connected,
    link?.complained,
  ]);
  return JSON.stringify(each);
}

/**
 * On a real system time passes while a session acts: a timer that would change something soon goes off while nobody
 * foresees it. The wait after which it has; undefined where waiting changes nothing.
 */
export function waitForTimers(state: ModelState, { step }: Pick<ModelWitness, 'step'>): Action | undefined {
  if (state.held || state.stall !== null || state.machine.state === 'absent' || state.machine.state === 'exited')
    return undefined;
  const wait: Action = { do: 'advance', ms: lookAheadMs };
  if (state.portPauses.size > 0) return wait; // the next event of the port comes at once, or late (VSER-42)
  const timers = [...state.chardevs.values()].some(({ pty, link }) => pty?.dueNs != null || link?.dueNs != null);
  if (!timers) return undefined;
  try {
    const after = step(state, wait).map((branch) => standing(branch.state as ModelState));
    return after.every((each) => each === standing(state)) ? undefined : wait;
  } catch {
    return undefined; // beyond the model: the session will leave it out itself
  }
}
