import type { UdpAddress } from './backend.ts';
import { type Chardev, changeChardev, changedChardev, chardevOf, freshChardev } from './chardev.ts';
import { stopsAtEmptyDatagram } from './defect.ts';
import { addDescription } from './description.ts';
import { descriptionAt, install, lowestFree } from './descriptor.ts';
import { strerror } from './error-text.ts';
import { deliver } from './input.ts';
import { isReadable, readNow } from './io.ts';
import { giveKept } from './kept-input.ts';
import { ModelLimit } from './limit.ts';
import { roomAt } from './room.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { udpSocket } from './udp-socket.ts';

/** Most of a datagram that is taken; the rest is cut. Source: UDP-02. */
const datagramBytesKept = 4096;

/** Hosts that mean the one address that peers are at. */
function checkHost(host: string): void {
  if (!['', '127.0.0.1', 'localhost', '0.0.0.0'].includes(host)) throw new ModelLimit(`a datagram socket at ${host}`);
}

/** A socket bound to `local` and connected to `remote`. Source: UDP-01. */
export function openUdp(turn: Turn, label: string, remote: UdpAddress, local: UdpAddress | null): Outcomed<Chardev> {
  if (remote.type !== 'inet') return { ok: false, text: 'socket type unsupported for datagram' };
  if (remote.port === '') return { ok: false, text: 'remote port not specified' };
  if (local !== null && local.type !== 'inet') throw new ModelLimit(`a udp chardev bound to ${local.type}`);
  checkHost(remote.host);
  checkHost(local?.host ?? '');
  if (lowestFree(turn.state) === null)
    return { ok: false, text: `Failed to create socket family 2: ${strerror('EMFILE')}` };
  const chosen = local === null || local.port === '' || local.port === '0';
  const port = chosen ? `own ${turn.state.nextNumber}` : local.port;
  const socket = udpSocket(turn, '', { port, to: remote.port, shared: true });
  if (!socket.ok) return { ok: false, text: `Failed to bind socket: ${strerror(socket.errno)}` };
  const description = addDescription(turn, socket.value, 'rw', ['nonblock']);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) throw new Error('there was a free number');
  const number = installed.value;
  return {
    ok: true,
    value: changedChardev(freshChardev(label, 'udp', 'udp'), {
      beOpen: turn.state.profile.udpOpens,
      input: number,
      output: number,
    }),
  };
}

/** Whether the frontend has room for what is kept, or for the next datagram. Source: UDP-02. */
export function hasDatagram(state: ModelState, label: string): boolean {
  const { input, inputEnded, kept } = chardevOf(state, label);
  if (inputEnded || input === null || roomAt(state, label) <= 0) return false;
  const description = descriptionAt(state, input);
  return kept !== '' || (description !== null && isReadable(state, description));
}

/** One dispatch: what is kept, then a datagram. `polled`: room before anything went. Source: UDP-02, UDP-03, Q-UDP-1. */
export function takeDatagram(turn: Turn, label: string, polled: number): void {
  const hadKept = chardevOf(turn.state, label).kept !== '';
  giveKept(turn, label);
  const room = hadKept ? roomAt(turn.state, label) : polled; // polling gives what is kept and then counts
  const { input, inputEnded, kept } = chardevOf(turn.state, label);
  const description = descriptionAt(turn.state, input);
  if (description === null || inputEnded || kept !== '' || room <= 0) return;
  const got = readNow(turn, description, datagramBytesKept);
  if (!got.ok && got.errno === 'EAGAIN') return;
  if (!got.ok || got.value.bytes === '') {
    if (stopsAtEmptyDatagram(turn.state)) changeChardev(turn, label, { inputEnded: true });
    return;
  }
  const { bytes } = got.value;
  changeChardev(turn, label, { kept: bytes.slice(room) }); // the first piece goes by the room as it was polled
  deliver(turn, label, bytes.slice(0, room));
  giveKept(turn, label);
}
