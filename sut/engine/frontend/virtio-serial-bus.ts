import type { ControlEvent } from '../../../model/language/action.ts';
import type { ControlMessage } from '../../../model/language/outcome.ts';
import type { Task } from '../../runtime/task.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { decodeControl, encodeControl } from './control-message.ts';
import {
  createQueue,
  type GuestBuffer,
  giveBack,
  returnAll,
  roomIn,
  setUp,
  take,
  type VirtQueue,
} from './virt-queue.ts';

/** The two queues of a port. */
export type QueuePair = { readonly in: VirtQueue; readonly out: VirtQueue };
/** What a kind of port does with what the bus tells it. */
export type PortDevice = {
  readonly console: boolean;
  /** Output of the guest; how much of it was taken. */
  take(bytes: Uint8Array): Task<number>;
  /** The machine runs (or stops), or the driver changed its status. Source: VSER-60. */
  enable(running: boolean): Task<void>;
  /** The guest has posted buffers to an open port. */
  writable(): Task<void>;
  /** The guest opened or closed it. Source: VSER-40, VSER-43. */
  guestOpened(open: boolean): Task<void>;
  /** A buffer that was written in part goes no further. Source: VSER-24. */
  outputDropped(): void;
};
/** A port. `current`: the buffer that was partly written, and how far. */
export type VirtioPort = {
  readonly controller: Controller;
  readonly name: string | null;
  readonly device: PortDevice;
  nr: number;
  queues: QueuePair;
  plugged: boolean;
  guestOpen: boolean;
  hostOpen: boolean;
  throttled: boolean;
  current: { readonly buffer: GuestBuffer; at: number } | null;
};
/** One virtio-serial device; its bus is `ID.0`. */
export type Controller = {
  readonly id: string;
  readonly maxPorts: number;
  readonly control: QueuePair;
  /** By number, made at first use; they stay when a port goes. */
  readonly queues: Map<number, QueuePair>;
  /** In the order of creation. */
  ports: readonly VirtioPort[];
  multiport: boolean;
  driverOk: boolean;
  machineRuns: boolean;
};

/** The number of a port that was not given one. */
export const automaticNumber = 4294967295;
const maxPortsMost = 511;
const mapBits = 32;

/** Texts of controllers and ports. Source: VSER-11..VSER-15. */
export const portErrors: {
  readonly noMaximum: string;
  readonly reserved: string;
  readonly full: string;
  readonly tooMany: string;
  numberTaken(nr: number): string;
  nameTaken(name: string): string;
  outOfRange(most: number): string;
} = {
  noMaximum: 'Maximum number of serial ports not specified',
  reserved: 'Port number 0 on virtio-serial devices reserved for virtconsole devices for backward compatibility.',
  full: 'virtio-serial-bus: Maximum port limit for this device reached',
  tooMany: `maximum ports supported: ${maxPortsMost}`,
  numberTaken: (nr) => `virtio-serial-bus: A port already exists at id ${nr}`,
  nameTaken: (name) => `virtio-serial-bus: A port already exists by name ${name}`,
  outOfRange: (most) => `virtio-serial-bus: Out-of-range port id specified, max. allowed: ${most}`,
};

/** Whether a buffer that was partly written is lost when its output is dropped. Source: VSER-24. */
function losesPartlyWritten(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-LOSTDESC');
}

const pair = (): QueuePair => ({ in: createQueue(), out: createQueue() });

/** A controller without ports. Source: VSER-14. */
export function createController(id: string, maxPorts: number, machineRuns: boolean): Attempt<Controller> {
  if (maxPorts === 0) return failure(portErrors.noMaximum);
  if (maxPorts > maxPortsMost) return failure(portErrors.tooMany);
  return success({
    id,
    maxPorts,
    control: pair(),
    queues: new Map(),
    ports: [],
    multiport: false,
    driverOk: false,
    machineRuns,
  });
}

/** The queues of that number; ready with the driver. */
export function queuesOf(controller: Controller, nr: number): QueuePair {
  let queues = controller.queues.get(nr);
  if (queues === undefined) {
    queues = pair();
    const ready = controller.driverOk && nr < controller.maxPorts && (controller.multiport || nr === 0);
    setUp(queues.in, ready);
    setUp(queues.out, ready);
    controller.queues.set(nr, queues);
  }
  return queues;
}

/** A control message to the guest; lost when no buffer is there. Source: VSER-01. */
export function tellGuest(controller: Controller, message: ControlMessage): void {
  const buffer = take(controller.control.in);
  if (buffer !== null) giveBack(controller.control.in, buffer, encodeControl(message));
}

function tellOf(port: VirtioPort, event: ControlEvent, value: number): void {
  tellGuest(port.controller, { event, port: port.nr, value });
}

/** Source: VSER-22. */
export function openHost(port: VirtioPort): void {
  if (port.hostOpen) return;
  port.hostOpen = true;
  tellOf(port, 'PORT_OPEN', 1);
}

function dropCurrent(machine: Machine, port: VirtioPort): void {
  if (port.current === null) return;
  if (!losesPartlyWritten(machine)) giveBack(port.queues.out, port.current.buffer);
  port.current = null;
  port.device.outputDropped();
}

/** Source: VSER-22, VSER-24. */
export function closeHost(machine: Machine, port: VirtioPort): void {
  port.hostOpen = false;
  port.throttled = false;
  dropCurrent(machine, port);
  returnAll(port.queues.out);
  tellOf(port, 'PORT_OPEN', 0);
}

/** Stops taking output, or goes on with it, from the main loop. Source: VSER-30. */
export function throttle(machine: Machine, port: VirtioPort, on: boolean): void {
  port.throttled = on;
  if (on) return;
  machine.portOutputs.unshift(() => goOn(port));
  if (machine.portOutputs.length === 1) scheduleOnMainLoop(machine, 'port-output', () => goOnAll(machine));
}

function* goOnAll(machine: Machine): Task<void> {
  for (const run of machine.portOutputs.splice(0)) yield* run();
}

function* goOn(port: VirtioPort): Task<void> {
  if (port.plugged && port.queues.out.ready) yield* flush(port);
}

/** Hands over what the guest has made available, until it is throttled. Source: VSER-30. */
function* flush(port: VirtioPort): Task<void> {
  const queue = port.queues.out;
  while (!port.throttled) {
    if (port.current === null) {
      const buffer = take(queue);
      if (buffer === null) return;
      port.current = { buffer, at: 0 };
    }
    const { current } = port;
    const taken = yield* port.device.take(current.buffer.output.subarray(current.at));
    if (port.current === null) return;
    if (port.throttled) {
      current.at += Math.max(0, taken);
      return;
    }
    giveBack(queue, current.buffer);
    port.current = null;
  }
}

/** Bytes that the guest takes now. Source: VSER-44. */
export function roomOf(port: VirtioPort): number {
  const { controller } = port;
  if (!controller.driverOk || (controller.multiport && !port.guestOpen)) return 0;
  return Math.min(4096, roomIn(port.queues.in));
}

/** Input for the guest; what has no buffer is lost, as is everything while one side is closed. */
export function writeToGuest(port: VirtioPort, bytes: Uint8Array): void {
  if (!port.hostOpen || !port.guestOpen) return;
  const queue = port.queues.in;
  for (let at = 0; at < bytes.length; ) {
    const buffer = take(queue);
    if (buffer === null) return;
    giveBack(queue, buffer, bytes.slice(at, at + buffer.room));
    at += buffer.room;
  }
}

function* setGuestOpen(port: VirtioPort, open: boolean): Task<void> {
  port.guestOpen = open;
  yield* port.device.guestOpened(open);
}

function* resetPorts(machine: Machine, controller: Controller): Task<void> {
  for (const port of controller.ports) {
    dropCurrent(machine, port);
    if (port.guestOpen) yield* setGuestOpen(port, false);
  }
}

/** What every status brings: a driver that is not there has nothing open, and backends follow the machine. */
function* statusChanged(machine: Machine, controller: Controller): Task<void> {
  const first = controller.ports.find(({ nr }) => nr === 0);
  if (first !== undefined && !controller.multiport && controller.driverOk) first.guestOpen = true;
  if (!controller.driverOk) yield* resetPorts(machine, controller);
  for (const { device } of controller.ports) yield* device.enable(controller.machineRuns);
}

function setUpAll(controller: Controller, ready: boolean): void {
  for (const queue of [controller.control.in, controller.control.out]) setUp(queue, ready && controller.multiport);
  for (const [nr, queues] of controller.queues) {
    const usable = ready && (controller.multiport || nr === 0);
    setUp(queues.in, usable);
    setUp(queues.out, usable);
  }
}

/** The driver writes status 0, or the machine is reset. Source: VSER-41. */
export function* resetController(machine: Machine, controller: Controller): Task<void> {
  controller.driverOk = false;
  yield* statusChanged(machine, controller);
  controller.multiport = false;
  setUpAll(controller, false);
}

/** Whether the device has the feature by which a guest knows more than port 0. Source: VSER-03, get_features. */
export function offersMultiport({ maxPorts }: Controller): boolean {
  return maxPorts > 1;
}

/** The driver has set up its queues. Source: VSER-02, VSER-03. */
export function* startDriver(machine: Machine, controller: Controller, multiport: boolean): Task<void> {
  controller.multiport = multiport;
  setUpAll(controller, true);
  controller.driverOk = true;
  yield* statusChanged(machine, controller);
}

/** stop and cont. Source: VSER-60. */
export function* machineRunsNow(machine: Machine, controller: Controller, runs: boolean): Task<void> {
  controller.machineRuns = runs;
  yield* statusChanged(machine, controller);
}

/** Source: VSER-02, VSER-40, VSER-52. */
function* onControl(machine: Machine, controller: Controller, message: ControlMessage): Task<void> {
  const { event, value } = message;
  const bus = `${controller.id}.0`;
  const complain = (text: string): void => void machine.stderr.push(`qemu-system-x86_64: virtio-serial-bus: ${text}`);
  if (event === 'DEVICE_READY') {
    if (value === 0) complain(`Guest failure in adding device ${bus}`);
    else for (const port of controller.ports) tellOf(port, 'PORT_ADD', 1);
    return;
  }
  const port = controller.ports.find(({ nr }) => nr === message.port);
  if (port === undefined) {
    complain(`Unexpected port id ${message.port} for device ${bus}`);
    return;
  }
  if (event === 'PORT_OPEN') yield* setGuestOpen(port, value !== 0);
  if (event !== 'PORT_READY') return;
  if (value === 0) {
    complain(`Guest failure in adding port ${port.nr} for device ${bus}`);
    return;
  }
  if (port.device.console) tellOf(port, 'CONSOLE_PORT', 1);
  if (port.name !== null) tellGuest(controller, { event: 'PORT_NAME', port: port.nr, value: 1, name: port.name });
  if (port.hostOpen) tellOf(port, 'PORT_OPEN', 1);
}

/** The guest kicks the control queue. */
export function* kickControl(machine: Machine, controller: Controller): Task<void> {
  const queue = controller.control.out;
  for (let buffer = take(queue); buffer !== null; buffer = take(queue)) {
    const message = decodeControl(buffer.output);
    if (message !== null) yield* onControl(machine, controller, message);
    giveBack(queue, buffer);
  }
}

/** The guest kicks a port's queue. Source: VSER-23, VSER-30, VSER-44, VSER-52. */
export function* kick(controller: Controller, nr: number, queue: 'in' | 'out'): Task<void> {
  const port = controller.ports.find((each) => each.nr === nr);
  if (queue === 'in') {
    if (port?.guestOpen && port.hostOpen) yield* port.device.writable();
  } else if (port === undefined || !port.hostOpen) returnAll(queuesOf(controller, nr).out);
  else if (!port.throttled) yield* flush(port);
}

/** One byte to the first console whose host side is open. Source: VSER-03. */
export function* emergencyWrite(controller: Controller, byte: number): Task<void> {
  const port = controller.ports.find(({ device, hostOpen }) => device.console && hostOpen);
  if (port !== undefined) yield* port.device.take(Uint8Array.of(byte));
}

/** The number of a new port, or why there is none. Number 0 stays reserved for the first console. Source: VSER-10..VSER-15. */
export function numberFor(
  controllers: readonly Controller[],
  controller: Controller,
  wanted: { readonly nr: number; readonly name: string | null; readonly console: boolean },
): Attempt<number> {
  const taken = new Set(controller.ports.map(({ nr }) => nr));
  if (taken.has(wanted.nr)) return failure(portErrors.numberTaken(wanted.nr));
  const isNamed = (port: VirtioPort): boolean => port.name === wanted.name;
  if (wanted.name !== null && controllers.some(({ ports }) => ports.some(isNamed))) {
    return failure(portErrors.nameTaken(wanted.name));
  }
  let { nr } = wanted;
  if (nr === automaticNumber) {
    nr = wanted.console && !taken.has(0) ? 0 : 1;
    while (nr > 0 && taken.has(nr)) nr += 1;
    if (nr >= Math.ceil(controller.maxPorts / mapBits) * mapBits) return failure(portErrors.full);
  }
  if (nr >= controller.maxPorts) return failure(portErrors.outOfRange(controller.maxPorts - 1));
  return nr === 0 && !wanted.console ? failure(portErrors.reserved) : success(nr);
}

/** The port is on the bus, and the guest is told. Source: VSER-53. */
export function plug(port: VirtioPort): void {
  port.controller.ports = [...port.controller.ports, port];
  port.plugged = true;
  tellOf(port, 'PORT_ADD', 1);
}

/** The port leaves the bus; output that waits is dropped. Source: VSER-24, VSER-50. */
export function unplug(machine: Machine, port: VirtioPort): void {
  dropCurrent(machine, port);
  returnAll(port.queues.out);
  tellOf(port, 'PORT_REMOVE', 1);
  port.controller.ports = port.controller.ports.filter((each) => each !== port);
  port.plugged = false;
}
