import type { ByteString } from './language/value.ts';

/** What the mouse says when the line powers it: its kind, and who made it. Source: MISC-01, experiment. */
export const mouseGreeting: ByteString = 'M3\x08\x01$1-5\x10\x10\x10\x11<<-/53%<<1%-5\0-ICROSOFT\0-OUSE\x19!\t';

/** A serial mouse, powered by DTR or RTS. */
export type SerialMouse = { readonly powered: boolean };

/**
 * The lines change: what waits for room afterwards. Power that comes makes it say who it is, power that goes drops what
 * it had not said yet.
 */
export function powerMouse(mouse: SerialMouse, powered: boolean, waiting: ByteString): ByteString {
  if (!powered) return '';
  return mouse.powered ? waiting : waiting + mouseGreeting;
}
