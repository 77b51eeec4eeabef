import type { Task } from '../../runtime/task.ts';
import { byteString, bytesOf } from '../bytes.ts';
import { hasQuirk } from '../quirk.ts';
import { restarted } from '../restarted.ts';
import { push } from './fd-backend.ts';
import { type Link, stopWatches, watch } from './socket-link.ts';
import type { ByteStream } from './socket-stream.ts';
import { telnetGreeting } from './telnet-filter.ts';
import { requestBytesMax, shakeHands } from './websocket-handshake.ts';
import { createWebsocketStream, type WebsocketStream } from './websocket-stream.ts';
import { writeAgain } from './write-result.ts';

/** What follows: the connection is ready, or has to go. */
export type NextStages = {
  ready(): Task<void>;
  gone(): Task<boolean>;
};

/**
 * The frames of a connection are looked after whatever its user wants, by the main loop, whoever the user's is: QEMU's
 * websocket channels know no other. Reading what they brought puts that off (`isPutOff`): it takes the watch down and up again.
 * Source: WS-03, QEMU io/channel-websock.c (qio_channel_websock_set_watch).
 */
export function watchWire(link: Link, isPutOff: () => boolean): void {
  const { websocket, machine } = link;
  if (websocket === null) return;
  const ready = (): boolean => websocket.wireReady() && !isPutOff();
  watch(link, 'frames', ready, () => serveWire(websocket), machine.mainLoop);
  machine.spinning.set(link, (loop) => loop === machine.mainLoop && websocket.isVain());
}

function* serveWire(websocket: WebsocketStream): Task<boolean> {
  yield* websocket.serveWire();
  return true;
}

/** The client's HTTP request, then frames; the main loop sees to it, as to them. Source: WS-01, WS-02. */
function awaitRequest(link: Link, next: NextStages): void {
  const { machine } = link;
  const fd = link.connection;
  link.stage = 'handshake';
  const ready = (): boolean => {
    const poll = machine.process.poll(fd);
    return poll.ok && (poll.value.in || poll.value.hup || poll.value.err);
  };
  const request = { received: '' };
  watch(link, 'handshake', ready, () => readRequest(link, request, next), machine.mainLoop);
}

function* readRequest(link: Link, request: { received: string }, next: NextStages): Task<boolean> {
  const { machine, connection: fd } = link;
  const got = restarted(() => machine.process.recvmsg(fd, requestBytesMax - request.received.length, 0));
  if (!got.ok && got.errno === 'EAGAIN') return true;
  if (!got.ok || got.value.bytes.length === 0) return yield* next.gone();
  request.received += byteString(got.value.bytes);
  const handshake = shakeHands(request.received, machine.clock.nowNs, !hasQuirk(machine, 'Q-FOUND-18'));
  if (handshake.kind === 'more') return true;
  const given = push(machine, fd, bytesOf(handshake.reply.text));
  const sent = typeof given === 'number' ? given : yield* given;
  if (sent < 0 || !handshake.reply.accepted) return yield* next.gone();
  stopWatches(link);
  link.websocket = createWebsocketStream(machine, fd, bytesOf(handshake.rest));
  link.stream = link.websocket;
  yield* greet(link, next);
  return false;
}

/** The options that a telnet server offers; what the client says to them is not waited for. Source: TEL-01. */
function* greet(link: Link, next: NextStages): Task<void> {
  const { machine, ends, stream } = link;
  if (!ends.telnet || stream === null) {
    yield* next.ready();
    return;
  }
  const fd = link.connection;
  link.stage = 'greeting';
  const greeting = { unsent: telnetGreeting(ends.telnet) };
  const ready = (): boolean => {
    const poll = machine.process.poll(fd);
    return poll.ok && (poll.value.out || poll.value.hup);
  };
  watch(link, 'greeting', ready, () => sendGreeting(link, stream, greeting, next));
}

function* sendGreeting(
  link: Link,
  stream: ByteStream,
  greeting: { unsent: Uint8Array },
  next: NextStages,
): Task<boolean> {
  const given = stream.write(greeting.unsent);
  const count = typeof given === 'number' ? given : yield* given;
  if (count === writeAgain) return true;
  if (count < 0) return yield* next.gone();
  greeting.unsent = greeting.unsent.subarray(count);
  if (greeting.unsent.length > 0) return true;
  stopWatches(link);
  yield* next.ready();
  return false;
}

/** Takes a fresh connection through what its chardev asks for. Source: section 6 (states), TEL-01, WS-02. */
export function* negotiate(link: Link, next: NextStages): Task<void> {
  if (link.ends.websocket === true) awaitRequest(link, next);
  else yield* greet(link, next);
}
