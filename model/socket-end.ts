import { descriptionOf, objectOf, putObject } from './description.ts';
import { descriptionAt, objectAt } from './descriptor.ts';
import type { HostObject } from './object.ts';
import { changedSocket } from './object.ts';
import type { ModelState, Turn } from './state.ts';

type Socket = Extract<HostObject, { kind: 'socket' }>;

/** The socket at one of QEMU's numbers, `null` if there is none. */
export function socketAt(state: ModelState, number: number | null): Socket | null {
  const object = objectAt(state, number);
  return object?.kind === 'socket' ? object : null;
}

/** shutdown(2) of both directions of one of QEMU's sockets. Source: CHR-21, WS-03. */
export function shutDown(turn: Turn, number: number): void {
  const description = descriptionAt(turn.state, number);
  if (description === null) return;
  const { object } = descriptionOf(turn.state, description);
  const socket = objectOf(turn.state, object);
  if (socket.kind === 'socket') putObject(turn, object, changedSocket(socket, { shutRead: true, shutWrite: true }));
}
