import { keepsInputForNobody, overrunsKeptInput, readsWithoutFocus } from './defect.ts';
import { frontRoom } from './front-monitor.ts';
import { type FrontendKey, frontendOf } from './frontend.ts';
import { muxBufferBytes } from './mux.ts';
import { virtioRoom } from './port-input.ts';
import type { ModelState } from './state.ts';
import { uartRoom } from './uart.ts';
import { usbRoom } from './usb-serial.ts';

/** How many bytes a chardev's frontend takes now: its can_read, 0 without a handler. Source: CHR-80, CHR-83. */
export function roomAt(state: ModelState, label: string): number {
  return roomOf(state, state.chardevs.get(label)?.user ?? null);
}

/** What one frontend's can_read answers. Source: CHR-80. */
export function roomOf(state: ModelState, key: FrontendKey | null): number {
  const frontend = frontendOf(state, key);
  if (frontend === null || !frontend.listening) return 0;
  const { owner } = frontend;
  switch (owner.is) {
    case 'port': {
      const uart = state.uarts.get(owner.id);
      return uart === undefined ? 0 : uartRoom(uart);
    }
    case 'virtio': {
      const port = state.virtioPorts.get(owner.id);
      return port === undefined ? 0 : virtioRoom(state, port);
    }
    case 'usb':
      return usbRoom(state, owner.id);
    case 'witness':
      return state.witnesses.get(owner.id)?.room ?? 0;
    case 'monitor':
      return frontRoom(state, owner.id);
    case 'debugcon':
      return 0;
    case 'mux':
      return muxRoom(state, owner.label);
    case 'hub':
      // each member is offered the whole room (HUB-26); none while a change is under way to a hub that nobody uses yet
      return state.chardevs.get(owner.label)?.hub == null ? 0 : roomAt(state, owner.label);
  }
}

/** One while the focused slot's buffer has room, else what the focused frontend says. Source: MUX-06, Q-MUX-7. */
function muxRoom(state: ModelState, label: string): number {
  const mux = state.chardevs.get(label)?.mux;
  if (mux == null) return 0;
  const slot = mux.slots[mux.focus];
  if (slot === undefined) return readsWithoutFocus(state) ? 1 : 0;
  if (slot.user === null && !keepsInputForNobody(state)) return 1;
  if (slot.buffer.length < muxBufferBytes) return 1;
  const room = roomOf(state, slot.user);
  return overrunsKeptInput(state) ? room : Math.min(room, 1);
}
