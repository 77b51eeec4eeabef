import { objectAt } from './descriptor.ts';
import type { SocketName } from './socket-address.ts';
import type { ModelState } from './state.ts';

/** `{port:chardev ID}`: the TCP port that chardev ID listens at; ` beside`: that of its second socket. */
const symbol = /\{port:chardev (.*?)(?: beside)?\}/;

/** The port that a chardev listens at, `null` if it does not. */
function portOf(state: ModelState, label: string): string | null {
  const listener = objectAt(state, state.chardevs.get(label)?.link?.listener ?? null);
  const at = listener?.kind === 'listener' ? listener.at : null;
  return at?.is === 'inet' ? at.port : null;
}

/** A port that is named as that of a chardev, which may listen at one that the scenario has picked. Source: `{port:…}` in language/action.ts. */
export function presentPort(state: ModelState, port: string): string {
  const label = symbol.exec(port)?.[1];
  const present = label === undefined ? null : portOf(state, label);
  return present === null || present.startsWith('{port:chardev ') ? port : present;
}

/** The same of a place. */
export function presentPlace(state: ModelState, at: SocketName): SocketName {
  return at.is === 'inet' ? { ...at, port: presentPort(state, at.port) } : at;
}
