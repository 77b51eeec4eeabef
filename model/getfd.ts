import { closeNumber } from './descriptor.ts';
import { descriptorNotFound, texts } from './error-text.ts';
import type { Outcomed, Turn } from './state.ts';
import { putEntry, withEntry, withoutEntry } from './table.ts';

/** getfd: the received number gets a name in the monitor; a first digit closes it. Source: GETFD-01..03, GETFD-05. */
export function nameDescriptor(turn: Turn, monitor: string, name: string, number: number): Outcomed<null> {
  if (/^[0-9]/.test(name)) {
    closeNumber(turn, number);
    return { ok: false, text: texts.digitName };
  }
  const old = takeNamed(turn, monitor, name);
  if (old !== null) closeNumber(turn, old);
  const owner = turn.state.monitors.get(monitor);
  if (owner === undefined) throw new Error(`no monitor ${monitor}`);
  const names = withEntry(owner.names, name, number);
  putEntry(turn, 'monitors', monitor, { ...owner, names });
  return { ok: true, value: null };
}

/** closefd. Source: GETFD-04. */
export function closeNamed(turn: Turn, monitor: string, name: string): Outcomed<null> {
  const number = takeNamed(turn, monitor, name);
  if (number === null) return { ok: false, text: descriptorNotFound(name) };
  closeNumber(turn, number);
  return { ok: true, value: null };
}

/** Look-up by a command: the name is gone from then on; `null` when there is none. Source: GETFD-07. */
export function takeNamed(turn: Turn, monitor: string, name: string): number | null {
  const owner = turn.state.monitors.get(monitor);
  const number = owner?.names.get(name);
  if (owner === undefined || number === undefined) return null;
  const names = withoutEntry(owner.names, name);
  putEntry(turn, 'monitors', monitor, { ...owner, names });
  return number;
}

/** The text of a failed look-up, which is not that of closefd. Source: GETFD-09. */
export function nameNotFound(name: string): string {
  return `File descriptor named '${name}' has not been found`;
}

/** Closes every name of a monitor: what a system does whose names do not outlive their client. Source: DEF-09. */
export function closeAllNames(turn: Turn, monitor: string): void {
  for (const name of turn.state.monitors.get(monitor)?.names.keys() ?? []) closeNamed(turn, monitor, name);
}
