import { type Chardev, chardevBelow, chardevOf, currentUser } from './chardev.ts';
import { type FrontMonitor, frontConnection } from './front-monitor.ts';
import { saysNext } from './front-speech.ts';
import { frontendOf } from './frontend.ts';
import { canRead } from './monitor.ts';
import type { ModelState } from './state.ts';

/**
 * The thread of QMP monitors: those on listening monitors, and those on chardevs that can be served elsewhere, have it in
 * common. Names of such monitors on chardevs, and of the chardevs that it may read. Source: CHR-37.
 */
export function threadsOf(state: ModelState): ReadonlySet<string> {
  return namesWhere(state, ({ threaded }) => threaded);
}

/** The same of those that it does read: another frontend of a mux may have moved it to the main loop. Source: CHR-37, experiment. */
export function servedApart(state: ModelState): ReadonlySet<string> {
  return namesWhere(state, ({ chardev }) => chardevOf(state, chardev).apart);
}

/** Of monitors on chardevs: their own names, and those of what they are on. */
function namesWhere(state: ModelState, wanted: (front: FrontMonitor) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const front of state.fronts.values())
    if (wanted(front))
      for (const name of [front.id, front.chardev, chardevBelow(state, front.chardev)]) names.add(name);
  return names;
}

/**
 * Whether that thread waits for the main loop, as one of its monitors has something to say where the main loop is stuck in
 * a write: to its own chardev, or through another frontend of a mux below. One write holds the lock of each chardev on its
 * way, naps included. Source: CHR-60, CHR-61.
 */
export function isThreadStuck(state: ModelState): boolean {
  const stuck = stuckIn(state);
  if (stuck === null) return false;
  const below = chardevBelow(state, stuck);
  for (const { id, chardev } of state.fronts.values())
    if (chardevOf(state, chardev).apart && chardevBelow(state, chardev) === below && saysNext(state, id)) return true;
  return false;
}

/** The chardev that the main loop is writing to. */
function stuckIn({ stall, uarts }: ModelState): string | null {
  if (stall?.kind === 'write-all') return stall.chardev;
  return stall?.kind === 'output' || stall?.kind === 'log' ? (uarts.get(stall.port)?.chardev ?? null) : null;
}

/** Whether a mux is on the chardev, or is one. */
export function isShared(state: ModelState, label: string): boolean {
  const chardev = state.chardevs.get(label);
  if (chardev === undefined) return false;
  return chardev.mux !== null || [...state.chardevs.values()].some(({ mux }) => mux?.base === label);
}

/** Whether what is read there now is for a monitor that reads it in a thread of its own, through muxes or not. */
export function readsForItself(state: ModelState, label: string): boolean {
  return readerOf(state, label) !== null;
}

/** That monitor, `null` if it is for somebody else. */
export function readerOf(state: ModelState, label: string): string | null {
  const owner = frontendOf(state, currentUser(chardevOf(state, label)))?.owner;
  if (owner?.is === 'mux') return readerOf(state, owner.label);
  return owner?.is === 'monitor' && state.fronts.get(owner.id)?.threaded === true ? owner.id : null;
}

/** Whether the thread of a monitor, which reads it, parses what it has read before it reads on. Source: CHR-37. */
export function isStillParsed(state: ModelState, { label, apart }: Chardev): boolean {
  if (!apart || state.fronts.size === 0) return false;
  const reader = readerOf(state, label);
  const connection = reader === null ? undefined : state.connections.get(frontConnection(reader));
  return connection !== undefined && canRead(state, connection);
}
