import { type Chardev, changeChardev, chardevOf } from './chardev.ts';
import { trustsRepeats } from './defect.ts';
import { endChange } from './due-change.ts';
import { speaksLikeTen } from './error-text.ts';
import { isOpen, raise } from './event.ts';
import {
  changeFrontend,
  dropFrontend,
  type FrontendKey,
  frontendOf,
  looseFrontend,
  type Owner,
  putFrontend,
} from './frontend.ts';
import { levelled } from './hub.ts';
import { setFocus } from './input.ts';
import { type Mux, muxSlotsMax, withSlot } from './mux.ts';
import { pollPty } from './pty.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { change } from './state.ts';

/** Attaches a frontend: no handler, no event, fe_open false. The text says why not. Source: CHR-30, CHR-31, MUX-02. */
export function attach(turn: Turn, owner: Owner, label: string): Outcomed<null> {
  const frontend = looseFrontend(owner);
  const chardev = chardevOf(turn.state, label);
  if (chardev.mux !== null) return attachToMux(turn, frontend.key, owner, chardev, chardev.mux);
  if (chardev.user !== null) return { ok: false, text: inUse(turn.state, label) };
  putFrontend(turn, { ...frontend, chardev: label });
  changeChardev(turn, label, { user: frontend.key });
  return { ok: true, value: null };
}

function inUse(state: ModelState, stored: string): string {
  const label = chardevOf(state, stored).shownAs ?? stored;
  return speaksLikeTen(state.profile) ? `chardev '${label}' is already in use` : `Device '${label}' is in use`;
}

function attachToMux(turn: Turn, key: FrontendKey, owner: Owner, chardev: Chardev, mux: Mux): Outcomed<null> {
  const { label } = chardev;
  const reuses = turn.state.profile.muxSlots === 'reused';
  const free = reuses ? mux.slots.findIndex(({ user }) => user === null) : -1;
  if (free < 0 && mux.slots.length >= muxSlotsMax) {
    const text = `too many uses of multiplexed chardev '${chardev.shownAs ?? label}' (maximum is ${muxSlotsMax})`;
    return { ok: false, text: reuses ? text : inUse(turn.state, label) };
  }
  const slot = free < 0 ? mux.slots.length : free;
  const grown =
    free < 0 ? { ...mux, slots: [...mux.slots, { user: key, buffer: '' }] } : withSlot(mux, free, { user: key });
  putFrontend(turn, { ...looseFrontend(owner), chardev: label, slot });
  changeChardev(turn, label, { mux: grown });
  return { ok: true, value: null };
}

/** Detaches a frontend: handlers cleared, slot freed, no CLOSED. Source: CHR-36, MUX-05. */
export function detach(turn: Turn, key: FrontendKey): void {
  const frontend = frontendOf(turn.state, key);
  if (frontend?.chardev == null) return;
  endChange(turn, key, 'frontend detached');
  setHandlers(turn, key, false);
  const { mux, hub } = chardevOf(turn.state, frontend.chardev);
  if (mux !== null) changeChardev(turn, frontend.chardev, { mux: withSlot(mux, frontend.slot, { user: null }) });
  else changeChardev(turn, frontend.chardev, { user: null });
  if (hub !== null && !trustsRepeats(turn.state))
    changeChardev(turn, frontend.chardev, { hub: { ...hub, account: levelled(hub.account) } });
  changeFrontend(turn, key, { chardev: null, open: false });
}

/**
 * set_handlers, all of them or none, with fe_open if `setsOpen`. `sync`: OPENED if the chardev is open; mux and hub set
 * theirs without. Source: CHR-32..34, VSER-43.
 */
export function setHandlers(turn: Turn, key: FrontendKey, listening: boolean, sync = true, setsOpen = true): void {
  const owner = frontendOf(turn.state, key)?.owner;
  const isApart = listening && owner?.is === 'monitor' && turn.state.fronts.get(owner.id)?.threaded === true;
  setHandlersFrom(turn, key, { listening, sync, setsOpen, isApart });
}

/** How handlers are set. `isApart`: what the chardev has is served by the thread of QMP monitors. Source: CHR-37. */
type Handling = Readonly<Record<'listening' | 'sync' | 'setsOpen' | 'isApart', boolean>>;

function setHandlersFrom(turn: Turn, key: FrontendKey, { listening, sync, setsOpen, isApart }: Handling): void {
  const label = frontendOf(turn.state, key)?.chardev;
  if (label == null) return;
  changeFrontend(turn, key, { listening });
  if (!listening) endChange(turn, key, 'handler unregistered');
  updateRead(turn, label, isApart);
  if (setsOpen) changeFrontend(turn, key, { open: listening });
  if (!listening) return;
  const slot = frontendOf(turn.state, key)?.slot ?? 0;
  if (chardevOf(turn.state, label).mux !== null) setFocus(turn, label, slot);
  if (sync && isOpen(turn.state, label)) raise(turn, label, 'OPENED');
}

/** The backend's update-read hook. Source: CHR-33, PTY-02, FBE-04, HUB-10. */
function updateRead(turn: Turn, label: string, isApart: boolean): void {
  const { type, mux, hub, apart } = chardevOf(turn.state, label);
  const below: Handling = { listening: true, sync: false, setsOpen: true, isApart };
  if (apart !== isApart) changeChardev(turn, label, { apart: isApart });
  if (mux !== null) setHandlersFrom(turn, `mux ${label}`, below);
  else if (hub !== null) for (const index of hub.members.keys()) setHandlersFrom(turn, `hub ${index} ${label}`, below);
  else if (type === 'pty') pollPty(turn, label);
  if (mux === null && hub === null) {
    const number = turn.state.nextNumber;
    changeChardev(turn, label, { inputEnded: false, watchedSince: number });
    change(turn, { nextNumber: number + 1 });
  }
}

/** A chardev that sits on others lets go of them: they are free and stay. Source: CHR-06, HUB-08, MUX-15. */
export function letGo(turn: Turn, chardev: Pick<Chardev, 'label' | 'mux' | 'hub'>): void {
  const keys =
    chardev.mux !== null
      ? [`mux ${chardev.label}`]
      : (chardev.hub?.members ?? []).map((_, index) => `hub ${index} ${chardev.label}`);
  for (const key of keys) {
    detach(turn, key);
    dropFrontend(turn, key);
  }
}

/** Whether a chardev cannot be removed. Source: CHR-12. */
export function isBusy(state: ModelState, chardev: Chardev): boolean {
  if (chardev.mux === null) return chardev.user !== null;
  return state.profile.muxSlots === 'used-once' || chardev.mux.slots.some(({ user }) => user !== null);
}
