import { type Chardev, changeChardev } from './chardev.ts';
import { descriptionOf, objectOf } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { takeFault } from './fault.ts';
import { isReadable, readNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { logByte, offersWatch, type Sent, sendByte, watchFires } from './output.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { withEntry } from './table.ts';

/** A 16550 as QEMU has it. Registers as numbers; `lsr` bits: 0 data, 1 overrun, 4 break, 5 THR empty, 6 all sent. */
export type Uart = {
  readonly id: string;
  readonly chardev: string;
  /** The driver has set it up: done at its first guest-write or guest-read. */
  readonly driven: boolean;
  readonly lsr: number;
  readonly ier: number;
  readonly fcr: number;
  readonly lcr: number;
  readonly mcr: number;
  readonly scr: number;
  readonly divisor: number;
  readonly rbr: number;
  readonly received: ByteString;
  readonly toSend: ByteString;
  /** The byte in the shift register that the backend has refused so far, and how often. */
  readonly refused: { readonly byte: ByteString; readonly tries: number; readonly watching: boolean } | null;
  readonly thrInterrupt: boolean;
};

/** Bytes of each FIFO. */
export const fifoBytes = 16;
const triesMax = 4;
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
    lcr: 0,
    mcr: 8,
    scr: 0,
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
  const uart = { ...uartOf(turn.state, id), ...members };
  change(turn, { uarts: withEntry(turn.state.uarts, id, uart) });
  return uart;
}

/** The chardev that a port uses. */
export function backendOf(state: ModelState, uart: Uart): Chardev {
  const chardev = state.chardevs.get(uart.chardev);
  if (chardev === undefined) throw new Error(`port ${uart.id} without its chardev`);
  return chardev;
}

/** How many bytes the port takes now. Source: "isa-serial" among the frontends used as witnesses. */
export function room(uart: Uart): number {
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

/** Whether the port's backend has input, or its end, that can be delivered now. */
export function hasInput(state: ModelState, uart: Uart): boolean {
  const chardev = backendOf(state, uart);
  const number = chardev.inputEnded || chardev.input === null ? null : descriptionAt(state, chardev.input);
  if (number === null || room(uart) === 0 || !isReadable(state, number)) return false;
  const trial: Turn = { state };
  const got = readNow(trial, number, 1);
  const thing = objectOf(state, descriptionOf(state, number).object);
  if (!got.ok && got.errno === 'EAGAIN' && thing.kind === 'socket')
    throw new ModelLimit('input from a shut datagram socket');
  return got.ok || trial.state !== state;
}

/** One dispatch of input: at most the room as it was asked for before. Source: CHR-81, FILE-04, PIPE-04. */
export function deliverInput(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  const chardev = backendOf(turn.state, uart);
  const number = chardev.input === null ? null : descriptionAt(turn.state, chardev.input);
  if (number === null) return;
  const name = objectOf(turn.state, descriptionOf(turn.state, number).object).name;
  const fault = chardev.type === 'socket' ? null : takeFault(turn, 'read', name);
  if (fault !== null && 'errno' in fault) return;
  const max = Math.min(4096, room(uart), fault === null ? 4096 : Math.max(1, fault.short));
  const got = readNow(turn, number, max);
  if (!got.ok) return;
  if (got.value.bytes === '') changeChardev(turn, chardev.label, { inputEnded: true });
  else receive(turn, id, got.value.bytes);
}

/** Goes on after the byte in the shift register was answered. */
function answered(turn: Turn, id: string, byte: ByteString, sent: Sent): void {
  if ('stuck' in sent) {
    const napped = sent.stuck === 'log' && sent.napping ? turn.state.nowNs : null;
    change(turn, {
      stall:
        sent.stuck === 'output'
          ? { kind: 'output', port: id, byte }
          : { kind: 'log', port: id, byte, triedNs: napped, taken: sent.taken },
    });
    return;
  }
  const uart = uartOf(turn.state, id);
  const tries = uart.refused?.tries ?? 0;
  if (sent.taken === 'again' && tries < triesMax && offersWatch(backendOf(turn.state, uart))) {
    put(turn, id, { refused: { byte, tries: tries + 1, watching: true } });
    return;
  }
  put(turn, id, { refused: null });
  transmit(turn, id);
}

/** Sends what waits in the FIFO, until it is empty or the backend refuses. Source: RT-32, SWAP-S16. */
export function transmit(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  if (uart.toSend === '') {
    put(turn, id, { lsr: uart.lsr | thrEmpty | allSent });
    return;
  }
  const byte = uart.toSend.slice(0, 1);
  const rest = uart.toSend.slice(1);
  put(turn, id, {
    toSend: rest,
    lsr: rest === '' ? uart.lsr | thrEmpty : uart.lsr,
    thrInterrupt: rest === '' ? true : uart.thrInterrupt,
  });
  shiftOut(turn, id, byte);
}

function shiftOut(turn: Turn, id: string, byte: ByteString): void {
  const uart = uartOf(turn.state, id);
  if ((uart.mcr & 0x10) !== 0) {
    receive(turn, id, byte);
    put(turn, id, { refused: null });
    transmit(turn, id);
    return;
  }
  answered(turn, id, byte, sendByte(turn, backendOf(turn.state, uart), byte));
}

/** Whether the refused byte's watch fires now. */
export function isWatchReady(turn: Turn, uart: Uart): boolean {
  return uart.refused?.watching === true && watchFires(turn, backendOf(turn.state, uart)) === true;
}

/** The watch fired: the refused byte is tried again. */
export function retryRefused(turn: Turn, id: string): void {
  const { refused } = uartOf(turn.state, id);
  if (refused === null) return;
  put(turn, id, { refused: { ...refused, watching: false } });
  shiftOut(turn, id, refused.byte);
}

/** The main loop got out of write(2) to the backend: the byte is written now. */
export function finishOutput(turn: Turn, id: string, byte: ByteString): void {
  change(turn, { stall: null });
  answered(turn, id, byte, sendByte(turn, backendOf(turn.state, uartOf(turn.state, id)), byte));
}

/** The same for the log. */
export function finishLog(turn: Turn, id: string, byte: ByteString, taken: 'all' | 'again' | 'failed'): void {
  change(turn, { stall: null });
  answered(turn, id, byte, logByte(turn, backendOf(turn.state, uartOf(turn.state, id)), byte, taken));
}

/** The port moved to another backend: a pending watch moves too, or is lost. Source: SWAP-S10, SWAP-S16. */
export function rewatch(turn: Turn, id: string): void {
  const uart = uartOf(turn.state, id);
  if (uart.refused?.watching)
    put(turn, id, { refused: { ...uart.refused, watching: offersWatch(backendOf(turn.state, uart)) } });
}
