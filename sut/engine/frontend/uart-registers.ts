import { createFifo, type Fifo } from './fifo.ts';

/** Line status bits. */
export const lineStatus: {
  readonly dataReady: 0x01;
  readonly overrun: 0x02;
  readonly breakSeen: 0x10;
  readonly holdingEmpty: 0x20;
  readonly transmitterEmpty: 0x40;
} = { dataReady: 0x01, overrun: 0x02, breakSeen: 0x10, holdingEmpty: 0x20, transmitterEmpty: 0x40 };

const fifoEnable = 0x01;
const resetReceive = 0x02;
const resetTransmit = 0x04;
const divisorLatch = 0x80;
const loopback = 0x10;
const receiveInterrupt = 0x01;
const transmitInterrupt = 0x02;
const lineInterrupt = 0x04;
const modemInterrupt = 0x08;
/** The lines themselves; the bits below say which of them have changed since the last read. */
const modemNow = 0xf0;
/** What IIR says; without an interrupt bit 0 is set. */
const noInterrupt = 0x01;
const transmitCause = 0x02;
const receiveCause = 0x04;
const lineCause = 0x06;
const fifosOn = 0xc0;
const lineErrors = 0x1e;
const triggers: readonly number[] = [1, 4, 8, 14];

/** The registers and FIFOs of a 16550, without its far end. Source: QEMU hw/char/serial.c. */
export type Uart = {
  divisor: number;
  received: number;
  holding: number;
  shifting: number;
  interruptEnable: number;
  interruptCause: number;
  fifoControl: number;
  lineControl: number;
  lineStatus: number;
  modemControl: number;
  modemStatus: number;
  scratch: number;
  trigger: number;
  /** The transmitter-empty interrupt is due and was not read yet. */
  transmitPending: boolean;
  readonly receiveFifo: Fifo;
  readonly transmitFifo: Fifo;
};

/** As after a reset. Source: RT-30. */
export function createUart(): Uart {
  return {
    divisor: 12,
    received: 0,
    holding: 0,
    shifting: 0,
    interruptEnable: 0,
    interruptCause: noInterrupt,
    fifoControl: 0,
    lineControl: 0,
    lineStatus: lineStatus.holdingEmpty | lineStatus.transmitterEmpty,
    modemControl: 0x08,
    modemStatus: 0xb0,
    scratch: 0,
    trigger: 1,
    transmitPending: false,
    receiveFifo: createFifo(),
    transmitFifo: createFifo(),
  };
}

/** Whether FCR has switched the FIFOs on. */
export function hasFifos(uart: Uart): boolean {
  return (uart.fifoControl & fifoEnable) !== 0;
}

/** Whether what is sent comes straight back (MCR bit 4). */
export function isLooped(uart: Uart): boolean {
  return (uart.modemControl & loopback) !== 0;
}

/** What MCR has raised. */
export function modemLines(uart: Uart): { readonly dtr: boolean; readonly rts: boolean } {
  return { dtr: (uart.modemControl & 1) !== 0, rts: (uart.modemControl & 2) !== 0 };
}

/** Whether any of these line status bits is set. */
export function hasStatus(uart: Uart, bits: number): boolean {
  return (uart.lineStatus & bits) !== 0;
}

/** Finds out why there would be an interrupt, the most urgent cause first. */
export function updateInterrupt(uart: Uart): void {
  const { interruptEnable: enabled } = uart;
  const enough = !hasFifos(uart) || uart.receiveFifo.count >= uart.trigger;
  let cause = noInterrupt;
  if ((enabled & lineInterrupt) !== 0 && hasStatus(uart, lineErrors)) cause = lineCause;
  else if ((enabled & receiveInterrupt) !== 0 && hasStatus(uart, lineStatus.dataReady) && enough) cause = receiveCause;
  else if ((enabled & transmitInterrupt) !== 0 && uart.transmitPending) cause = transmitCause;
  else if ((enabled & modemInterrupt) !== 0 && (uart.modemStatus & 0x0f) !== 0) cause = 0;
  uart.interruptCause = cause | (uart.interruptCause & 0xf0);
}

/**
 * Bytes arrive; what has no room is lost (or overwrites, without FIFOs) and is noted. None at all, as a replay log may bring
 * them, are an arrival, too. Source: chardev page 3.2, hw/char/serial.c (serial_receive1), experiment.
 */
export function receive(uart: Uart, bytes: Uint8Array): void {
  if (hasFifos(uart)) {
    for (const byte of bytes) if (!uart.receiveFifo.push(byte)) uart.lineStatus |= lineStatus.overrun;
  } else {
    // a chunk, as a replay log may bring one, is one arrival: its first byte
    if (hasStatus(uart, lineStatus.dataReady)) uart.lineStatus |= lineStatus.overrun;
    uart.received = bytes[0] ?? 0;
  }
  uart.lineStatus |= lineStatus.dataReady;
  updateInterrupt(uart);
}

/** A break: a NUL with LSR bit 4. Source: RT-33. */
export function receiveBreak(uart: Uart): void {
  uart.received = 0;
  if (hasFifos(uart) && !uart.receiveFifo.push(0)) uart.lineStatus |= lineStatus.overrun;
  uart.lineStatus |= lineStatus.breakSeen | lineStatus.dataReady;
  updateInterrupt(uart);
}

/** Moves the next byte to the shift register. */
export function loadShiftRegister(uart: Uart): void {
  if (hasFifos(uart)) {
    uart.shifting = uart.transmitFifo.pop();
    if (uart.transmitFifo.count === 0) uart.lineStatus |= lineStatus.holdingEmpty;
  } else {
    uart.shifting = uart.holding;
    uart.lineStatus |= lineStatus.holdingEmpty;
  }
  if (!hasStatus(uart, lineStatus.holdingEmpty) || uart.transmitPending) return;
  uart.transmitPending = true;
  updateInterrupt(uart);
}

/** The guest writes THR; in a full FIFO the oldest byte goes. */
export function hold(uart: Uart, value: number): void {
  uart.holding = value;
  if (hasFifos(uart) && !uart.transmitFifo.push(value)) {
    uart.transmitFifo.pop();
    uart.transmitFifo.push(value);
  }
  uart.transmitPending = false;
  uart.lineStatus &= ~(lineStatus.holdingEmpty | lineStatus.transmitterEmpty);
  updateInterrupt(uart);
}

function isLatched(uart: Uart): boolean {
  return (uart.lineControl & divisorLatch) !== 0;
}

/** Whether a write to register 0 is a byte to send, not half of the divisor. */
export function sendsData(uart: Uart): boolean {
  return !isLatched(uart);
}

function readData(uart: Uart): number {
  const byte = hasFifos(uart) ? uart.receiveFifo.pop() : uart.received;
  if (!hasFifos(uart) || uart.receiveFifo.count === 0) {
    uart.lineStatus &= ~(lineStatus.dataReady | lineStatus.breakSeen);
  }
  updateInterrupt(uart);
  return byte;
}

function readInterruptCause(uart: Uart): number {
  const cause = uart.interruptCause;
  if ((cause & 0x0f) === transmitCause) {
    uart.transmitPending = false;
    updateInterrupt(uart);
  }
  return cause;
}

function readLineStatus(uart: Uart): number {
  const status = uart.lineStatus;
  uart.lineStatus &= ~(lineStatus.breakSeen | lineStatus.overrun);
  if (status !== uart.lineStatus) updateInterrupt(uart);
  return status;
}

/** The modem's lines as the far end has them now; `told`: the guest hears of what has changed. Source: SER-01. */
export function setModemStatus(uart: Uart, lines: number, told: boolean): void {
  const before = uart.modemStatus;
  const now = lines & modemNow;
  const changed = told ? ((now ^ before) & modemNow) >> 4 : 0;
  uart.modemStatus = now | (before & ~modemNow & 0xff) | changed;
  if (changed !== 0) updateInterrupt(uart);
}

/** In loopback the modem's outputs come back as its inputs. */
function readModemStatus(uart: Uart): number {
  const control = uart.modemControl;
  if (!isLooped(uart)) {
    const status = uart.modemStatus;
    uart.modemStatus &= modemNow;
    if (status !== uart.modemStatus) updateInterrupt(uart);
    return status;
  }
  return ((control & 0x0c) << 4) | ((control & 0x02) << 3) | ((control & 0x01) << 5);
}

/** One read of a register, 0..7. */
export function readRegister(uart: Uart, register: number): number {
  switch (register) {
    case 0:
      return isLatched(uart) ? uart.divisor & 0xff : readData(uart);
    case 1:
      return isLatched(uart) ? uart.divisor >> 8 : uart.interruptEnable;
    case 2:
      return readInterruptCause(uart);
    case 3:
      return uart.lineControl;
    case 4:
      return uart.modemControl;
    case 5:
      return readLineStatus(uart);
    case 6:
      return readModemStatus(uart);
    default:
      return uart.scratch;
  }
}

function writeInterruptEnable(uart: Uart, value: number): void {
  const turnedOn = value & ~uart.interruptEnable & transmitInterrupt;
  uart.interruptEnable = value & 0x0f;
  if (turnedOn !== 0 && hasStatus(uart, lineStatus.holdingEmpty)) uart.transmitPending = true;
  updateInterrupt(uart);
}

function writeFifoControl(uart: Uart, written: number): void {
  const switched = ((written ^ uart.fifoControl) & fifoEnable) !== 0;
  const value = switched ? written | resetReceive | resetTransmit : written;
  if ((value & resetReceive) !== 0) {
    uart.lineStatus &= ~(lineStatus.dataReady | lineStatus.breakSeen);
    uart.receiveFifo.reset();
  }
  if ((value & resetTransmit) !== 0) {
    uart.lineStatus |= lineStatus.holdingEmpty;
    uart.transmitPending = true;
    uart.transmitFifo.reset();
  }
  uart.fifoControl = value & 0xc9;
  uart.trigger = triggers[(value >> 6) & 3] ?? 1;
  uart.interruptCause = (uart.interruptCause & 0x0f) | (hasFifos(uart) ? fifosOn : 0);
  updateInterrupt(uart);
}

/** One write to a register, 0..7, but for a byte to send (see `sendsData`). Status registers ignore it. */
export function writeRegister(uart: Uart, register: number, value: number): void {
  if (register === 0) uart.divisor = (uart.divisor & 0xff00) | value;
  else if (register === 1 && isLatched(uart)) uart.divisor = (uart.divisor & 0xff) | (value << 8);
  else if (register === 1) writeInterruptEnable(uart, value);
  else if (register === 2) writeFifoControl(uart, value);
  else if (register === 3) uart.lineControl = value;
  else if (register === 4) uart.modemControl = value & 0x1f;
  else if (register === 7) uart.scratch = value;
}
