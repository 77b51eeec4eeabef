import type { WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import {
  attach,
  type Chardev,
  type ChardevEvent,
  type Frontend,
  frontendWrite,
  listen,
  writeAgain,
} from '../chardev/chardev.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { createFifo, fifoLength } from './fifo.ts';

/** Line status bits. */
const dataReady = 0x01;
const overrun = 0x02;
const breakSeen = 0x10;
const holdingEmpty = 0x20;
const transmitterEmpty = 0x40;
/** Bits of the other registers. */
const fifoEnable = 0x01;
const resetReceive = 0x02;
const resetTransmit = 0x04;
const divisorLatch = 0x80;
const loopback = 0x10;
const receiveInterrupt = 0x01;
const transmitInterrupt = 0x02;
const lineInterrupt = 0x04;
const modemInterrupt = 0x08;
/** What IIR says; without an interrupt bit 0 is set. */
const noInterrupt = 0x01;
const transmitCause = 0x02;
const receiveCause = 0x04;
const lineCause = 0x06;
const fifosOn = 0xc0;

/** After so many watches for one byte the byte is given up. Source: MAX_XMIT_RETRY. */
const retriesMax = 4;
const triggers: readonly number[] = [1, 4, 8, 14];

/** A 16550 as its guest and its chardev see it. `read` and `write` are one register access each, 0..7. */
export type Serial16550 = {
  readonly frontend: Frontend;
  read(register: number): Task<number>;
  write(register: number, value: number): Task<void>;
};

type Registers = {
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
  /** How many watches the byte in the shift register has waited for; 0: none under way. */
  retries: number;
};

function afterReset(): Registers {
  return {
    divisor: 12,
    received: 0,
    holding: 0,
    shifting: 0,
    interruptEnable: 0,
    interruptCause: noInterrupt,
    fifoControl: 0,
    lineControl: 0,
    lineStatus: holdingEmpty | transmitterEmpty,
    modemControl: 0x08,
    modemStatus: 0xb0,
    scratch: 0,
    trigger: 1,
    transmitPending: false,
    retries: 0,
  };
}

/** Modem status in loopback: the outputs come back as inputs. */
function loopedModemStatus(control: number): number {
  return ((control & 0x0c) << 4) | ((control & 0x02) << 3) | ((control & 0x01) << 5);
}

/**
 * A 16550 attached to `chardev` (null: nobody at the far end). One byte a write; on a full far end it waits for output,
 * four times a byte. Source: RT-30..RT-33, chardev page 3.2 (isa-serial), QEMU hw/char/serial.c.
 */
export function createSerial16550(machine: Machine, chardev: Chardev | null): Serial16550 {
  const registers = afterReset();
  const receiveFifo = createFifo();
  const transmitFifo = createFifo();
  let outputWatch: WatchId | null = null;

  const hasFifos = (): boolean => (registers.fifoControl & fifoEnable) !== 0;
  const raised = (bits: number): boolean => (registers.lineStatus & bits) !== 0;
  const set = (bits: number): void => {
    registers.lineStatus |= bits;
  };
  const clear = (bits: number): void => {
    registers.lineStatus &= ~bits;
  };

  const updateInterrupt = (): void => {
    const { interruptEnable: enabled } = registers;
    let cause = noInterrupt;
    if ((enabled & lineInterrupt) !== 0 && raised(0x1e)) cause = lineCause;
    else if ((enabled & receiveInterrupt) !== 0 && raised(dataReady) && enoughReceived()) cause = receiveCause;
    else if ((enabled & transmitInterrupt) !== 0 && registers.transmitPending) cause = transmitCause;
    else if ((enabled & modemInterrupt) !== 0 && (registers.modemStatus & 0x0f) !== 0) cause = 0;
    registers.interruptCause = cause | (registers.interruptCause & 0xf0);
  };
  const enoughReceived = (): boolean => !hasFifos() || receiveFifo.count >= registers.trigger;

  const receive = (bytes: Uint8Array): void => {
    for (const byte of bytes) {
      if (hasFifos()) {
        if (!receiveFifo.push(byte)) set(overrun);
      } else {
        if (raised(dataReady)) set(overrun);
        registers.received = byte;
      }
      set(dataReady);
    }
    updateInterrupt();
  };

  const receiveBreak = (): void => {
    registers.received = 0;
    if (hasFifos() && !receiveFifo.push(0)) set(overrun);
    set(breakSeen | dataReady);
    updateInterrupt();
  };

  /** Moves the next byte to the shift register. */
  const loadShiftRegister = (): void => {
    if (hasFifos()) {
      registers.shifting = transmitFifo.pop();
      if (transmitFifo.count === 0) set(holdingEmpty);
    } else {
      registers.shifting = registers.holding;
      set(holdingEmpty);
    }
    if (raised(holdingEmpty) && !registers.transmitPending) {
      registers.transmitPending = true;
      updateInterrupt();
    }
  };
  /** Waits for room at the far end; false when there is no waiting (any more) and the byte is given up. */
  const waitForRoom = (): boolean => {
    const backend = frontend.chardev?.backend;
    if (backend === undefined || registers.retries >= retriesMax) return false;
    outputWatch = backend.watchOutput(machine.mainLoop, onRoom);
    if (outputWatch === null) return false;
    registers.retries += 1;
    return true;
  };
  function* onRoom(): Task<void> {
    outputWatch = null;
    yield* transmit();
  }
  function* transmit(): Task<void> {
    do {
      if (registers.retries === 0) loadShiftRegister();
      if ((registers.modemControl & loopback) !== 0) receive(Uint8Array.of(registers.shifting));
      else {
        const count = yield* frontendWrite(machine, frontend, Uint8Array.of(registers.shifting));
        if ((count === 0 || count === writeAgain) && waitForRoom()) return;
      }
      registers.retries = 0;
    } while (!raised(holdingEmpty));
    set(transmitterEmpty);
  }

  const frontend: Frontend = {
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    canRead(): number {
      if (!hasFifos()) return raised(dataReady) ? 0 : 1;
      if (receiveFifo.count >= fifoLength) return 0;
      return receiveFifo.count <= registers.trigger ? registers.trigger - receiveFifo.count : 1;
    },
    read(bytes: Uint8Array): Task<void> {
      receive(bytes);
      return immediate(undefined);
    },
    event(event: ChardevEvent): Task<void> {
      if (event === 'break') receiveBreak();
      return immediate(undefined);
    },
    *changed(): Task<void> {
      const now = frontend.chardev;
      if (now === null) return;
      yield* listen(now, frontend, true);
      if (outputWatch === null) return;
      machine.mainLoop.removeWatch(outputWatch);
      outputWatch = now.backend.watchOutput(machine.mainLoop, onRoom);
    },
  };
  if (chardev !== null) attach(chardev, frontend);

  const readData = (): number => {
    let byte = registers.received;
    if (hasFifos()) {
      byte = receiveFifo.pop();
      if (receiveFifo.count === 0) clear(dataReady | breakSeen);
    } else clear(dataReady | breakSeen);
    updateInterrupt();
    return byte;
  };
  function* writeData(value: number): Task<void> {
    registers.holding = value;
    if (hasFifos()) {
      if (transmitFifo.count >= fifoLength) transmitFifo.pop();
      transmitFifo.push(value);
    }
    registers.transmitPending = false;
    clear(holdingEmpty | transmitterEmpty);
    updateInterrupt();
    if (registers.retries === 0) yield* transmit();
  }
  const writeFifoControl = (written: number): void => {
    const switched = ((written ^ registers.fifoControl) & fifoEnable) !== 0;
    const value = switched ? written | resetReceive | resetTransmit : written;
    if ((value & resetReceive) !== 0) {
      clear(dataReady | breakSeen);
      receiveFifo.reset();
    }
    if ((value & resetTransmit) !== 0) {
      set(holdingEmpty);
      registers.transmitPending = true;
      transmitFifo.reset();
    }
    registers.fifoControl = value & 0xc9;
    registers.trigger = triggers[(value >> 6) & 3] ?? 1;
    registers.interruptCause = (registers.interruptCause & 0x0f) | (hasFifos() ? fifosOn : 0);
    updateInterrupt();
  };
  const writeInterruptEnable = (value: number): void => {
    const turnedOn = value & ~registers.interruptEnable & transmitInterrupt;
    registers.interruptEnable = value & 0x0f;
    if (turnedOn !== 0 && raised(holdingEmpty)) registers.transmitPending = true;
    updateInterrupt();
  };
  const readInterruptCause = (): number => {
    const cause = registers.interruptCause;
    if ((cause & 0x0f) === transmitCause) {
      registers.transmitPending = false;
      updateInterrupt();
    }
    return cause;
  };
  const readLineStatus = (): number => {
    const status = registers.lineStatus;
    if (raised(breakSeen | overrun)) {
      clear(breakSeen | overrun);
      updateInterrupt();
    }
    return status;
  };
  const latched = (): boolean => (registers.lineControl & divisorLatch) !== 0;

  const readRegister = (register: number): number => {
    switch (register) {
      case 0:
        return latched() ? registers.divisor & 0xff : readData();
      case 1:
        return latched() ? registers.divisor >> 8 : registers.interruptEnable;
      case 2:
        return readInterruptCause();
      case 3:
        return registers.lineControl;
      case 4:
        return registers.modemControl;
      case 5:
        return readLineStatus();
      case 6:
        return (registers.modemControl & loopback) !== 0
          ? loopedModemStatus(registers.modemControl)
          : registers.modemStatus;
      default:
        return registers.scratch;
    }
  };

  return {
    frontend,
    read: (register) => immediate(readRegister(register & 7)),
    *write(register: number, value: number): Task<void> {
      switch (register & 7) {
        case 0:
          if (latched()) registers.divisor = (registers.divisor & 0xff00) | value;
          else yield* writeData(value);
          return;
        case 1:
          if (latched()) registers.divisor = (registers.divisor & 0xff) | (value << 8);
          else writeInterruptEnable(value);
          return;
        case 2:
          writeFifoControl(value);
          return;
        case 3:
          registers.lineControl = value;
          return;
        case 4:
          registers.modemControl = value & 0x1f;
          return;
        case 7:
          registers.scratch = value;
          return;
        default:
          return;
      }
    },
  };
}
