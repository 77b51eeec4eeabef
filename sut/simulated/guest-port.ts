import type { GuestAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { bytesOf } from '../engine/bytes.ts';
import type { DebugConsole } from '../engine/frontend/debug-console.ts';
import type { Serial16550 } from '../engine/frontend/serial-16550.ts';
import type { UartPort } from '../guest-driver/port.ts';
import { initialisePort, receiveAll, sendBytes } from '../guest-driver/serial-driver.ts';
import { finished, workOn } from './processor-work.ts';
import { driveVirtioPort } from './virtio-driver.ts';
import { type Launched, settle, type World } from './world.ts';

/** A register access that does not end: whoever holds the big lock waits for something. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Lets the processor make one access; others run only as far as it needs them, while the world is held. */
function access(world: World, launched: Launched, serial: Serial16550, register: number, value: number | null): number {
  const { processor } = launched.machine;
  if (processor.result === null) throw new NoAnswer('the last access is still under way');
  const isQuiet = value === null && serial.readsQuietly(register);
  const result = workOn(world, launched, () => serial.access(register, value), isQuiet);
  if (result === null) throw new NoAnswer('the big lock is not given back');
  return result;
}

/** Does one thing that the guest does at a serial port. Source: RT-30, RT-32. */
export function performGuestAction(world: World, launched: Launched, action: GuestAction): Outcome {
  if (action.do === 'guest-write' || action.do === 'guest-read') {
    const outcome = driveVirtioPort(world, launched, action);
    if (outcome !== null) return outcome;
  }
  const debug = launched.running.debugConsoles.get(action.port);
  if (debug !== undefined) return driveDebugConsole(world, launched, debug, action);
  const serial = launched.running.ports.get(action.port);
  if (serial === undefined) throw new Error(`the scenario uses port ${action.port}, which its launch does not list`);
  const port: UartPort = {
    in: (register) => access(world, launched, serial, register, null),
    out: (register, value) => void access(world, launched, serial, register, value),
  };
  try {
    const driven = action.do === 'guest-write' || action.do === 'guest-read';
    if (driven && !launched.initialised.has(action.port)) {
      initialisePort(port);
      launched.initialised.add(action.port);
    }
    return drive(world, port, action);
  } catch (error) {
    if (error instanceof NoAnswer) return { see: 'silent' };
    throw error;
  }
}

/** The debug console takes every byte; there is nothing to read. Source: chardev page 3.2. */
function driveDebugConsole(world: World, launched: Launched, debug: DebugConsole, action: GuestAction): Outcome {
  if (action.do === 'guest-read') return { see: 'data', bytes: '', end: false };
  if (action.do !== 'guest-write') throw new Error('a debug console has no registers to look at');
  for (const byte of bytesOf(action.bytes)) {
    const done = workOn(world, launched, () => finished(debug.write(byte)));
    if (done === null) return { see: 'silent' };
  }
  return { see: 'accepted', count: action.bytes.length };
}

function drive(world: World, port: UartPort, action: GuestAction): Outcome {
  switch (action.do) {
    case 'guest-write':
      return { see: 'accepted', count: sendBytes(port, action.bytes) };
    case 'guest-read':
      return { see: 'data', bytes: receiveAll(port, () => settle(world)), end: false };
    case 'register-read':
      return { see: 'register', value: port.in(action.register) };
    case 'register-write':
      port.out(action.register, action.value);
      return { see: 'done' };
    default:
      return assertNever(action);
  }
}
