import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import type { ModelState, Turn } from './state.ts';
import { putEntry } from './table.ts';

/** A 16550 as QEMU has it. Registers as numbers; `lsr` bits: 0 data, 1 overrun, 4 break, 5 THR empty, 6 all sent. */
export type Uart = {
  readonly id: string;
  readonly chardev: string;
  /** The driver has set it up: done at its first guest-write or guest-read. */
  readonly driven: boolean;
  readonly lsr: number;
  readonly ier: number;
  readonly fcr: number;
  /** The FIFOs are on since before a reset, and IIR does not say so. Source: Q-FOUND-8. */
  readonly fifosUnsaid: boolean;
  readonly lcr: number;
  readonly mcr: number;
  readonly scr: number;
  /** Modem status as it was last heard of. */
  readonly msr: number;
  readonly divisor: number;
  readonly rbr: number;
  readonly received: ByteString;
  readonly toSend: ByteString;
  /** The byte in the shift register that the backend has refused so far, and how often. `since`: when it put its watch up. */
  readonly refused: {
    readonly byte: ByteString;
    readonly tries: number;
    readonly watching: boolean;
    readonly since: number;
  } | null;
  readonly thrInterrupt: boolean;
};

/** Bytes of each FIFO. */
export const fifoBytes = 16;
/** Bits of the line status register. */
export const lineStatus: Readonly<Record<'data' | 'overrun' | 'breakBit' | 'thrEmpty' | 'allSent', number>> = {
  data: 0x01,
  overrun: 0x02,
  breakBit: 0x10,
  thrEmpty: 0x20,
  allSent: 0x40,
};
const { data, overrun, breakBit, thrEmpty, allSent } = lineStatus;

/** A port after reset. Source: RT-30, experiment. */
export function freshUart(id: string, chardev: string): Uart {
  return {
    id,
    chardev,
    driven: false,
    lsr: thrEmpty | allSent,
    ier: 0,
    fcr: 0,
    fifosUnsaid: false,
    lcr: 0,
    mcr: 8,
    scr: 0,
    msr: 0xb0,
    divisor: 0x0c,
    rbr: 0,
    received: '',
    toSend: '',
    refused: null,
    thrInterrupt: false,
  };
}

/** The port; throws ModelLimit if the scenario has none of that id. */
export function uartOf(state: ModelState, id: string): Uart {
  const uart = state.uarts.get(id);
  if (uart === undefined) throw new ModelLimit(`no port ${id}`);
  return uart;
}

/** Replaces members of a port. */
export function put(turn: Turn, id: string, members: Partial<Uart>): Uart {
  const uart = Object.assign(copyOf(uartOf(turn.state, id)), members);
  putEntry(turn, 'uarts', id, uart);
  return uart;
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(uart: Uart): Uart {
  return {
    id: uart.id,
    chardev: uart.chardev,
    driven: uart.driven,
    lsr: uart.lsr,
    ier: uart.ier,
    fcr: uart.fcr,
    fifosUnsaid: uart.fifosUnsaid,
    lcr: uart.lcr,
    mcr: uart.mcr,
    scr: uart.scr,
    msr: uart.msr,
    divisor: uart.divisor,
    rbr: uart.rbr,
    received: uart.received,
    toSend: uart.toSend,
    refused: uart.refused,
    thrInterrupt: uart.thrInterrupt,
  };
}

/** How many bytes the port takes now. Source: "isa-serial" among the frontends used as witnesses. */
export function uartRoom(uart: Uart): number {
  if ((uart.fcr & 1) === 0) return (uart.lsr & data) === 0 ? 1 : 0;
  const trigger = [1, 4, 8, 14][uart.fcr >> 6] ?? 1;
  const count = uart.received.length;
  if (count >= fifoBytes) return 0;
  return count <= trigger ? trigger - count : 1;
}

/** Bytes arrive: what does not fit is lost, with its mark. Source: the frontends used as witnesses. */
export function receive(turn: Turn, id: string, bytes: ByteString): void {
  const uart = uartOf(turn.state, id);
  if ((uart.fcr & 1) === 0) {
    if (bytes === '') throw new ModelLimit('input of no bytes to a 16550 without FIFOs, which reads one all the same');
    const over = (uart.lsr & data) !== 0 ? overrun : 0;
    put(turn, id, { rbr: bytes.charCodeAt(0), lsr: uart.lsr | over | data });
    return;
  }
  const kept = bytes.slice(0, fifoBytes - uart.received.length);
  put(turn, id, {
    received: uart.received + kept,
    lsr: uart.lsr | data | (kept.length < bytes.length ? overrun : 0),
  });
}

/** A break on the line: a NUL with its mark. Source: RT-33. */
export function receiveBreak(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  const full = uart.received.length >= fifoBytes;
  put(turn, id, {
    rbr: 0,
    received: full ? uart.received : `${uart.received}\0`,
    lsr: uart.lsr | breakBit | data | (full ? overrun : 0),
  });
}
