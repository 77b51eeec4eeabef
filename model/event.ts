import { type Chardev, changeChardev, currentUser } from './chardev.ts';
import { diesOfEarlyClose, hubCountsEvents, hubNeverOpens, muxAlwaysOpen } from './defect.ts';
import { tellFront } from './front-monitor.ts';
import { type FrontendEvent, type FrontendKey, frontendOf } from './frontend.ts';
import { levelledMember } from './hub.ts';
import { die } from './machine.ts';
import { change, type ModelState, type Turn } from './state.ts';
import { receiveBreak } from './uart.ts';
import { putUsbSerial } from './usb-serial.ts';
import { virtioPortOf } from './virtio-port.ts';
import { closeHost, openHost } from './virtio-serial.ts';
import { recordEvent } from './witness.ts';

/** A chardev's own event: be_open, then whoever is its frontend now. Source: CHR-50, CHR-51, MUX-13. */
export function raise(turn: Turn, label: string, event: FrontendEvent): void {
  const chardev = turn.state.chardevs.get(label);
  if (chardev === undefined) return;
  if (event === 'OPENED' || event === 'CLOSED') changeChardev(turn, label, { beOpen: event === 'OPENED' });
  tell(turn, currentUser(chardev), event);
}

/** An event for one frontend: lost unless its handlers are set. Source: CHR-51. */
export function tell(turn: Turn, key: FrontendKey | null, event: FrontendEvent): void {
  const frontend = frontendOf(turn.state, key);
  if (frontend === null || !frontend.listening) return;
  const { owner } = frontend;
  switch (owner.is) {
    case 'port':
      if (event === 'BREAK') receiveBreak(turn, owner.id);
      return;
    case 'virtio':
      tellVirtio(turn, owner.id, event);
      return;
    case 'usb':
      if (event === 'OPENED' || event === 'CLOSED') putUsbSerial(turn, owner.id, { attached: event === 'OPENED' });
      return;
    case 'witness':
      recordEvent(turn, owner.id, event, turn.state.chardevs.get(frontend.chardev ?? '')?.link != null);
      return;
    case 'monitor':
      tellFront(turn, owner.id, { event });
      return;
    case 'debugcon':
      return;
    case 'mux':
      tellMux(turn, owner.label, event);
      return;
    case 'hub':
      tellHub(turn, owner.label, owner.index, event);
      return;
  }
}

/** A virtserialport follows its backend; a virtconsole hears nothing. Source: VSER-20, Q-FOUND-12. */
function tellVirtio(turn: Turn, id: string, event: FrontendEvent): void {
  const { isConsole, placed } = virtioPortOf(turn.state, id);
  if (isConsole) return;
  if (event === 'OPENED') openHost(turn, id);
  else if (event === 'CLOSED') {
    if (!placed && diesOfEarlyClose(turn.state)) die(turn, 'SIGSEGV');
    closeHost(turn, id);
  }
}

/** Whether a chardev counts as open for its frontend: a repaired mux is as open as its base. Source: CHR-52, Q-MUX-5. */
export function isOpen(state: ModelState, label: string): boolean {
  const chardev = state.chardevs.get(label);
  return chardev !== undefined && countsAsOpen(state, chardev);
}

/** The same of a chardev that may not have taken its place yet. Source: CHR-52, SWAP-S06, Q-MUX-5. */
export function countsAsOpen(state: ModelState, { mux, beOpen }: Chardev): boolean {
  if (mux !== null && starting(state)) return false;
  return mux !== null && !muxAlwaysOpen(state) ? isOpen(state, mux.base) : beOpen;
}

/** An event of a mux's base: for every frontend. Source: MUX-13. */
function tellMux(turn: Turn, label: string, event: FrontendEvent): void {
  const mux = turn.state.chardevs.get(label)?.mux;
  if (mux == null || starting(turn.state)) return;
  tellAll(
    turn,
    mux.slots.flatMap(({ user }) => user ?? []),
    event,
  );
}

/** Tells some of them; those behind a monitor that has something to say to it hear it when that is said. Source: MUX-13. */
function tellAll(turn: Turn, users: readonly FrontendKey[], event: FrontendEvent): void {
  for (const [index, user] of users.entries()) {
    tell(turn, user, event);
    if (event !== 'OPENED' || frontendOf(turn.state, user)?.owner.is !== 'monitor') continue;
    const rest = users.slice(index + 1).map((each) => ({ user: each, event }));
    if (rest.length > 0) change(turn, { toldNext: [...rest, ...turn.state.toldNext] });
    return;
  }
}

/** The next of those who have not heard of an event. */
export function tellNext(turn: Turn): void {
  const [first, ...toldNext] = turn.state.toldNext;
  change(turn, { toldNext });
  if (first !== undefined) tell(turn, first.user, first.event);
}

/** Before the end of option processing a mux is not open, and passes nothing on. Source: MUX-13, MUX-14. */
function starting({ machine }: ModelState): boolean {
  return machine.state === 'absent';
}

/** The end of option processing: the frontends of each mux hear that it is open. Source: MUX-14. */
export function openMuxes(turn: Turn): void {
  for (const [label, { mux }] of turn.state.chardevs)
    if (mux !== null && isOpen(turn.state, label)) tellMux(turn, label, 'OPENED');
}

/** An event of a hub's member. Source: HUB-20..25. */
function tellHub(turn: Turn, label: string, index: number, event: FrontendEvent): void {
  const chardev = turn.state.chardevs.get(label);
  const hub = chardev?.hub;
  if (chardev === undefined || hub == null) return;
  if (event !== 'OPENED' && event !== 'CLOSED') {
    tell(turn, chardev.user, event);
    return;
  }
  const account = event === 'OPENED' ? levelledMember(hub.account, index) : hub.account;
  const opened = Math.max(0, hub.opened + (event === 'OPENED' ? 1 : -1));
  changeChardev(turn, label, { hub: { ...hub, account, opened } });
  const anyOpen = hub.members.some((each) => turn.state.chardevs.get(each)?.beOpen === true);
  const turned = hubCountsEvents(turn.state)
    ? opened !== hub.opened && (event === 'OPENED' ? opened === 1 : opened === 0)
    : anyOpen !== chardev.beOpen;
  if (!turned) return;
  if (hubNeverOpens(turn.state)) tell(turn, chardev.user, event);
  else raise(turn, label, event);
}
