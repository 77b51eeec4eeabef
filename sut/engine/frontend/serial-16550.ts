import type { WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import type { Backend, Chardev, ChardevEvent, Frontend } from '../chardev/chardev.ts';
import { acceptInput, attach, setHandlers } from '../chardev/frontend-handle.ts';
import { frontendWrite } from '../chardev/output.ts';
import { writeAgain } from '../chardev/write-result.ts';
import { type Attempt, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { fifoLength } from './fifo.ts';
import {
  createUart,
  hasFifos,
  hasStatus,
  hold,
  isLooped,
  lineStatus,
  loadShiftRegister,
  modemLines,
  readRegister,
  receive,
  receiveBreak,
  sendsData,
  setModemStatus,
  type Uart,
  writeRegister,
} from './uart-registers.ts';

const baudBase = 115_200;
/** After so many watches for one byte the byte is given up. Source: chardev page 3.2 (isa-serial). */
const retriesMax = 4;

/** A 16550 as its guest and its chardev see it. `read` and `write` are one register access each, 0..7. */
export type Serial16550 = {
  readonly frontend: Frontend;
  read(register: number): Task<number>;
  write(register: number, value: number): Task<void>;
};

/** Bytes that the receiver asks for: up to the trigger, then one by one. Source: chardev page 3.2. */
function roomOf(uart: Uart): number {
  if (!hasFifos(uart)) return hasStatus(uart, lineStatus.dataReady) ? 0 : 1;
  const { count } = uart.receiveFifo;
  if (count >= fifoLength) return 0;
  return count <= uart.trigger ? uart.trigger - count : 1;
}

/** The line as it can be asked and told things: not at all while its traffic is recorded or replayed. Source: RR-11. */
function line(chardev: Chardev | null): Backend | undefined {
  return chardev?.logged === null ? chardev.backend : undefined;
}

/**
 * A 16550 attached to `chardev`. One byte a write; on a full far end it waits for output, four times a byte.
 * Source: RT-30..RT-33, SWAP-S10, QEMU hw/char/serial.c.
 */
export function createSerial16550(machine: Machine, chardev: Chardev): Attempt<Serial16550> {
  const uart = createUart();
  let outputWatch: WatchId | null = null;
  let told = modemLines(uart);
  /** How many watches the byte in the shift register has waited for; 0: none under way. */
  let retries = 0;

  /** Waits for room at the far end; false when there is no waiting (any more) and the byte is given up. */
  const waitForRoom = (): boolean => {
    const backend = frontend.chardev?.backend;
    if (backend === undefined || retries >= retriesMax) return false;
    outputWatch = backend.watchOutput(machine.mainLoop, onRoom);
    if (outputWatch === null) return false;
    retries += 1;
    return true;
  };
  function* onRoom(): Task<void> {
    outputWatch = null;
    yield* transmit();
  }
  function* transmit(): Task<void> {
    do {
      if (retries === 0) loadShiftRegister(uart);
      if (isLooped(uart)) receive(uart, Uint8Array.of(uart.shifting));
      else {
        const count = yield* frontendWrite(machine, frontend, Uint8Array.of(uart.shifting));
        if ((count === 0 || count === writeAgain) && waitForRoom()) return;
      }
      retries = 0;
    } while (!hasStatus(uart, lineStatus.holdingEmpty));
    uart.lineStatus |= lineStatus.transmitterEmpty;
  }

  const frontend: Frontend = {
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => roomOf(uart),
    read: (bytes) => immediate(receive(uart, bytes)),
    event(event: ChardevEvent): Task<void> {
      return immediate(event === 'break' ? receiveBreak(uart) : undefined);
    },
    /** Handlers anew, and a byte that waits goes on waiting at the new far end. Source: SWAP-S10, SWAP-S16. */
    *changed(): Task<void> {
      const now = frontend.chardev;
      if (now === null) return;
      yield* setHandlers(frontend, true);
      told = { dtr: false, rts: false };
      yield* tellLine(3);
      lookAtModem(true);
      yield* tellLine(4);
      if (outputWatch === null) return;
      machine.mainLoop.removeWatch(outputWatch);
      outputWatch = now.backend.watchOutput(machine.mainLoop, onRoom);
    },
  };
  /** A far end that has modem lines is asked for them; with others they stay what they were. Source: SER-01. */
  const lookAtModem = (tell: boolean): void => {
    const lines = line(frontend.chardev)?.modemStatus?.();
    if (lines !== undefined) setModemStatus(uart, lines, tell);
  };
  /** The far end hears of the speed and of the modem lines. Source: SER-01, MISC-01. */
  const tellLine = function* (register: number): Task<void> {
    const backend = line(frontend.chardev);
    if (register <= 1 || register === 3) {
      if (uart.divisor > 0 && (register === 3 || !sendsData(uart))) backend?.setSpeed?.(baudBase / uart.divisor);
    }
    if (register !== 4 || isLooped(uart)) return;
    const lines = modemLines(uart);
    if (lines.dtr === told.dtr && lines.rts === told.rts) return;
    told = lines;
    yield* backend?.setModemLines?.(lines) ?? immediate(undefined);
  };
  const attached = attach(machine, chardev, frontend);
  if (!attached.ok) return attached;
  line(chardev)?.setSpeed?.(baudBase / uart.divisor);
  lookAtModem(false);
  machine.resets.push(() => {
    Object.assign(uart, createUart());
    lookAtModem(false);
    if (outputWatch !== null) machine.mainLoop.removeWatch(outputWatch);
    outputWatch = null;
    retries = 0;
  });

  return success({
    frontend,
    *read(register: number): Task<number> {
      if (register === 6) lookAtModem(true);
      const value = readRegister(uart, register);
      if (register === 0 && sendsData(uart)) yield* acceptInput(frontend);
      return value;
    },
    *write(register: number, value: number): Task<void> {
      if (register !== 0 || !sendsData(uart)) {
        writeRegister(uart, register, value);
        yield* tellLine(register);
        return;
      }
      hold(uart, value);
      if (retries === 0) yield* transmit();
    },
  });
}
