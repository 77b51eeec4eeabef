import { chardevOf } from './chardev.ts';
import { portKey } from './frontend.ts';
import { acceptInput } from './kept-input.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { sendRun } from './output-run.ts';
import { hearLines, tellLines, tellSpeed } from './serial-line.ts';
import type { Turn } from './state.ts';
import { fifoBytes, lineStatus, put, type Uart, uartOf } from './uart.ts';
import { transmit } from './uart-sender.ts';

const { data, overrun, breakBit, thrEmpty, allSent } = lineStatus;

/** The driver's first use: 8n1, FIFOs on and empty with trigger 14, no interrupts. Source: RT-30. */
export function drive(turn: Turn, id: string): void {
  if (uartOf(turn.state, id).driven) return;
  put(turn, id, { driven: true });
  for (const [register, value] of [
    [3, 3],
    [2, 0xc7],
    [4, 3],
    [1, 0],
  ] as const)
    writeRegister(turn, id, register, value);
}

/**
 * Drives bytes out until the port is busy; how many it took. Between two bytes to a socket the system goes on: a write may
 * have ended the connection, and the next client be served. `between`: whether anything came of it.
 */
export function driveOut(turn: Turn, id: string, bytes: ByteString, between: () => boolean): number {
  let count = 0;
  let quiet = false;
  while (count < bytes.length) {
    if ((readRegister(turn, id, 5) & thrEmpty) === 0) break;
    const uart = uartOf(turn.state, id);
    if (uart.refused === null && uart.toSend === '' && (uart.mcr & 0x10) === 0 && (uart.lcr & 0x80) === 0) {
      const went = sendRun(turn, chardevOf(turn.state, uart.chardev), bytes.slice(count), quiet);
      count += went;
      if (went > 0) {
        put(turn, id, { thrInterrupt: true });
        continue;
      }
    }
    writeRegister(turn, id, 0, bytes.charCodeAt(count));
    count += 1;
    if (turn.state.stall !== null) break;
    quiet = !between();
  }
  return count;
}

/** Takes the bytes that have arrived, at most `max`. */
export function takeReceived(turn: Turn, id: string, max: number): ByteString {
  let bytes = '';
  while (bytes.length < max && (readRegister(turn, id, 5) & data) !== 0)
    bytes += String.fromCharCode(readRegister(turn, id, 0));
  return bytes;
}

function identify(uart: Uart): number {
  const fifo = (uart.fcr & 1) !== 0 && !uart.fifosUnsaid ? 0xc0 : 0;
  if ((uart.ier & 4) !== 0 && (uart.lsr & 0x1e) !== 0) return fifo | 6;
  if ((uart.ier & 1) !== 0) throw new ModelLimit('receive interrupts depend on the character time-out');
  if ((uart.ier & 2) !== 0 && uart.thrInterrupt) return fifo | 2;
  if ((uart.ier & 8) !== 0 && (uart.msr & 0x0f) !== 0) return fifo; // a line of the modem has changed
  return fifo | 1;
}

function takeData(turn: Turn, uart: Uart): number {
  const { id } = uart;
  if ((uart.fcr & 1) === 0 || uart.received === '') {
    put(turn, id, { lsr: uart.lsr & ~(data | breakBit) });
    return (uart.fcr & 1) === 0 ? uart.rbr : 0;
  }
  const received = uart.received.slice(1);
  put(turn, id, { received, lsr: received === '' ? uart.lsr & ~(data | breakBit) : uart.lsr });
  return uart.received.charCodeAt(0);
}

/** One read of a register 0..7, with its side effects. Source: RT-30, RT-33. */
export function readRegister(turn: Turn, id: string, register: number): number {
  const uart = uartOf(turn.state, id);
  switch (register) {
    case 0: {
      if ((uart.lcr & 0x80) !== 0) return uart.divisor & 0xff;
      const value = takeData(turn, uart);
      if ((uart.mcr & 0x10) === 0) acceptInput(turn, portKey(id)); // every read of RBR, but in loopback
      return value;
    }
    case 1:
      return (uart.lcr & 0x80) !== 0 ? uart.divisor >> 8 : uart.ier;
    case 2: {
      const iir = identify(uart);
      if ((iir & 0x0f) === 2) put(turn, id, { thrInterrupt: false });
      return iir;
    }
    case 3:
      return uart.lcr;
    case 4:
      return uart.mcr;
    case 5:
      if ((uart.lsr & (breakBit | overrun)) !== 0) put(turn, id, { lsr: uart.lsr & ~(breakBit | overrun) });
      return uart.lsr;
    case 6:
      if ((uart.mcr & 0x10) === 0) {
        hearLines(turn, id);
        const { msr } = uartOf(turn.state, id);
        put(turn, id, { msr: msr & 0xf0 });
        return msr;
      }
      return ((uart.mcr & 0x0c) << 4) | ((uart.mcr & 2) << 3) | ((uart.mcr & 1) << 5);
    case 7:
      return uart.scr;
    default:
      throw new ModelLimit(`register ${register}`);
  }
}

/** One write of a register 0..7. Source: RT-30..32. */
export function writeRegister(turn: Turn, id: string, register: number, value: number): void {
  const uart = uartOf(turn.state, id);
  switch (register) {
    case 0:
      if ((uart.lcr & 0x80) !== 0) setSpeed(turn, uart, { divisor: (uart.divisor & 0xff00) | value });
      else writeData(turn, uart, String.fromCharCode(value));
      return;
    case 1:
      if ((uart.lcr & 0x80) !== 0) setSpeed(turn, uart, { divisor: (uart.divisor & 0xff) | (value << 8) });
      else enableInterrupts(turn, uart, value & 0x0f);
      return;
    case 2:
      writeFifoControl(turn, uart, value);
      return;
    case 3:
      setSpeed(turn, uart, { lcr: value });
      return;
    case 4:
      put(turn, id, { mcr: value & 0x1f });
      if (uart.mcr !== (value & 0x1f)) hearLines(turn, id);
      if (uart.mcr !== (value & 0x1f) && (value & 0x10) === 0) tellLines(turn, uart.chardev, value);
      return;
    case 7:
      put(turn, id, { scr: value });
      return;
    default:
  }
}

/** The transmitter's interrupt is due again where it is switched on with nothing left to send. Source: UART-01, experiment. */
function enableInterrupts(turn: Turn, uart: Uart, ier: number): void {
  const switched = ((ier ^ uart.ier) & 2) !== 0;
  const due = (ier & 2) !== 0 && (uart.lsr & thrEmpty) !== 0;
  put(turn, uart.id, { ier, thrInterrupt: switched ? due : uart.thrInterrupt });
}

function setSpeed(turn: Turn, { id }: Uart, members: Partial<Uart>): void {
  const { chardev, divisor } = put(turn, id, members);
  tellSpeed(turn, chardev, divisor);
}

function writeData(turn: Turn, uart: Uart, byte: ByteString): void {
  const fifo = (uart.fcr & 1) !== 0;
  const queued = fifo && uart.toSend.length >= fifoBytes ? uart.toSend.slice(1) : uart.toSend;
  const toSend = fifo ? queued + byte : byte;
  put(turn, uart.id, { toSend, lsr: uart.lsr & ~(thrEmpty | allSent), thrInterrupt: false });
  if (uart.refused === null) transmit(turn, uart.id);
}

function writeFifoControl(turn: Turn, uart: Uart, value: number): void {
  const flipped = ((value ^ uart.fcr) & 1) !== 0;
  const clearInput = flipped || (value & 2) !== 0;
  const clearOutput = flipped || (value & 4) !== 0;
  put(turn, uart.id, {
    fcr: value & 0xc9,
    fifosUnsaid: false,
    ...(clearInput ? { received: '', lsr: uart.lsr & ~(data | breakBit) } : {}),
  });
  if (clearOutput) {
    const now = uartOf(turn.state, uart.id);
    put(turn, uart.id, { toSend: '', lsr: now.lsr | thrEmpty, thrInterrupt: true });
  }
}
