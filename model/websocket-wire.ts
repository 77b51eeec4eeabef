import { changeChardev, chardevOf } from './chardev.ts';
import { forgetsWire, trustsSharedFlags } from './defect.ts';
import { hasFlag } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import type { Taken } from './hub.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { changedLink } from './socket-link-record.ts';
import type { Turn } from './state.ts';
import { afterSending, encodeOutput, type Websocket } from './websocket.ts';
import { writeAgain } from './write-with-faults.ts';

/** Puts the state of a chardev's websocket. */
export function putWebsocket(turn: Turn, label: string, websocket: Websocket): void {
  const { link } = chardevOf(turn.state, label);
  if (link !== null) changeChardev(turn, label, { link: changedLink(link, { websocket }) });
}

/** Sends what waits until nothing is left or the socket is full; false if the connection is broken. Source: WS-02. */
export function sendFrames(turn: Turn, label: string, number: number): boolean {
  const before = chardevOf(turn.state, label).link?.websocket;
  const { websocket, broken } = sendWaiting(turn, number, before ?? null);
  if (websocket !== null && websocket !== before) putWebsocket(turn, label, websocket);
  return !broken;
}

/** The same for a websocket wherever it is: what is left of it. */
export function sendWaiting<Kind extends Websocket | null>(
  turn: Turn,
  number: number,
  before: Kind,
): { readonly websocket: Kind | Websocket; readonly broken: boolean } {
  const description = descriptionAt(turn.state, number);
  if (description === null) return { websocket: before, broken: true };
  let websocket: Kind | Websocket = before;
  while (websocket !== null && websocket.outgoing !== '') {
    const wrote = writeAgain(turn, description, websocket.outgoing);
    if (wrote.ok) {
      websocket = afterSending(websocket, wrote.value);
      continue;
    }
    if (wrote.errno !== 'EAGAIN') return { websocket, broken: true };
    if (!wrote.planted && trustsSharedFlags(turn.state) && !hasFlag(turn.state, description, 'nonblock'))
      throw new ModelLimit('a websocket whose socket blocks');
    break;
  }
  return { websocket, broken: false };
}

/** One write of a frontend: one frame, of as much as there is room for. Source: WS-02. */
export function writeFrame(turn: Turn, label: string, number: number, bytes: ByteString): Taken {
  const before = chardevOf(turn.state, label).link?.websocket;
  if (before == null || before.failed || before.ended) return { errno: 'EINVAL' };
  const { socket, count } = encodeOutput(before, bytes);
  putWebsocket(turn, label, socket);
  if (!sendFrames(turn, label, number)) {
    afterRefusal(turn, label);
    return { errno: 'EINVAL' };
  }
  markWatched(turn, label);
  return count > 0 ? { count } : { errno: 'EAGAIN' };
}

/** The rest of what waits is given up, or stays with the wire that nobody looks at. Source: Q-FOUND-13. */
function afterRefusal(turn: Turn, label: string): void {
  const websocket = chardevOf(turn.state, label).link?.websocket;
  if (websocket == null) return;
  const forgotten = forgetsWire(turn.state);
  putWebsocket(turn, label, { ...websocket, forgotten, outgoing: forgotten ? websocket.outgoing : '' });
}

/** The wire is looked at again, if it was not. Source: Q-FOUND-13. */
export function markWatched(turn: Turn, label: string): void {
  const websocket = chardevOf(turn.state, label).link?.websocket;
  if (websocket?.forgotten === true) putWebsocket(turn, label, { ...websocket, forgotten: false });
}
