import type { WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import type { Frontend, Writer } from '../chardev/chardev.ts';
import { writeErrorsAreIgnored } from '../chardev/fd-backend.ts';
import { acceptInput, detach, setHandlers } from '../chardev/frontend-handle.ts';
import { frontendWrite } from '../chardev/output.ts';
import { writeAgain } from '../chardev/write-result.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { emitAtMostEachSecond } from '../monitor/event.ts';
import { object } from '../monitor/json-value.ts';
import { hasQuirk } from '../quirk.ts';
import {
  type Controller,
  closeHost,
  openHost,
  type PortDevice,
  plug,
  queuesOf,
  roomOf,
  throttle,
  unplug,
  type VirtioPort,
  writeToGuest,
} from './virtio-serial-bus.ts';

/** Whether a port that waits for room stays so when the new far end cannot tell. Source: VSER-56. */
function staysThrottled(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WEDGE-SWAP');
}

/** Whether a port that the guest has open is listed as closed after a swap. Source: SWAP-S14. */
function forgetsOpen(machine: Machine): boolean {
  return hasQuirk(machine, 'SWAP-S14');
}

/** Whether a client that left while the machine was stopped is never missed. Source: VSER-61. */
function missesClosing(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WEDGE-STOP');
}

/** Whether a write throttles its port although the far end closed within it. Source: VSER-62. */
function throttlesAfterClosing(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WEDGE-RACE');
}

/** A virtserialport or virtconsole. `id` null: events leave it out. */
export type PortOptions = {
  readonly kind: 'virtserialport' | 'virtconsole';
  readonly id: string | null;
  readonly nr: number;
  readonly name: string | null;
};
/** A port with its chardev side. */
export type ChardevPort = {
  readonly port: VirtioPort;
  readonly frontend: Frontend;
  /** Sets its handlers and enters the bus. Source: VSER-20, VSER-53. */
  realize(): Task<void>;
  /** Leaves the bus; the chardev is given back by `release`. Source: VSER-50. */
  unrealize(): void;
  release(): Task<void>;
};

/** What the output of a port waits for, and how many of its writes failed in a row. */
type Waiting = { watch: WatchId | null; failures: number };

/** Writes that fail in a row before the spinning of the main loop is no longer followed. Source: VSER-34. */
const failuresMax = 100;

/** Waits until the far end takes output; null when it cannot tell. */
function watchFor(machine: Machine, frontend: Frontend, waiting: Waiting, self: () => VirtioPort): WatchId | null {
  const callback = (): Task<void> => {
    waiting.watch = null;
    throttle(machine, self(), false);
    return immediate(undefined);
  };
  const writer: Writer = {
    idle: () => self().current === null && self().queues.out.available.length === 0,
    hopeless: () => waiting.failures >= failuresMax,
  };
  return frontend.chardev?.backend.watchOutput(machine.mainLoop, callback, writer) ?? null;
}

function createDevice(
  machine: Machine,
  frontend: Frontend,
  waiting: Waiting,
  options: PortOptions,
  self: () => VirtioPort,
): PortDevice {
  const isConsole = options.kind === 'virtconsole';
  return {
    console: isConsole,
    /** A console drops what is not taken; a port waits. Source: VSER-30, VSER-31, VSER-34. */
    *take(bytes: Uint8Array): Task<number> {
      if (frontend.chardev === null) return bytes.length;
      const wasOpen = self().hostOpen;
      const count = yield* frontendWrite(machine, frontend, bytes);
      waiting.failures = count < 0 && count !== writeAgain ? waiting.failures + 1 : 0;
      if (count >= bytes.length || isConsole) return Math.max(0, count);
      if (wasOpen && !self().hostOpen && !throttlesAfterClosing(machine)) return 0;
      if (count < 0 && count !== writeAgain && !writeErrorsAreIgnored(machine)) {
        closeHost(machine, self());
        return 0;
      }
      throttle(machine, self(), true);
      waiting.watch ??= watchFor(machine, frontend, waiting, self);
      return Math.max(0, count);
    },
    *enable(running: boolean): Task<void> {
      const { chardev } = frontend;
      if (chardev === null) return;
      yield* setHandlers(frontend, running, { setOpen: false, syncState: true });
      const missed = running && !isConsole && self().hostOpen && !chardev.open;
      if (missed && !missesClosing(machine)) closeHost(machine, self());
    },
    writable: () => acceptInput(frontend),
    *guestOpened(open: boolean): Task<void> {
      if (!isConsole && frontend.chardev !== null) frontend.open = open;
      const { id } = options;
      if (id !== null) yield* emitAtMostEachSecond(machine, 'VSERPORT_CHANGE', id, object({ id, open }));
    },
  };
}

/** A port on its controller, with the number that it was given; not plugged yet. Source: VSER-20, VSER-54. */
export function createPort(machine: Machine, controller: Controller, options: PortOptions): ChardevPort {
  const isConsole = options.kind === 'virtconsole';
  const waiting: Waiting = { watch: null, failures: 0 };
  const handlers = { setOpen: isConsole, syncState: true };
  const stopWaiting = (): boolean => {
    const waited = waiting.watch !== null;
    if (waiting.watch !== null) machine.mainLoop.removeWatch(waiting.watch);
    waiting.watch = null;
    return waited;
  };
  const frontend: Frontend = {
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => (port.plugged ? roomOf(port) : 0),
    read: (bytes) => immediate(writeToGuest(port, bytes)),
    event(event): Task<void> {
      if (isConsole) return immediate(undefined);
      if (event === 'opened') openHost(port);
      else if (event === 'closed') {
        stopWaiting();
        closeHost(machine, port);
      }
      return immediate(undefined);
    },
    /** A stopped machine's ports have no handlers, so that their chardev cannot be exchanged. Source: VSER-54, VSER-60. */
    get changed(): Frontend['changed'] {
      return frontend.listening ? change : null;
    },
  };
  /** Handlers anew; what waited for room waits at the new far end. Source: VSER-54, VSER-55, VSER-56. */
  function* change(): Task<void> {
    yield* setHandlers(frontend, true, handlers);
    if (!isConsole && !forgetsOpen(machine)) frontend.open = port.guestOpen;
    const waited = stopWaiting();
    waiting.failures = 0;
    if (!staysThrottled(machine)) {
      if (port.throttled) throttle(machine, port, false);
    } else if (waited) {
      waiting.watch = watchFor(machine, frontend, waiting, () => port);
    }
  }
  const port: VirtioPort = {
    controller,
    name: options.name,
    device: createDevice(machine, frontend, waiting, options, () => port),
    nr: options.nr,
    queues: queuesOf(controller, options.nr),
    plugged: false,
    guestOpen: false,
    hostOpen: false,
    throttled: false,
    current: null,
  };
  return {
    port,
    frontend,
    *realize(): Task<void> {
      if (frontend.chardev !== null) {
        yield* setHandlers(frontend, true, handlers);
        if (isConsole) openHost(port);
      }
      plug(port);
    },
    unrealize(): void {
      unplug(machine, port);
      stopWaiting();
    },
    release: () => detach(frontend),
  };
}
