import { changeChardev, chardevBelow, chardevOf, currentUser } from './chardev.ts';
import { diesOfNoFrontend, keepsInputForNobody, sharesRoom, strandsInput } from './defect.ts';
import { objectOf } from './description.ts';
import { speaksLikeTen } from './error-text.ts';
import { tell } from './event.ts';
import { tellFront } from './front-monitor.ts';
import { type FrontendKey, frontendOf } from './frontend.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { die, leave } from './machine.ts';
import { bufferAfter, type Mux, type MuxDeed, muxHelp, muxTerminated, nextSlot, parseByte, withSlot } from './mux.ts';
import { writeAll } from './output.ts';
import { receiveVirtio } from './port-input.ts';
import { isDriver, queueInput } from './replay.ts';
import { roomOf } from './room.ts';
import { socketAt } from './socket-end.ts';
import { isCalled } from './socket-link.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { receive } from './uart.ts';
import { receiveUsb } from './usb-serial.ts';
import { recordInput } from './witness.ts';

/** Input of a chardev goes to its frontend in one call. Source: CHR-81. */
export function deliver(turn: Turn, label: string, bytes: ByteString): void {
  if (isDriver(turn.state, label)) queueInput(turn, label, bytes);
  else deliverNow(turn, label, bytes);
}

/** The same past the log of record and replay. Source: RR-06. */
export function deliverNow(turn: Turn, label: string, bytes: ByteString): void {
  const { user } = chardevOf(turn.state, label);
  const owner = frontendOf(turn.state, user)?.owner;
  if (owner?.is === 'hub' && !sharesRoom(turn.state)) letOthersBefore(turn, label, owner.label);
  deliverTo(turn, user, bytes);
}

/** Members that are readable take turns. Source: LOGMUX-13. */
function letOthersBefore(turn: Turn, label: string, hub: string): void {
  for (const other of chardevOf(turn.state, hub).hub?.members ?? [])
    if (other !== label && changesClient(turn.state, other))
      throw new ModelLimit('whose turn it is at a hub, one of whose members changes its client at this moment');
  const number = turn.state.nextNumber;
  changeChardev(turn, label, { servedAt: number });
  change(turn, { nextNumber: number + 1 });
}

/** Whether somebody waits to be accepted who will be at once: nobody is connected, or only who sends nothing more. */
function changesClient(state: ModelState, label: string): boolean {
  const { input, link } = chardevOf(state, label);
  if (!isCalled(state, link)) return false;
  const socket = socketAt(state, input);
  const peer = socket?.peer == null ? null : objectOf(state, socket.peer);
  return socket === null || peer?.kind !== 'socket' || peer.shutWrite;
}

function deliverTo(turn: Turn, key: FrontendKey | null, bytes: ByteString): void {
  const frontend = frontendOf(turn.state, key);
  if (frontend === null || !frontend.listening) return;
  const { owner } = frontend;
  switch (owner.is) {
    case 'port':
      receive(turn, owner.id, bytes);
      return;
    case 'virtio':
      receiveVirtio(turn, owner.id, bytes);
      return;
    case 'usb':
      receiveUsb(turn, owner.id, bytes);
      return;
    case 'witness':
      recordInput(turn, owner.id, bytes);
      return;
    case 'monitor':
      tellFront(turn, owner.id, { bytes });
      return;
    case 'debugcon':
      return;
    case 'mux':
      deliverMux(turn, owner.label, bytes);
      return;
    case 'hub':
      deliver(turn, owner.label, bytes); // straight to the hub's frontend, not marked by member (HUB-26, HUB-27)
      return;
  }
}

function muxOf(turn: Turn, label: string): Mux {
  const { mux } = chardevOf(turn.state, label);
  if (mux === null) throw new Error(`chardev ${label} is no mux`);
  return mux;
}

/** Byte by byte to the slot that has the focus as the call begins. Source: MUX-06, MUX-10, Q-MUX-6. */
function deliverMux(turn: Turn, label: string, bytes: ByteString): void {
  const { focus } = muxOf(turn, label);
  drainFocused(turn, label);
  let moves = 0;
  for (const byte of bytes) {
    const before = muxOf(turn, label);
    const { mux, deed } = parseByte(before, byte, turn.state.machine.escapeCode);
    const toggles = mux.stamps !== before.stamps;
    if (cutsIn(turn, moves, toggles ? 'stamps' : deed)) throw new ModelLimit(humanWithin);
    changeChardev(turn, label, { mux });
    if (typeof deed !== 'object' && turn.state.stall !== null)
      throw new ModelLimit('an escape that a monitor thread reads while the main loop is stuck');
    if (typeof deed === 'object' && focus < 0) die(turn, 'SIGSEGV');
    else if (typeof deed === 'object') passByte(turn, label, focus, deed.pass);
    else {
      obey(turn, label, deed);
      if (deed === 'switch' && hasHumanFront(turn.state, label)) moves += 1;
    }
    if (turn.state.machine.state === 'exited') return;
  }
}

const humanWithin = 'what a human monitor says to a focus that moves within a piece of input';

/**
 * Whether it comes out differently after what a human monitor says at once to focus that the same piece of input has moved
 * (one of more than a byte: Q-MUX-7 only), which is told here after the piece. 7.2 says all at once, later releases what
 * they say to the focus that leaves again. Source: experiment.
 */
function cutsIn({ state }: Turn, moves: number, deed: MuxDeed | 'stamps'): boolean {
  if (moves < (speaksLikeTen(state.profile) ? 2 : 1)) return false;
  return deed === 'help' || deed === 'quit' || deed === 'stamps';
}

function hasHumanFront(state: ModelState, label: string): boolean {
  return [...state.fronts.values()].some(({ mode, chardev }) => mode === 'hmp' && chardev === label);
}

function passByte(turn: Turn, label: string, focus: number, byte: ByteString): void {
  const mux = muxOf(turn, label);
  const slot = mux.slots[focus];
  if (slot === undefined || (slot.user === null && !keepsInputForNobody(turn.state))) return;
  if (slot.buffer === '' && roomOf(turn.state, slot.user) > 0) deliverTo(turn, slot.user, byte);
  else changeChardev(turn, label, { mux: withSlot(mux, focus, { buffer: bufferAfter(slot.buffer, byte) }) });
}

/** What an escape asks for. Source: MUX-08, MUX-09. */
function obey(turn: Turn, label: string, deed: Exclude<MuxDeed, object>): void {
  switch (deed) {
    case 'nothing':
      return;
    case 'help':
      for (const each of muxHelp(turn.state.machine.escapeCode)) print(turn, label, each);
      return;
    case 'quit':
      print(turn, label, muxTerminated);
      if (isReadApart(turn, label)) throw new ModelLimit('how much a thread reads of its mux while the process leaves');
      leave(turn);
      return;
    case 'break':
      tell(turn, currentUser(chardevOf(turn.state, label)), 'BREAK');
      return;
    case 'switch': {
      const slot = nextSlot(muxOf(turn, label), turn.state.profile.muxFocus === 'slots');
      if (slot !== null) {
        const owner = frontendOf(turn.state, currentUser(chardevOf(turn.state, label)))?.owner;
        const hasAnswered = owner?.is === 'monitor' && turn.state.fronts.get(owner.id)?.answered === true;
        setFocus(turn, label, slot);
        if (hasAnswered && findsKept(turn.state, label)) throw new ModelLimit(keptForOther);
      } else if (diesOfNoFrontend(turn.state)) die(turn, 'SIGABRT');
    }
  }
}

/** Whether the thread of monitors reads the mux, and there is more to read. Source: CHR-37. */
function isReadApart({ state }: Turn, label: string): boolean {
  const more = (socketAt(state, chardevOf(state, chardevBelow(state, label)).input)?.inbox ?? []).length > 0;
  return more && chardevOf(state, label).apart;
}

function print(turn: Turn, label: string, bytes: ByteString): void {
  if (writeAll(turn, label, bytes) === 'asleep') throw new ModelLimit('a mux that waits for its base');
}

/** Why the model gives up where a monitor's thread gives another frontend what its mux kept. */
export const keptForOther =
  'what a mux has kept for a device, which the thread of a monitor gives it beside the main loop';

/**
 * Whether an answer of the monitor that had the focus finds something to give to who has it now: what came before the focus
 * left. Its thread is not the one that reads the mux, and real ones die where a 16550 gets it (SIGABRT: without the big lock).
 */
export function findsKept(state: ModelState, label: string): boolean {
  const { mux } = chardevOf(state, label);
  const slot = mux?.slots[mux.focus];
  return slot !== undefined && slot.buffer !== '' && roomOf(state, slot.user) > 0;
}

/** MUX_OUT to who had the focus, MUX_IN to who gets it. Source: MUX-04, Q-MUX-3. */
export function setFocus(turn: Turn, label: string, slot: number): void {
  tell(turn, currentUser(chardevOf(turn.state, label)), 'MUX_OUT');
  changeChardev(turn, label, { mux: { ...muxOf(turn, label), focus: slot } });
  tell(turn, currentUser(chardevOf(turn.state, label)), 'MUX_IN');
  if (!strandsInput(turn.state)) drainFocused(turn, label);
}

/** What was kept for the focused frontend goes to it as it has room. Source: MUX-07. */
export function drainFocused(turn: Turn, label: string): void {
  for (;;) {
    const mux = muxOf(turn, label);
    const slot = mux.slots[mux.focus];
    if (slot === undefined || slot.buffer === '' || roomOf(turn.state, slot.user) <= 0) return;
    changeChardev(turn, label, { mux: withSlot(mux, mux.focus, { buffer: slot.buffer.slice(1) }) });
    deliverTo(turn, slot.user, slot.buffer.slice(0, 1));
  }
}
