import type { GuestAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { UartPort } from '../guest-driver/port.ts';
import { initialisePort, receiveAll, sendBytes } from '../guest-driver/serial-driver.ts';
import type { Libc } from './libc.ts';
import { qtestCommand } from './qtest.ts';
import type { RunningSystem } from './running-system.ts';

/** COM1 to COM4. Source: RT-5. */
const bases = [0x3f8, 0x2f8, 0x3e8, 0x2e8] as const;

/** Raised when QEMU does not answer a register access: its main loop is held up, or it is gone. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'silent' | 'gone';
  constructor(why: 'silent' | 'gone') {
    super(`no answer to a register access: ${why}`);
    this.why = why;
  }
}

function uartAt(libc: Libc, system: RunningSystem, base: number, patienceMs: number): UartPort {
  const ask = (command: string): string => {
    const answer = qtestCommand(libc, system.qtest, command, patienceMs);
    if (typeof answer === 'string') throw new NoAnswer(answer);
    return answer.answer;
  };
  return {
    in: (register) => Number.parseInt(ask(`inb 0x${(base + register).toString(16)}`).slice(3), 16) & 0xff,
    out: (register, value) => void ask(`outb 0x${(base + register).toString(16)} 0x${value.toString(16)}`),
  };
}

/** Does one access of the guest to a serial port over qtest. `settle` is used between looks at the port. */
export function performGuestAction(
  libc: Libc,
  system: RunningSystem,
  action: GuestAction,
  defaultPatienceMs: number,
  settle: () => void,
): Outcome {
  const ports = (system.options.ports ?? []).filter(({ kind }) => kind === '16550');
  const index = ports.findIndex(({ id }) => id === action.port);
  const base = bases[index];
  if (base === undefined) throw new Error(`the scenario uses port ${action.port}, which its launch does not list`);
  const patienceMs = (action.do === 'guest-write' ? action.patienceMs : undefined) ?? defaultPatienceMs;
  const port = uartAt(libc, system, base, patienceMs);
  try {
    const driven = action.do === 'guest-write' || action.do === 'guest-read';
    if (driven && !system.initialised.has(action.port)) {
      initialisePort(port);
      system.initialised.add(action.port);
    }
    return access(port, action, settle);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { see: error.why === 'gone' ? 'closed' : 'silent' };
  }
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
