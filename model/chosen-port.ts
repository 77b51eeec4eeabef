import { objectAt } from './descriptor.ts';
import { ModelLimit } from './limit.ts';
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

/** A port that the kernel chose has its name as long as its chardev listens there. Throws ModelLimit afterwards. */
export function needPresentPort(state: ModelState, name: string): void {
  const label = symbol.exec(name)?.[1];
  if (label === undefined || portOf(state, label)?.startsWith(`{port:chardev ${label}`)) return;
  throw new ModelLimit('the name of a port at which its chardev listens no more');
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
