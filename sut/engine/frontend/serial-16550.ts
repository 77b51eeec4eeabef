import type { WatchId } from '../../runtime/main-loop.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { byteOf } from '../bytes.ts';
import type { Backend, Chardev, ChardevEvent, Frontend } from '../chardev/chardev.ts';
import { acceptInput, attach, setHandlers } from '../chardev/frontend-handle.ts';
import { frontendWrite } from '../chardev/output.ts';
import { writeAgain } from '../chardev/write-result.ts';
import { type Attempt, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
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

/** Whether a byte waits on where the new far end cannot tell when there is room. Source: RACE-S03. */
function waitsForEver(machine: Machine): boolean {
  return hasQuirk(machine, 'RACE-S03');
}

/** A 16550 as its guest and its chardev see it. `read` and `write` are one register access each, 0..7. */
export type Serial16550 = {
  readonly frontend: Frontend;
  read(register: number): Task<number>;
  write(register: number, value: number): Task<void>;
  /** Either of them (`value` null: a read), without a task where none is needed; a write gives 0. */
  access(register: number, value: number | null): MaybeTask;
  /** Whether nobody can tell that this register was read. */
  readsQuietly(register: number): boolean;
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

type State = {
  readonly machine: Machine;
  readonly uart: Uart;
  readonly frontend: Frontend;
  outputWatch: WatchId | null;
  told: { readonly dtr: boolean; readonly rts: boolean };
  /** A byte waits that no watch will ask for. */
  isLeft: boolean;
  /** What a change that is refused gives back. */
  before: { readonly told: State['told']; readonly modemStatus: number; readonly waited: boolean } | null;
  /** How many watches the byte in the shift register has waited for; 0: none under way. */
  retries: number;
};

/** Waits for room at the far end; false when there is no waiting (any more) and the byte is given up. */
function waitForRoom(state: State): boolean {
  const backend = state.frontend.chardev?.backend;
  if (backend === undefined || state.retries >= retriesMax) return false;
  state.outputWatch = backend.watchOutput(state.machine.mainLoop, () => onRoom(state));
  if (state.outputWatch === null) return false;
  state.retries += 1;
  return true;
}

function onRoom(state: State): Task<void> {
  state.outputWatch = null;
  return transmit(state, null) ?? immediate(undefined);
}

/** Sends what is held; null: that is done, or waits for room. `before`: what a byte that is under way has come to. */
function transmit(state: State, before: number | null): Task<void> | null {
  const { machine, uart, frontend } = state;
  let count = before;
  for (;;) {
    if (count === null && state.retries === 0) loadShiftRegister(uart);
    if (count === null && isLooped(uart)) receive(uart, byteOf(uart.shifting));
    else {
      const given = count ?? frontendWrite(machine, frontend, byteOf(uart.shifting));
      if (typeof given !== 'number') return transmitOn(state, given);
      if ((given === 0 || given === writeAgain) && waitForRoom(state)) return null;
    }
    count = null;
    state.retries = 0;
    if (hasStatus(uart, lineStatus.holdingEmpty)) break;
  }
  uart.lineStatus |= lineStatus.transmitterEmpty;
  return null;
}

function* transmitOn(state: State, given: Task<number>): Task<void> {
  const rest = transmit(state, yield* given);
  if (rest !== null) yield* rest;
}

/** Handlers anew, and a byte that waits goes on waiting at the new far end. Source: SWAP-S10, SWAP-S16. */
function* onChange(state: State): Task<boolean> {
  const { machine, frontend } = state;
  const now = frontend.chardev;
  if (now === null) return true;
  state.before = { told: state.told, modemStatus: state.uart.modemStatus, waited: state.outputWatch !== null };
  yield* setHandlers(frontend, true);
  state.told = { dtr: false, rts: false };
  yield* tellLine(state, 3) ?? immediate(undefined);
  lookAtModem(state, true);
  yield* tellLine(state, 4) ?? immediate(undefined);
  if (state.outputWatch === null) return true;
  machine.mainLoop.removeWatch(state.outputWatch);
  state.outputWatch = now.backend.watchOutput(machine.mainLoop, () => onRoom(state));
  state.isLeft = state.outputWatch === null && !waitsForEver(machine);
  return true;
}

/** A byte that waited does so at the backend that it waited at. Source: ENG-19, ENG-22. */
function onRestored(state: State): void {
  const { machine, uart, frontend, before } = state;
  if (before === null) return;
  const { told, modemStatus, waited } = before;
  state.told = told;
  uart.modemStatus = modemStatus;
  if (!waited) return;
  if (state.outputWatch !== null) machine.mainLoop.removeWatch(state.outputWatch);
  state.outputWatch = frontend.chardev?.backend.watchOutput(machine.mainLoop, () => onRoom(state)) ?? null;
  state.isLeft = false;
}

/** A byte that no watch asks for is tried again. Source: ENG-25. */
function onWoken(state: State): Task<void> {
  if (!state.isLeft) return immediate(undefined);
  state.isLeft = false;
  return transmit(state, null) ?? immediate(undefined);
}

/** A far end that has modem lines is asked for them; with others they stay what they were. Source: SER-01. */
function lookAtModem({ uart, frontend }: State, tell: boolean): void {
  const lines = line(frontend.chardev)?.modemStatus?.();
  if (lines !== undefined) setModemStatus(uart, lines, tell);
}

/** The far end hears of the speed and of the modem lines. Source: SER-01, MISC-01. */
function tellLine(state: State, register: number): Task<void> | null {
  const { uart, told } = state;
  const backend = line(state.frontend.chardev);
  if (register <= 1 || register === 3) {
    if (uart.divisor > 0 && (register === 3 || !sendsData(uart))) backend?.setSpeed?.(baudBase / uart.divisor);
  }
  if (register !== 4 || isLooped(uart)) return null;
  const lines = modemLines(uart);
  if (lines.dtr === told.dtr && lines.rts === told.rts) return null;
  state.told = lines;
  return backend?.setModemLines?.(lines) ?? null;
}

function read(state: State, register: number): MaybeTask {
  const { uart, frontend } = state;
  if (register === 6) lookAtModem(state, true);
  const value = readRegister(uart, register);
  const makesRoom = register === 0 && sendsData(uart) && !isLooped(uart); // loopback wants nothing from outside
  const backend = makesRoom ? frontend.chardev?.backend : undefined;
  const asks = backend?.sharing !== undefined || backend?.acceptInput !== undefined;
  return asks ? giving(acceptInput(frontend), value) : value;
}

function* reading(state: State, register: number): Task<number> {
  const given = read(state, register);
  return typeof given === 'number' ? given : yield* given;
}

function* writing(state: State, register: number, value: number): Task<void> {
  const given = write(state, register, value);
  if (typeof given !== 'number') yield* given;
}

function* giving(task: Task<void>, value: number): Task<number> {
  yield* task;
  return value;
}

function write(state: State, register: number, value: number): MaybeTask {
  const { uart } = state;
  if (register !== 0 || !sendsData(uart)) {
    writeRegister(uart, register, value);
    const telling = tellLine(state, register);
    return telling === null ? 0 : giving(telling, 0);
  }
  hold(uart, value);
  if (state.retries > 0) return 0;
  const sending = transmit(state, null);
  return sending === null ? 0 : giving(sending, 0);
}

/** Whether the FIFOs outlive it, with nothing in the interrupt register to show them. Source: Q-FOUND-8. */
function leavesFifosOn(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-8');
}

function reset(state: State): void {
  const { fifoControl, trigger } = state.uart;
  Object.assign(state.uart, createUart());
  if (leavesFifosOn(state.machine)) Object.assign(state.uart, { fifoControl, trigger });
  lookAtModem(state, false);
  if (state.outputWatch !== null) state.machine.mainLoop.removeWatch(state.outputWatch);
  state.outputWatch = null;
  state.retries = 0;
}

/**
 * A 16550 attached to `chardev`. One byte a write; on a full far end it waits for output, four times a byte.
 * Source: RT-30..RT-33, SWAP-S10, QEMU hw/char/serial.c.
 */
export function createSerial16550(machine: Machine, chardev: Chardev): Attempt<Serial16550> {
  const uart = createUart();
  const frontend: Frontend = {
    name: '16550',
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => roomOf(uart),
    read: (bytes) => immediate(receive(uart, bytes)),
    event(event: ChardevEvent): Task<void> {
      return immediate(event === 'break' ? receiveBreak(uart) : undefined);
    },
    changed: () => () => onChange(state),
    woken: () => onWoken(state),
    restored: () => onRestored(state),
  };
  const state: State = {
    machine,
    uart,
    frontend,
    outputWatch: null,
    told: modemLines(uart),
    retries: 0,
    isLeft: false,
    before: null,
  };
  const attached = attach(machine, chardev, frontend);
  if (!attached.ok) return attached;
  lookAtModem(state, false);
  machine.resets.push(() => reset(state));
  return success({
    frontend,
    read: (register) => reading(state, register),
    write: (register, value) => writing(state, register, value),
    access: (register, value) => (value === null ? read(state, register) : write(state, register, value)),
    readsQuietly: (register) => register === 5 && !hasStatus(uart, lineStatus.overrun | lineStatus.breakSeen),
  });
}
