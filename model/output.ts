import { type Chardev, changeChardev, chardevOf } from './chardev.ts';
import {
  countsRefusedNegative,
  failsWithClosedMember,
  failsWithOpenMember,
  forgetsSlowestMember,
  logOverwritesErrno,
  logsRefusedOutput,
  skipsInputEnded,
  skipsNeverOpen,
  trustsFullTerminal,
  trustsRepeats,
  trustsSharedFlags,
  waitsForItself,
  waitsForOthers,
  waitsForStamp,
} from './defect.ts';
import { hasFlag } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { type Hub, hubWrite, type Taken } from './hub.ts';
import { sendWith, writeNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { die, leave } from './machine.ts';
import { type Mux, stampText } from './mux.ts';
import { closedGiven, dropGiven } from './passed-descriptors.ts';
import { isSlaveAlone, losePtyClient } from './pty.ts';
import { isDriver, recordWrite, replayWrite } from './replay.ts';
import { ringAfter } from './ringbuf.ts';
import { roomAt } from './room.ts';
import { linkDown } from './socket-link.ts';
import type { ModelState, Turn } from './state.ts';
import { change, turnAt } from './state.ts';
import { readTestdev } from './testdev.ts';
import { queueAnswer, type Tablet, writeTablet } from './wctablet.ts';
import { writeFrame } from './websocket-wire.ts';
import { type Wrote, writeAgain, writeWithFaults } from './write-with-faults.ts';

/** What a chardev said to one write of its frontend, or that the main loop is stuck in it. */
export type Sent =
  | { readonly taken: Taken }
  | { readonly stuck: 'output'; readonly napping?: boolean }
  | { readonly stuck: 'log'; readonly napping: boolean; readonly taken: Taken };

const again: Taken = { errno: 'EAGAIN' };

/** One write of a frontend: to the backend and then to the log. Source: CHR-60..66, LOG-01..03, FILE-07. */
export function writeChardev(turn: Turn, label: string, bytes: ByteString): Sent {
  const { replay, profile } = turn.state;
  if (bytes === '' || replay === null) return writeOnce(turn, label, bytes);
  if (replay.mode === 'replay')
    return isDriver(turn.state, label) ? writeReplayed(turn, label, bytes) : writeOnce(turn, label, bytes);
  const sent = profile.recordedWrites === 'whole' ? writeWhole(turn, label, bytes) : writeOnce(turn, label, bytes);
  if ('taken' in sent && isDriver(turn.state, label)) recordTaken(turn, sent.taken);
  return sent;
}

/** Sent until it is taken, in naps, and logged after that only. Source: RR-13, CHR-61, CHR-64. */
function writeWhole(turn: Turn, label: string, bytes: ByteString): Sent {
  const taken = toBackend(turn, chardevOf(turn.state, label), bytes);
  if (taken === 'stuck') return { stuck: 'output', napping: isNapping(turn.state, label) };
  if ('errno' in taken && taken.errno === 'EAGAIN') return { stuck: 'output', napping: true };
  if ('count' in taken && taken.count < bytes.length) throw new ModelLimit('a recorded write that is taken in parts');
  return logOutput(turn, chardevOf(turn.state, label), bytes, taken);
}

function recordTaken(turn: Turn, taken: Taken): void {
  if ('count' in taken) recordWrite(turn, taken.count, taken.count);
  else recordWrite(turn, -1, 0);
}

/** What the log says was taken goes to the backend, all of it, and the result is the log's. Source: RR-04. */
function writeReplayed(turn: Turn, label: string, bytes: ByteString): Sent {
  const logged = replayWrite(turn, bytes.length);
  if (logged === null) return { taken: { count: bytes.length } };
  for (let rest = bytes.slice(0, logged.offset); rest !== ''; ) {
    const sent = writeOnce(turn, label, rest);
    if ('stuck' in sent || ('errno' in sent.taken && sent.taken.errno === 'EAGAIN'))
      throw new ModelLimit('a replayed write that waits');
    if ('errno' in sent.taken || sent.taken.count === 0) break;
    rest = rest.slice(sent.taken.count);
  }
  return { taken: logged.write < 0 ? { errno: 'EINVAL' } : { count: logged.write } };
}

function writeOnce(turn: Turn, label: string, bytes: ByteString): Sent {
  if (bytes === '') return { taken: { count: 0 } };
  const taken = toBackend(turn, chardevOf(turn.state, label), bytes);
  return taken === 'stuck'
    ? { stuck: 'output', napping: isNapping(turn.state, label) }
    : logOutput(turn, chardevOf(turn.state, label), bytes, taken);
}

/** Whether what is stuck in its output naps between tries: a stamp is written in a write_all. Source: CHR-61. */
function isNapping(state: ModelState, label: string): boolean {
  return (chardevOf(state, label).mux?.stampRest ?? '') !== '';
}

/** The same by a chardev that sits on another; being stuck half-way cannot be told. */
function writeBelow(turn: Turn, label: string, bytes: ByteString): Taken {
  const sent = writeChardev(turn, label, bytes);
  if ('stuck' in sent) throw new ModelLimit(`the main loop is stuck in ${label}, below another chardev`);
  return sent.taken;
}

function toBackend(turn: Turn, chardev: Chardev, bytes: ByteString): Taken | 'stuck' {
  const simple = toSimple(turn, chardev, bytes);
  if (simple !== null) return simple;
  if (chardev.ring !== null) {
    if (chardev.ring.size === 0) die(turn, 'SIGSEGV'); // Q-RB-1
    changeChardev(turn, chardev.label, { ring: { ...chardev.ring, bytes: ringAfter(chardev.ring, bytes) } });
    return { count: bytes.length };
  }
  if (chardev.mux !== null) return toMux(turn, chardev.label, chardev.mux, bytes);
  if (chardev.hub !== null) return toHub(turn, chardev.label, chardev.hub, bytes);
  if (chardev.pty !== null && !chardev.pty.connected && isSlaveAlone(turn.state, chardev.pty))
    return { count: bytes.length }; // dropped (PTY-05)
  if (chardev.link !== null && chardev.output === null) return { errno: 'EIO' }; // SOCK-14
  const number = chardev.output;
  const taken =
    chardev.link?.websocket == null || number === null
      ? toDescriptor(turn, chardev, bytes)
      : writeFrame(turn, chardev.label, number, bytes);
  if (chardev.link !== null && taken !== 'stuck' && 'errno' in taken && taken.errno !== 'EAGAIN')
    if (chardev.link.stream && roomAt(turn.state, chardev.label) <= 0) linkDown(turn, chardev.label); // SOCK-13
  return taken;
}

/** Types that take everything at once. Source: NULL-01, TD-01, MISC-01, VC-01. */
function toSimple(turn: Turn, { label, type, tablet, unread }: Chardev, bytes: ByteString): Taken | 'stuck' | null {
  switch (type) {
    case 'null':
    case 'msmouse':
    case 'vc':
      break;
    case 'testdev': {
      const read = readTestdev(unread, bytes, waitsForItself(turn.state));
      if ('loops' in read) return 'stuck';
      if ('status' in read) leave(turn, read.status);
      else changeChardev(turn, label, { unread: read.left });
      break;
    }
    case 'wctablet':
      if (tablet !== null) answerTablet(turn, label, tablet, bytes);
      break;
    default:
      return null;
  }
  return { count: bytes.length };
}

function answerTablet(turn: Turn, label: string, before: Tablet, bytes: ByteString): void {
  const { tablet, answer } = writeTablet(before, bytes);
  const { kept, offers } = chardevOf(turn.state, label);
  changeChardev(turn, label, { tablet, kept: queueAnswer(kept, answer), offers: offers || answer !== '' });
}

/** Pushes until all is taken or the next would block. Source: CHR-63. */
function toDescriptor(turn: Turn, { type, label, output, link, pty }: Chardev, bytes: ByteString): Taken | 'stuck' {
  const given = link?.given ?? [];
  const description = descriptionAt(turn.state, output);
  if (description === null) return { errno: 'EINVAL' };
  if (type === 'udp') return toDatagram(turn, description, bytes);
  let count = 0;
  while (count < bytes.length) {
    const wrote =
      given.length > 0
        ? sendGiven(turn, label, description, bytes, given)
        : writeAgain(turn, description, bytes.slice(count));
    if (wrote.ok) {
      if (wrote.value === 0) break;
      count += wrote.value;
      continue;
    }
    if (wrote.errno !== 'EAGAIN') return { errno: 'EINVAL' };
    const waits = trustsSharedFlags(turn.state) && !hasFlag(turn.state, description, 'nonblock');
    if (!waits || wrote.planted) break;
    if (count > 0) throw new ModelLimit('a write that blocks half-way');
    return 'stuck';
  }
  if (count === 0 && pty !== null && isSlaveAlone(turn.state, pty) && !trustsFullTerminal(turn.state)) {
    losePtyClient(turn, label);
    return { count: bytes.length }; // dropped, as from the next write on (PTY-05)
  }
  return count > 0 ? { count } : again;
}

/** One write is one datagram; its error is told as it is. Source: UDP-01, UDP-04. */
function toDatagram(turn: Turn, description: number, bytes: ByteString): Taken {
  const wrote = writeAgain(turn, description, bytes);
  return wrote.ok ? { count: wrote.value } : { errno: wrote.errno };
}

/** The first piece of output carries what was given; whatever comes of it, but EAGAIN, it is forgotten. Source: SOCK-17. */
function sendGiven(turn: Turn, label: string, description: number, bytes: ByteString, given: readonly number[]): Wrote {
  const wrote: Wrote = given.includes(closedGiven)
    ? { ok: false, errno: 'EINVAL' } // EBADF, in the words of the channel
    : sendWith(turn, description, bytes, given);
  if (wrote.ok && wrote.value < bytes.length) throw new ModelLimit('descriptors with output that is taken in part');
  if (wrote.ok || wrote.errno !== 'EAGAIN') dropGiven(turn, label);
  return wrote;
}

/** Every frontend's output goes to the base at once, with stamps byte by byte. Source: MUX-11, MUX-12. */
function toMux(turn: Turn, label: string, mux: Mux, bytes: ByteString): Taken | 'stuck' {
  if (!mux.stamps && mux.stampRest === '') {
    const sent = writeChardev(turn, mux.base, bytes);
    if (!('stuck' in sent)) return sent.taken;
    if (sent.stuck === 'output') return 'stuck';
    throw new ModelLimit('the main loop is stuck in the log of a mux base');
  }
  let count = 0;
  let refused: Taken = again; // errno after it all is that of the last refusal
  for (let at = 0; at < bytes.length; at += 1) {
    const stamped = finishStamp(turn, label);
    if (stamped === 'stuck' && bytes.length > 1) throw new ModelLimit('a stamp that blocks within a longer write');
    const taken = stamped ?? writeBelow(turn, mux.base, bytes.charAt(at));
    if (taken === 'stuck') return 'stuck';
    if ('errno' in taken && !countsRefusedNegative(turn.state)) return count > 0 ? { count } : taken;
    count += 'count' in taken ? taken.count : -1;
    if ('errno' in taken) refused = taken;
    if (stamped === null && 'errno' in taken && taken.errno === 'EAGAIN' && refusesAlike(turn.state, mux.base)) {
      const alike = restOfLine(bytes, at + 1);
      at += alike;
      count -= alike;
    }
    if (bytes.charAt(at) === '\n') changeMux(turn, label, { lineStart: true });
  }
  return count < 0 ? refused : { count };
}

/** Whether what refused one byte for want of room refuses the next ones without a trace. */
function refusesAlike(state: ModelState, label: string): boolean {
  const { log, output, link } = chardevOf(state, label);
  return output !== null && log === null && state.faults.length === 0 && (link?.given ?? []).length === 0;
}

/** How many bytes from there on belong to the line, its end among them. */
function restOfLine(bytes: ByteString, from: number): number {
  const end = bytes.indexOf('\n', from);
  return (end < 0 ? bytes.length : end + 1) - from;
}

function changeMux(turn: Turn, label: string, members: Partial<Mux>): void {
  const { mux } = chardevOf(turn.state, label);
  if (mux !== null) changeChardev(turn, label, { mux: { ...mux, ...members } });
}

/** Writes the stamp that is due before the next byte; `null` when it is through. Source: MUX-12, Q-MUX-2. */
function finishStamp(turn: Turn, label: string): Taken | 'stuck' | null {
  const { mux } = chardevOf(turn.state, label);
  if (mux === null) return null;
  if (mux.lineStart) {
    const stampsStartNs = mux.stampsStartNs ?? turn.state.nowNs;
    const stampRest = stampText(turn.state.nowNs - stampsStartNs);
    changeMux(turn, label, { stampsStartNs, lineStart: false, stampRest });
  }
  for (;;) {
    const rest = chardevOf(turn.state, label).mux?.stampRest ?? '';
    if (rest === '') return null;
    const taken = writeBelow(turn, mux.base, rest);
    if ('count' in taken && taken.count > 0) changeMux(turn, label, { stampRest: rest.slice(taken.count) });
    else if ('errno' in taken && taken.errno === 'EAGAIN') return waitsForStamp(turn.state) ? 'stuck' : taken;
    else changeMux(turn, label, { stampRest: '' }); // another failure gives the stamp up (CHR-61)
  }
}

/** Output of a hub's frontend: the least that the members took. Source: HUB-30..35. */
function toHub(turn: Turn, label: string, hub: Hub, bytes: ByteString): Taken {
  const member = (index: number): Chardev => chardevOf(turn.state, hub.members[index] ?? '');
  const rules = { forgetsSlowest: forgetsSlowestMember(turn.state), trustsRepeats: trustsRepeats(turn.state) };
  const { account, taken } = hubWrite(hub.account, bytes, rules, {
    isSkipped: (index) => isSkipped(turn, member(index)),
    send: (index) => writeBelow(turn, member(index).label, bytes),
    failsAll: (index) => (member(index).beOpen ? failsWithOpenMember(turn.state) : failsWithClosedMember(turn.state)),
  });
  const now = chardevOf(turn.state, label).hub;
  changeChardev(turn, label, { hub: { ...(now ?? hub), account } });
  return taken;
}

/** Whether a member gets no output now: it is closed, or counts as such. Source: HUB-31, Q-HUB-7, Q-HUB-8. */
export function isSkipped(turn: Turn, member: Chardev): boolean {
  if (member.beOpen) return false;
  if (['null', 'udp', 'msmouse'].includes(member.type)) return skipsNeverOpen(turn.state);
  const ended = ['file', 'pipe', 'serial', 'stdio'].includes(member.type);
  return ended ? skipsInputEnded(turn.state) : true;
}

/** The log's part, for output that the backend has answered. Source: LOG-01..03, CHR-64, CHR-65. */
export function logOutput(turn: Turn, chardev: Chardev, bytes: ByteString, taken: Taken): Sent {
  const description = descriptionAt(turn.state, chardev.log);
  if (description === null || ('errno' in taken && taken.errno === 'EAGAIN' && !logsRefusedOutput(turn.state)))
    return { taken };
  let rest = 'count' in taken ? bytes.slice(0, taken.count) : bytes;
  while (rest !== '') {
    const wrote = writeWithFaults(turn, description, rest);
    if (wrote.ok) {
      rest = rest.slice(wrote.value);
      continue;
    }
    if (wrote.errno !== 'EAGAIN')
      return { taken: 'errno' in taken && logOverwritesErrno(turn.state) ? { errno: wrote.errno } : taken };
    if (!waitsForOthers(turn.state)) return { taken };
    const naps = hasFlag(turn.state, description, 'nonblock') || wouldTake(turn, chardev.log);
    if (naps && turn.state.profile.fullLogDrops) return { taken };
    if (bytes.length > 1) throw new ModelLimit('the main loop is stuck in a log with more than one byte to go');
    return { stuck: 'log', napping: naps, taken };
  }
  return { taken };
}

/**
 * Writes until everything is taken, and logs what was taken then: the count, or the error of the last try. Where it would
 * sleep the main loop is stuck in it and the answer is `asleep`. `before`: how much was taken already. Source: CHR-61, CHR-62, CHR-64.
 */
export function writeAll(turn: Turn, label: string, bytes: ByteString, before = 0): Taken | 'asleep' {
  if (bytes === '') return { count: 0 };
  if (isDriver(turn.state, label)) return writeAllOfDriver(turn, label, bytes);
  let count = before;
  let taken: Taken | 'stuck';
  do {
    taken = toBackend(turn, chardevOf(turn.state, label), bytes.slice(count));
    if (taken === 'stuck') throw new ModelLimit('a write_all that is stuck in a single write');
    if ('errno' in taken) {
      if (taken.errno !== 'EAGAIN') break;
      change(turn, { stall: { kind: 'write-all', chardev: label, bytes, taken: count, triedNs: turn.state.nowNs } });
      return 'asleep';
    }
    count += taken.count;
  } while (taken.count > 0 && count < bytes.length);
  const answer = 'errno' in taken ? taken : { count };
  const sent = logOutput(turn, chardevOf(turn.state, label), count > 0 ? bytes.slice(0, count) : bytes, answer);
  if ('stuck' in sent) throw new ModelLimit('a write_all that is stuck in its log');
  return sent.taken;
}

/** One event, whatever the number of tries: the last one's result, and all that was taken. Source: RR-03, RR-04. */
function writeAllOfDriver(turn: Turn, label: string, bytes: ByteString): Taken | 'asleep' {
  if (turn.state.replay?.mode === 'replay') {
    const sent = writeReplayed(turn, label, bytes);
    return 'stuck' in sent ? 'asleep' : sent.taken;
  }
  let result = 0;
  let count = 0;
  do {
    const sent = writeOnce(turn, label, bytes.slice(count));
    if ('stuck' in sent) throw new ModelLimit('a write_all that is stuck in a single write');
    if ('errno' in sent.taken && sent.taken.errno === 'EAGAIN')
      throw new ModelLimit('a recorded write_all that sleeps');
    result = 'count' in sent.taken ? sent.taken.count : -1;
    if (result > 0) count += result;
    if ('errno' in sent.taken) {
      recordWrite(turn, -1, count);
      return sent.taken;
    }
  } while (result > 0 && count < bytes.length);
  recordWrite(turn, result, count);
  return { count };
}

/** Whether a write to the number would take a byte now, or fail for good. */
export function wouldTake(turn: Turn, number: number | null): boolean {
  const description = descriptionAt(turn.state, number);
  if (description === null) return true;
  const wrote = writeNow(turnAt(turn.state), description, 'x');
  return wrote.ok || wrote.errno !== 'EAGAIN';
}
