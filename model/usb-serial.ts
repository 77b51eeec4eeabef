import type { ByteString } from './language/value.ts';
import type { ModelState, Turn } from './state.ts';
import { putEntry } from './table.ts';

/** A usb-serial: whether it is plugged in as the guest sees it, and what it keeps for the guest. Source: frontends table. */
export type UsbSerial = { readonly id: string; readonly attached: boolean; readonly received: ByteString };

/** Bytes that it keeps. Source: experiment. */
const bufferBytes = 496;

/** A usb-serial that has heard nothing yet. */
export function freshUsbSerial(id: string): UsbSerial {
  return { id, attached: false, received: '' };
}

/** Replaces members of a usb-serial that is there. */
export function putUsbSerial(turn: Turn, id: string, members: Partial<UsbSerial>): void {
  const usb = turn.state.usbSerials.get(id);
  if (usb !== undefined) putEntry(turn, 'usbSerials', id, { ...usb, ...members });
}

/** How many bytes it takes now: none while detached. Source: the frontends used as witnesses. */
export function usbRoom(state: ModelState, id: string): number {
  const usb = state.usbSerials.get(id);
  return usb?.attached ? bufferBytes - usb.received.length : 0;
}

/** Input is kept: no guest reads it. */
export function receiveUsb(turn: Turn, id: string, bytes: ByteString): void {
  const usb = turn.state.usbSerials.get(id);
  if (usb !== undefined) putUsbSerial(turn, id, { received: (usb.received + bytes).slice(0, bufferBytes) });
}
