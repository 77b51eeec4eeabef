import { echoesBeyondPing, outlivesChardev, spinsOnHalfFrame } from './defect.ts';
import { release } from './description.ts';
import { closeNumber, descriptionAt } from './descriptor.ts';
import { isReadable, isWritable, readNow } from './io.ts';
import { shutDown, socketAt } from './socket-end.ts';
import type { SocketLink } from './socket-link-record.ts';
import { change, type ModelState, type Turn } from './state.ts';
import { decode, type Websocket } from './websocket.ts';
import { sendWaiting } from './websocket-wire.ts';

/** A websocket's connection that is nobody's: QEMU's number of it, and its frames. Source: Q-FOUND-14. */
export type StrayWire = { readonly number: number; readonly websocket: Websocket };

/** One read of the wire at most. */
const wireBytes = 4096;

/** Whether nothing comes or goes over it any more. */
function isOver({ failed, ended, outgoing }: Websocket): boolean {
  return failed || (ended && outgoing === '');
}

/** Leaves a connection open that its chardev lets go of, as long as its wire is looked at; false: it is to be closed. Source: Q-FOUND-14. */
export function leaveWire(turn: Turn, link: SocketLink | null, number: number): boolean {
  const websocket = link?.websocket ?? null;
  if (websocket === null || websocket.forgotten || isOver(websocket) || !outlivesChardev(turn.state)) return false;
  change(turn, { strayWires: [...turn.state.strayWires, { number, websocket }] });
  return true;
}

/** The first with something to read, or to send and room for it. */
export function stirringWire(state: ModelState): StrayWire | undefined {
  return state.strayWires.find((wire) => canSend(state, wire) || canRead(state, wire));
}

function canSend(state: ModelState, { number, websocket }: StrayWire): boolean {
  const description = websocket.outgoing === '' ? null : descriptionAt(state, number);
  return description !== null && isWritable(state, description);
}

/** An end that comes in the middle of a frame is not seen. Source: Q-WS-1. */
function canRead(state: ModelState, { number, websocket }: StrayWire): boolean {
  const description = websocket.ended ? null : descriptionAt(state, number);
  if (description === null || !isReadable(state, description)) return false;
  const socket = socketAt(state, number);
  if (websocket.encoded === '' || socket === null || socket.reset || socket.inbox.length > 0) return true;
  return !spinsOnHalfFrame(state) || decoded(state, websocket, '').encoded !== websocket.encoded;
}

/** Whether one is read again and again, and in vain. Source: Q-WS-1, Q-FOUND-16. */
export function isStrayInVain(state: ModelState): boolean {
  return state.strayWires.some((wire) => {
    const description = wire.websocket.ended ? null : descriptionAt(state, wire.number);
    return description !== null && isReadable(state, description) && !canRead(state, wire);
  });
}

/** Sends and reads once; what was data goes nowhere. Source: Q-FOUND-14, WS-03. */
export function serveStrayWire(turn: Turn): void {
  const wire = stirringWire(turn.state);
  if (wire === undefined) return;
  const sent = canSend(turn.state, wire) ? send(turn, wire.number, wire.websocket) : wire.websocket;
  const reads = !sent.failed && canRead(turn.state, { ...wire, websocket: sent });
  const websocket = reads ? read(turn, wire.number, sent) : sent;
  const others = turn.state.strayWires.map((each) => (each === wire ? { ...each, websocket } : each));
  if (!isOver(websocket)) {
    change(turn, { strayWires: others });
    return;
  }
  change(turn, { strayWires: others.filter((each) => each.websocket !== websocket) });
  closeNumber(turn, wire.number);
}

function send(turn: Turn, number: number, before: Websocket): Websocket {
  const { websocket, broken } = sendWaiting(turn, number, before);
  return broken ? { ...websocket, failed: true } : websocket;
}

function decoded(state: ModelState, before: Websocket, bytes: string): Websocket {
  const after = decode({ ...before, encoded: before.encoded + bytes }, { echoesBeyondPing: echoesBeyondPing(state) });
  return { ...after, decoded: '' };
}

function read(turn: Turn, number: number, before: Websocket): Websocket {
  const description = descriptionAt(turn.state, number);
  if (description === null) return before;
  const got = readNow(turn, description, wireBytes - before.encoded.length);
  if (!got.ok) return got.errno === 'EAGAIN' ? before : { ...before, failed: true };
  for (const each of got.value.brought ?? []) release(turn, each);
  const { bytes } = got.value;
  const after = decoded(turn.state, before, bytes);
  if (!after.failed) return { ...after, ended: bytes === '' && before.encoded === '' };
  const { websocket } = sendWaiting(turn, number, after);
  shutDown(turn, number);
  return websocket;
}
