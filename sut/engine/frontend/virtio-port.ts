import type { WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import type { ChardevEvent, Frontend, Writer } from '../chardev/chardev.ts';
import { writeErrorsAreIgnored } from '../chardev/fd-backend.ts';
import { acceptInput, detach, forgetRest, setHandlers } from '../chardev/frontend-handle.ts';
import { frontendWrite } from '../chardev/output.ts';
import { writeAgain } from '../chardev/write-result.ts';
import { crash } from '../end.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { emitAtMostEachSecond } from '../monitor/event.ts';
import { object } from '../monitor/json-value.ts';
import { hasQuirk } from '../quirk.ts';
import {
  type Controller,
  closeHost,
  openHost,
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

/** Whether a port takes part in changes between its unplug and its end. Source: RACE-S07. */
function takesPartUnplugged(machine: Machine): boolean {
  return hasQuirk(machine, 'RACE-S07');
}

/** A port with everything that belongs to it. */
type Own = {
  readonly machine: Machine;
  readonly options: PortOptions;
  readonly isConsole: boolean;
  readonly frontend: Frontend;
  readonly port: VirtioPort;
  /** What its output waits for. */
  watch: WatchId | null;
  /** It waited when it was unplugged. */
  lostWatch: boolean;
  /** It gets its handlers, and has no place on its bus yet. */
  placing: boolean;
  /** How many of its writes failed in a row. */
  failures: number;
  /** What a change that is refused gives back. */
  before: { readonly waited: boolean; readonly failures: number };
};

/** Writes that fail in a row before the spinning of the main loop is no longer followed. Source: VSER-34. */
const failuresMax = 100;
const consoleHandlers = { setOpen: true, syncState: true } as const;
const portHandlers = { setOpen: false, syncState: true } as const;

/** Waits until the far end takes output; null when it cannot tell. */
function watchFor(own: Own): WatchId | null {
  const { machine, frontend, port } = own;
  const callback = (): Task<void> => {
    own.watch = null;
    throttle(machine, port, false);
    return immediate(undefined);
  };
  const writer: Writer = {
    idle: () => port.current === null && port.queues.out.available.length === 0,
    hopeless: () => own.failures >= failuresMax,
  };
  return frontend.chardev?.backend.watchOutput(machine.mainLoop, callback, writer) ?? null;
}

/** Says whether it waited. */
function stopWaiting(own: Own): boolean {
  const waited = own.watch !== null;
  if (own.watch !== null) own.machine.mainLoop.removeWatch(own.watch);
  own.watch = null;
  return waited;
}

/** A console drops what is not taken; a port waits. Source: VSER-30, VSER-31, VSER-34. */
function* take(own: Own, bytes: Uint8Array): Task<number> {
  const { machine, frontend, port } = own;
  if (frontend.chardev === null) return bytes.length;
  const wasOpen = port.hostOpen;
  const given = frontendWrite(machine, frontend, bytes);
  const count = typeof given === 'number' ? given : yield* given;
  own.failures = count < 0 && count !== writeAgain ? own.failures + 1 : 0;
  if (count < bytes.length && own.isConsole) forgetRest(frontend);
  if (count >= bytes.length || own.isConsole) return Math.max(0, count);
  if (wasOpen && !port.hostOpen && !throttlesAfterClosing(machine)) return 0;
  if (count < 0 && count !== writeAgain && !writeErrorsAreIgnored(machine)) {
    closeHost(machine, port);
    return 0;
  }
  throttle(machine, port, true);
  own.watch ??= watchFor(own);
  return Math.max(0, count);
}

function* enable(own: Own, running: boolean): Task<void> {
  const { machine, frontend, port } = own;
  const { chardev } = frontend;
  if (chardev === null) return;
  yield* setHandlers(frontend, running, portHandlers);
  const missed = running && !own.isConsole && port.hostOpen && !chardev.open;
  if (missed && !missesClosing(machine)) closeHost(machine, port);
}

function* guestOpened({ machine, options, isConsole, frontend }: Own, open: boolean): Task<void> {
  if (!isConsole && frontend.chardev !== null) frontend.open = open;
  const { id } = options;
  if (id !== null) yield* emitAtMostEachSecond(machine, 'VSERPORT_CHANGE', id, object({ id, open }));
}

/** Whether a port that is unplugged waits at its new far end, with nobody to take the watch away. Source: RACE-S08. */
function waitsUnplugged(machine: Machine): boolean {
  return hasQuirk(machine, 'RACE-S08');
}

/** Room there is told to a port that is no more. */
function waitForNobody({ machine, frontend }: Own): void {
  frontend.chardev?.backend.watchOutput(machine.mainLoop, () => crash(machine, 'SIGSEGV'));
}

/** Handlers anew; a wait for room ends, or goes on at the new far end. Source: VSER-54, VSER-55, VSER-56. */
function* change(own: Own): Task<boolean> {
  const { machine, isConsole, frontend, port } = own;
  yield* setHandlers(frontend, true, isConsole ? consoleHandlers : portHandlers);
  if (!isConsole && !forgetsOpen(machine)) frontend.open = port.guestOpen;
  const waited = stopWaiting(own);
  own.before = { waited, failures: own.failures };
  own.failures = 0;
  if (waited && staysThrottled(machine)) own.watch = watchFor(own);
  return true;
}

/** Not without handlers, and not unplugged. */
function takesPart({ machine, frontend, port }: Own): boolean {
  return frontend.listening && (port.plugged || takesPartUnplugged(machine));
}

/**
 * Output that was held back is tried at the new far end. A host side that was closed for one that failed is open again.
 * Source: ENG-21, ENG-25, VSER-34.
 */
function onWoken(own: Own): Task<void> {
  const { machine, isConsole, frontend, port } = own;
  if (own.lostWatch && waitsUnplugged(machine)) waitForNobody(own);
  if (port.throttled && !staysThrottled(machine)) throttle(machine, port, false);
  if (!isConsole && frontend.chardev?.open === true) openHost(port);
  return immediate(undefined);
}

/** It waits where it did, for as long as it did. Source: ENG-22, SAFE-10. */
function onRestored(own: Own): void {
  const { waited, failures } = own.before;
  stopWaiting(own);
  own.failures = failures;
  if (waited) own.watch = watchFor(own);
}

/** Whether it is told things before it has a place. Source: Q-FOUND-12. */
function hearsTooEarly(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-12');
}

function* realize(own: Own): Task<void> {
  const { isConsole, frontend, port } = own;
  if (frontend.chardev !== null) {
    own.placing = true;
    yield* setHandlers(frontend, true, isConsole ? consoleHandlers : portHandlers);
    own.placing = false;
    if (isConsole) openHost(port);
  }
  plug(port);
}

function onEvent(own: Own, event: ChardevEvent): Task<void> {
  const { machine, isConsole, port } = own;
  if (isConsole) return immediate(undefined);
  if (event === 'opened') openHost(port);
  else if (event === 'closed') {
    if (own.placing && hearsTooEarly(machine)) return crash(machine, 'SIGSEGV');
    stopWaiting(own);
    closeHost(machine, port);
  }
  return immediate(undefined);
}

/** A port on its controller, with the number that it was given; not plugged yet. Source: VSER-20, VSER-54. */
export function createPort(machine: Machine, controller: Controller, options: PortOptions): ChardevPort {
  const isConsole = options.kind === 'virtconsole';
  const frontend: Frontend = {
    name: isConsole ? 'virtconsole' : 'virtserialport',
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => (port.plugged ? roomOf(port) : 0),
    read: (bytes) => immediate(writeToGuest(port, bytes)),
    event: (event) => onEvent(own, event),
    /** A stopped machine's ports have no handlers, so that their chardev cannot be exchanged. Source: VSER-54, VSER-60. */
    changed: () => (takesPart(own) ? () => change(own) : null),
    woken: () => onWoken(own),
    restored: () => onRestored(own),
  };
  const port: VirtioPort = {
    controller,
    name: options.name,
    device: {
      console: isConsole,
      take: (bytes) => take(own, bytes),
      enable: (running) => enable(own, running),
      writable: () => acceptInput(frontend),
      guestOpened: (open) => guestOpened(own, open),
      outputDropped: () => forgetRest(frontend),
    },
    nr: options.nr,
    queues: queuesOf(controller, options.nr),
    plugged: false,
    guestOpen: false,
    hostOpen: false,
    throttled: false,
    current: null,
  };
  const own: Own = {
    machine,
    options,
    isConsole,
    frontend,
    port,
    watch: null,
    lostWatch: false,
    placing: false,
    failures: 0,
    before: { waited: false, failures: 0 },
  };
  return {
    port,
    frontend,
    realize: () => realize(own),
    unrealize(): void {
      unplug(machine, port);
      own.lostWatch = stopWaiting(own);
    },
    release: () => detach(frontend),
  };
}
