import { publish } from './monitor.ts';
import type { ModelState, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** Least time between two VSERPORT_CHANGE of one device, nanoseconds. Source: VSER-42. */
const intervalNs = 1_000_000_000;

/** The pause after an event: until when, and the last value that came meanwhile. Source: VSER-42. */
export type PortPause = { readonly untilNs: number; readonly kept: boolean | null };

function send(turn: Turn, id: string, open: boolean): void {
  publish(turn, { event: 'VSERPORT_CHANGE', data: { id, open } });
  const pause: PortPause = { untilNs: turn.state.nowNs + intervalNs, kept: null };
  putEntry(turn, 'portPauses', id, pause);
}

/** The guest opened or closed the port of a device: told at once, or after the pause. Source: VSER-40, VSER-42. */
export function tellPortChange(turn: Turn, id: string, open: boolean): void {
  const pause = turn.state.portPauses.get(id);
  if (pause === undefined) send(turn, id, open);
  else putEntry(turn, 'portPauses', id, { ...pause, kept: open });
}

/** Devices whose pause is over. */
export function pausesOver(state: ModelState): readonly string[] {
  return [...state.portPauses].filter(([, { untilNs }]) => untilNs <= state.nowNs).map(([id]) => id);
}

/** A pause is over: what was kept is sent and another one begins. Source: VSER-42. */
export function endPause(turn: Turn, id: string): void {
  const kept = turn.state.portPauses.get(id)?.kept ?? null;
  if (kept === null) dropEntry(turn, 'portPauses', id);
  else send(turn, id, kept);
}
