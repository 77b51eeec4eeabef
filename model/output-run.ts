import { type Chardev, changeChardev, chardevOf } from './chardev.ts';
import { forgetsSlowestMember, trustsRepeats } from './defect.ts';
import { descriptionOf, objectBehind, objectOf } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { type Hub, hubWrite } from './hub.ts';
import { writeNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { isSkipped } from './output.ts';
import { isSlaveAlone } from './pty.ts';
import { ringAfter } from './ringbuf.ts';
import { type ModelState, type Turn, turnAt } from './state.ts';

/** Where a byte of output comes to lie in the end, and the hubs that it goes through. */
type Ends = { readonly rings: string[]; readonly descriptions: number[]; readonly hubs: string[] };

/**
 * As many bytes as a port can send one after the other with nothing to tell them apart from a single write: what every
 * end of the output takes byte by byte. Gives how many went; the caller sends the rest singly. `quiet`: the byte before
 * was taken, and nothing came of it in the system; then nothing comes of one more at the same ends either. Without that
 * only a chardev that nobody but its reader can disturb has a run.
 */
export function sendRun(turn: Turn, chardev: Chardev, bytes: ByteString, quiet: boolean): number {
  if (turn.state.faults.length > 0 || turn.state.replay !== null) return 0;
  const { log, pty, link, mux, hub } = chardev;
  const simple = log === null && pty === null && link === null && mux === null && hub === null;
  if (!simple && !quiet) return 0;
  const ends: Ends = { rings: [], descriptions: [], hubs: [] };
  if (!collect(turn, chardev, ends) || !areApart(turn.state, ends)) return 0;
  const { rings, descriptions, hubs } = ends;
  let count = bytes.length;
  for (const description of descriptions) count = Math.min(count, takenSingly(turnAt(turn.state), description, bytes));
  if (count === 0) return 0;
  const run = bytes.slice(0, count);
  for (const description of descriptions) takenSingly(turn, description, run);
  for (const label of rings) {
    const { ring } = chardevOf(turn.state, label);
    if (ring !== null) changeChardev(turn, label, { ring: { size: ring.size, bytes: ringAfter(ring, run) } });
  }
  for (const label of hubs) account(turn, label, run);
  return count;
}

function takenSingly(turn: Turn, description: number, bytes: ByteString): number {
  const wrote = writeNow(turn, description, bytes, true);
  return wrote.ok ? wrote.value : 0;
}

/** Notes where the chardev's output ends; false where a byte may go another way than the one before. */
function collect(turn: Turn, chardev: Chardev, ends: Ends): boolean {
  const { type, label, ring, mux, hub, pty, link, output, log } = chardev;
  if (log !== null && !collectLog(turn.state, log, ends)) return false;
  if (type === 'null') return true;
  if (ring !== null) {
    ends.rings.push(label);
    return ring.size > 0;
  }
  if (mux !== null) {
    const plain = !mux.stamps && mux.stampRest === '';
    return plain && collect(turn, chardevOf(turn.state, mux.base), ends);
  }
  if (hub !== null) return collectHub(turn, label, hub, ends);
  if (pty !== null && !pty.connected && isSlaveAlone(turn.state, pty)) return true; // dropped (PTY-05)
  const description = descriptionAt(turn.state, output);
  if (description === null || type === 'udp') return false;
  if (link !== null && (link.websocket !== null || link.given.length > 0 || !isAnswered(turn.state, description)))
    return false;
  ends.descriptions.push(description);
  return true;
}

/** A log that takes everything: a file. */
function collectLog(state: ModelState, log: number, ends: Ends): boolean {
  const description = descriptionAt(state, log);
  if (description === null || objectBehind(state, description).kind !== 'file') return false;
  ends.descriptions.push(description);
  return true;
}

/** Members that get output, all of them level. Source: HUB-30..35. */
function collectHub(
  turn: Turn,
  label: string,
  { members, account: { written, min, ahead } }: Hub,
  ends: Ends,
): boolean {
  ends.hubs.push(label);
  return members.every((each, index) => {
    const member = chardevOf(turn.state, each);
    return isSkipped(turn, member) || (ahead === '' && written[index] === min && collect(turn, member, ends));
  });
}

/** A stream whose other end is there and reads. */
function isAnswered(state: ModelState, description: number): boolean {
  const socket = objectBehind(state, description);
  if (socket.kind !== 'socket' || socket.type !== 'stream' || socket.dead || socket.shutWrite) return false;
  const peer = socket.peer === null ? null : objectOf(state, socket.peer);
  return peer?.kind === 'socket' && !peer.shutRead;
}

/** Whether no two ends are one thing, where bytes of one and the other would take turns. */
function areApart(state: ModelState, { rings, descriptions }: Ends): boolean {
  const objects = new Set(descriptions.map((each) => descriptionOf(state, each).object));
  return objects.size === descriptions.length && new Set(rings).size === rings.length;
}

/** What a hub counts when each of its members took every byte. */
function account(turn: Turn, label: string, bytes: ByteString): void {
  const { hub } = chardevOf(turn.state, label);
  if (hub === null) return;
  const rules = { forgetsSlowest: forgetsSlowestMember(turn.state), trustsRepeats: trustsRepeats(turn.state) };
  const after = hubWrite(hub.account, bytes, rules, {
    isSkipped: (index) => isSkipped(turn, chardevOf(turn.state, hub.members[index] ?? '')),
    send: () => ({ count: bytes.length }),
    failsAll: () => false,
  });
  changeChardev(turn, label, { hub: { ...hub, account: after.account } });
}
