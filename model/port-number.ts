import type { Outcomed } from './state.ts';

/** What the number of a new port depends on. */
export type PortWish = {
  readonly isConsole: boolean;
  /** As given: 0..4294967295, `null` when not. Source: VSER-10. */
  readonly nr: number | null;
  readonly name: string | null;
};

/** What the controller and the others have taken: numbers of this controller, names of the whole machine. */
export type PortsTaken = {
  readonly maxPorts: number;
  readonly numbers: readonly number[];
  readonly names: readonly string[];
};

/** Most ports of a controller, and how many it has unless told. Source: VSER-14. */
export const portsMax = 511;
/** Ports of a controller that was not told how many. Source: VSER-14. */
export const portsDefault = 31;
/** A number that means none. Source: VSER-10. */
const anyNumber = 4294967295;
/** Free numbers are looked for in words of so many. Source: VSER-15. */
const wordBits = 32;

/** What is wrong with a controller's number of ports, `null` if nothing is. Source: VSER-14. */
export function controllerError(maxPorts: number): string | null {
  if (maxPorts === 0) return 'Maximum number of serial ports not specified';
  return maxPorts > portsMax ? `maximum ports supported: ${portsMax}` : null;
}

/** The number that a new port gets, or the first thing that forbids it. Source: VSER-10..15. */
export function portNumber(wish: PortWish, taken: PortsTaken): Outcomed<number> {
  const asked = wish.nr === anyNumber ? null : wish.nr;
  if (asked !== null && taken.numbers.includes(asked))
    return { ok: false, text: `virtio-serial-bus: A port already exists at id ${asked}` };
  if (wish.name !== null && taken.names.includes(wish.name))
    return { ok: false, text: `virtio-serial-bus: A port already exists by name ${wish.name}` };
  const number = asked ?? (wish.isConsole && !taken.numbers.includes(0) ? 0 : lowestFree(taken));
  if (number === null) return { ok: false, text: 'virtio-serial-bus: Maximum port limit for this device reached' };
  if (number >= taken.maxPorts) {
    const text = `virtio-serial-bus: Out-of-range port id specified, max. allowed: ${taken.maxPorts - 1}`;
    return { ok: false, text };
  }
  if (number === 0 && !wish.isConsole) {
    const text = 'Port number 0 on virtio-serial devices reserved for virtconsole devices for backward compatibility.';
    return { ok: false, text };
  }
  return { ok: true, value: number };
}

/** The lowest free number from 1 on, as far as whole words of the map go. Source: VSER-10, VSER-15. */
function lowestFree({ maxPorts, numbers }: PortsTaken): number | null {
  const end = Math.ceil(maxPorts / wordBits) * wordBits;
  for (let number = 1; number < end; number += 1) if (!numbers.includes(number)) return number;
  return null;
}
