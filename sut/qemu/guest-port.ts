import type { GuestAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { lineStatusBit, type UartPort, uartRegister } from '../guest-driver/port.ts';
import { initialisePort, receiveAll, sendBytes } from '../guest-driver/serial-driver.ts';
import { serialPorts } from './command-line.ts';
import type { Libc } from './libc.ts';
import { NoAnswer, qtestBatch, qtestCommand } from './qtest.ts';
import type { RunningSystem } from './running-system.ts';
import { serialWindow } from './virtio-guest.ts';

/** COM1 to COM4. Source: RT-5. */
const bases = [0x3f8, 0x2f8, 0x3e8, 0x2e8] as const;

function addressed(command: 'inb' | 'outb', base: number, register: number): string {
  return `${command} 0x${(base + register).toString(16)}`;
}

/** Where a port's registers are; undefined: the launch has no such port. */
function baseOf(system: RunningSystem, port: string): number | undefined {
  const index = serialPorts(system.options).findIndex(({ id }) => id === port);
  return index < 0 ? (serialWindow(system.guest, port) ?? undefined) : bases[index];
}

/** The register's value in an answer of `inb`. */
function registerValue(answer: string): number {
  return Number.parseInt(answer.slice(3), 16) & 0xff;
}

function uartAt(libc: Libc, system: RunningSystem, base: number, patienceMs: number): UartPort {
  const ask = (command: string): string => {
    const answer = qtestCommand(libc, system.qtest, command, patienceMs);
    if (typeof answer === 'string') throw new NoAnswer(answer);
    return answer.answer;
  };
  return {
    in: (register) => registerValue(ask(addressed('inb', base, register))),
    out: (register, value) => void ask(`${addressed('outb', base, register)} 0x${value.toString(16)}`),
  };
}

/** One more than a port's FIFO holds: the last look finds it empty. */
const readsMax = 17;

/** Takes what the port holds at one instant, setting it up before if that is still to do: all in one batch. */
function receiveAtOnce(libc: Libc, system: RunningSystem, base: number, initialise: boolean, ms: number): string {
  const commands: string[] = [];
  if (initialise) {
    initialisePort({
      in: () => 0,
      out: (register, value) => commands.push(`${addressed('outb', base, register)} 0x${value.toString(16)}`),
    });
  }
  const skip = commands.length;
  for (let reads = 0; reads < readsMax; reads += 1) {
    commands.push(addressed('inb', base, uartRegister.lineStatus), addressed('inb', base, uartRegister.data));
  }
  const batch = qtestBatch(libc, system.qtest, commands, ms);
  if (typeof batch === 'string') throw new NoAnswer(batch);
  const values = batch.answers.slice(skip).map(registerValue);
  let bytes = '';
  for (let at = 0; at < values.length; at += 2) {
    if (((values[at] ?? 0) & lineStatusBit.dataReady) === 0) break;
    bytes += String.fromCharCode(values[at + 1] ?? 0);
  }
  return bytes;
}

/**
 * Does one access of the guest to a serial port over qtest. `settle` is used between looks at the port; without one
 * (held), only what is there at this instant is looked at.
 */
export function performGuestAction(
  libc: Libc,
  system: RunningSystem,
  action: GuestAction,
  defaultPatienceMs: number,
  settle: (() => void) | undefined,
): Outcome {
  const patienceMs = (action.do === 'guest-write' ? action.patienceMs : undefined) ?? defaultPatienceMs;
  if (system.options.ports?.some(({ id, kind }) => id === action.port && kind === 'debugcon')) {
    return driveDebugConsole(libc, system, action, patienceMs);
  }
  const base = baseOf(system, action.port);
  if (base === undefined) throw new Error(`the scenario uses port ${action.port}, which its launch does not list`);
  const port = uartAt(libc, system, base, patienceMs);
  try {
    const driven = action.do === 'guest-write' || action.do === 'guest-read';
    const initialise = driven && !system.initialised.has(action.port);
    if (driven) system.initialised.add(action.port);
    if (action.do === 'guest-read' && settle === undefined) {
      return { see: 'data', bytes: receiveAtOnce(libc, system, base, initialise, patienceMs), end: false };
    }
    if (initialise) initialisePort(port);
    return access(port, action, settle ?? (() => undefined));
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { see: error.why === 'gone' ? 'closed' : 'silent' };
  }
}

const debugConsolePort = '0xe9';

/** The debug console takes every byte; there is nothing to read. Source: chardev page 3.2. */
function driveDebugConsole(libc: Libc, system: RunningSystem, action: GuestAction, patienceMs: number): Outcome {
  if (action.do === 'guest-read') return { see: 'data', bytes: '', end: false };
  if (action.do !== 'guest-write') throw new Error('a debug console has no registers to look at');
  for (const byte of Buffer.from(action.bytes, 'latin1')) {
    const answer = qtestCommand(libc, system.qtest, `outb ${debugConsolePort} 0x${byte.toString(16)}`, patienceMs);
    if (typeof answer === 'string') return { see: answer === 'gone' ? 'closed' : 'silent' };
  }
  return { see: 'accepted', count: action.bytes.length };
}

function access(port: UartPort, action: GuestAction, settle: () => void): Outcome {
  switch (action.do) {
    case 'guest-write':
      return { see: 'accepted', count: sendBytes(port, action.bytes) };
    case 'guest-read':
      return { see: 'data', bytes: receiveAll(port, settle), end: false };
    case 'register-read':
      return { see: 'register', value: port.in(action.register) };
    case 'register-write':
      port.out(action.register, action.value);
      return { see: 'done' };
    default:
      return assertNever(action);
  }
}
