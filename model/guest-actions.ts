import { objectAt } from './descriptor.ts';
import { gatherMessages, isDriven, performDriver, readVirtio, writeVirtio } from './driver-actions.ts';
import type { Action, DriverAction } from './language/action.ts';
import { assertNever } from './language/assert-never.ts';
import type { Outcome } from './language/outcome.ts';
import { ModelLimit } from './limit.ts';
import { writeAll } from './output.ts';
import { type Plan, seen } from './plan.ts';
import type { ModelState, Turn } from './state.ts';
import { firstReady, settle } from './transition.ts';
import { uartOf } from './uart.ts';
import { drive, driveOut, readRegister, takeReceived, writeRegister } from './uart-registers.ts';

const done: Outcome = { see: 'done' };

type Guest = Extract<Action, { do: 'guest-write' | 'guest-read' | 'register-read' | 'register-write' }>;

/** What the guest's virtio-serial driver does. Source: DriverAction in language/action.ts. */
export function beginDriver(turn: Turn, action: DriverAction): Plan {
  const outcome = performDriver(turn, action, settleAlone);
  if (outcome.see !== 'done' || (action.do !== 'driver-start' && action.do !== 'guest-messages'))
    return seen(turn, outcome);
  return { turn, gather: (after) => gatherMessages(after, action.controller, settleAlone) };
}

function beginVirtio(turn: Turn, action: Guest): Plan {
  const { port } = action;
  if (turn.state.held) throw new ModelLimit('a driver while the system is held');
  if (action.do === 'guest-write') {
    if (turn.state.stall !== null) return seen(turn, { see: 'silent' }); // its driver first looks what came back
    const count = writeVirtio(turn, port, action.bytes, action.size);
    return seen(turn, { see: 'accepted', count });
  }
  if (action.do !== 'guest-read' || turn.state.stall !== null) throw new ModelLimit(`${action.do} on a virtio port`);
  return { turn, gather: (after) => ({ see: 'data', bytes: readVirtio(after, port), end: false }) };
}

/** What the guest does with a port. Source: GuestAction in language/action.ts. */
export function beginGuest(turn: Turn, action: Guest): Plan {
  const { port } = action;
  if (turn.state.machine.state === 'exited') return seen(turn, { see: 'closed' });
  if (isDriven(turn.state, port)) return beginVirtio(turn, action);
  const debugs = turn.state.debugcons.get(port);
  if (debugs !== undefined) return seen(turn, performDebugcon(turn, debugs, action));
  if (!turn.state.uarts.has(port)) throw new ModelLimit(`no port ${port}`);
  if (turn.state.stall !== null) {
    if (action.do !== 'guest-write') throw new ModelLimit('a guest access while the main loop is stuck');
    const nothing = action.bytes === '' && turn.state.uarts.get(port)?.driven === true;
    if (nothing) return seen(turn, { see: 'accepted', count: 0 });
    return seen(turn, { see: 'silent' });
  }
  switch (action.do) {
    case 'guest-write': {
      drive(turn, port);
      settleAlone(turn);
      const count = driveOut(turn, port, action.bytes, () => settleAlone(turn));
      return seen(turn, turn.state.stall === null ? { see: 'accepted', count } : { see: 'silent' });
    }
    case 'guest-read':
      if (readsForEver(turn.state, turn.state.uarts.get(port)?.chardev)) throw new ModelLimit('/dev/full never ends');
      drive(turn, port);
      return { turn, gather: (after) => ({ see: 'data', bytes: takeAll(after, port), end: false }) };
    case 'register-read': {
      const value = readRegister(turn, port, action.register);
      return seen(turn, { see: 'register', value });
    }
    case 'register-write':
      writeRegister(turn, port, action.register, action.value);
      return seen(turn, turn.state.stall === null ? done : { see: 'silent' });
    default:
      return assertNever(action);
  }
}

/** A debug console writes each byte with write_all and has nothing to read. Source: "isa-debugcon", CHR-61. */
function performDebugcon(turn: Turn, chardev: string, action: Guest): Outcome {
  if (turn.state.stall !== null) return { see: 'silent' };
  if (action.do === 'guest-read') return { see: 'data', bytes: '', end: false };
  if (action.do !== 'guest-write') throw new ModelLimit(`a register of debug console ${action.port}`);
  for (const byte of action.bytes) {
    if (writeAll(turn, chardev, byte) === 'asleep') return { see: 'silent' };
    if (turn.state.machine.state === 'exited') break;
  }
  return { see: 'accepted', count: action.bytes.length };
}

function readsForEver(state: ModelState, label: string | undefined): boolean {
  const chardev = state.chardevs.get(label ?? '');
  if (chardev === undefined) return false;
  const { input, mux, hub } = chardev;
  const below = mux === null ? (hub?.members ?? []) : [mux.base];
  if (below.some((each) => readsForEver(state, each))) return true;
  return objectAt(state, input)?.kind === 'full';
}

/** Lets the system rest between two accesses of the guest, where it can come to rest in one way alone. */
function settleAlone(turn: Turn): boolean {
  if (turn.state.held) return false;
  const first = firstReady(turn.state);
  if (first === undefined) return false;
  const [rest, other] = settle(turn, turn.state.nowNs, first);
  if (rest === undefined || other !== undefined) throw new ModelLimit('input that may come in several ways');
  turn.state = rest.state;
  turn.own = rest.own;
  return true;
}

/** Takes what has arrived, byte by byte as the system brings more, until nothing is left. */
function takeAll(turn: Turn, port: string): string {
  if ((uartOf(turn.state, port).lcr & 0x80) !== 0) return ''; // its driver knows that this is the divisor
  let bytes = '';
  for (;;) {
    const more = takeReceived(turn, port, turn.state.held ? Number.POSITIVE_INFINITY : 1);
    bytes += more;
    const changed = settleAlone(turn);
    if (turn.state.held || (more === '' && !changed)) return bytes;
  }
}
