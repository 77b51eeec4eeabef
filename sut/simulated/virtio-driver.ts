import type { DriverAction, GuestAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { ControlMessage, Outcome } from '../../model/language/outcome.ts';
import { byteString, bytesOf } from '../engine/bytes.ts';
import { decodeControl, encodeControl } from '../engine/frontend/control-message.ts';
import { controllersOf, type Device } from '../engine/frontend/device.ts';
import { type GuestBuffer, inputBuffer, outputBuffer } from '../engine/frontend/virt-queue.ts';
import {
  type Controller,
  emergencyWrite,
  kick,
  kickControl,
  offersMultiport,
  queuesOf,
  resetController,
  startDriver,
} from '../engine/frontend/virtio-serial-bus.ts';
import type { Task } from '../runtime/task.ts';
import { finished, workOn } from './processor-work.ts';
import { type Launched, settle, type World } from './world.ts';

const queueLength = 128;
const controlLength = 32;
const controlRoom = 1024;
const defaultSize = 4096;
const done: Outcome = { see: 'done' };

/** Buffers of one port at the device, and data that came back and was not read. */
type PortBuffers = { in: number; out: number; readonly data: GuestBuffer[] };
/** What a guest's driver remembers of its controller. `ports` also holds those that were unplugged. */
export type VirtioDriver = {
  readonly controller: Controller;
  started: boolean;
  readonly buffers: Map<number, PortBuffers>;
};
/** A port as the driver finds it: by its controller and number. */
type Place = { readonly driver: VirtioDriver; readonly nr: number };
/** Whoever holds the big lock waits for something. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

function portDevice(launched: Launched, id: string): Extract<Device, { kind: 'port' }> | undefined {
  const found = launched.machine.devices.find((device) => device.id === id);
  return found?.kind === 'port' ? found : undefined;
}

function driverOf(launched: Launched, id: string): VirtioDriver {
  const known = launched.drivers.get(id);
  if (known !== undefined) return known;
  const controller = controllersOf(launched.machine).find((each) => each.id === id);
  if (controller === undefined) throw new Error(`the scenario uses controller ${id}, which is not there`);
  const driver: VirtioDriver = { controller, started: false, buffers: new Map() };
  launched.drivers.set(id, driver);
  return driver;
}

/** Where a port is, or was when it was last seen. */
function placeOf(launched: Launched, id: string): Place | null {
  const device = portDevice(launched, id);
  if (device !== undefined)
    launched.places.set(id, { controller: device.made.port.controller.id, nr: device.made.port.nr });
  const place = launched.places.get(id);
  return place === undefined ? null : { driver: driverOf(launched, place.controller), nr: place.nr };
}

/** Every port is seen while it is there. */
export function rememberPorts(launched: Launched): void {
  for (const { id } of launched.machine.devices) if (id !== null) placeOf(launched, id);
}

function startedPlace(launched: Launched, id: string): Place {
  const place = placeOf(launched, id);
  if (place === null) throw new Error(`the scenario uses port ${id}, which was never there`);
  if (!place.driver.started) throw new Error(`the scenario uses port ${id} without driver-start`);
  return place;
}

function buffersOf({ driver, nr }: Place): PortBuffers {
  let buffers = driver.buffers.get(nr);
  if (buffers === undefined) {
    buffers = { in: 0, out: 0, data: [] };
    driver.buffers.set(nr, buffers);
  }
  return buffers;
}

/** What memory holds is asked of the machine, which answers once it has the big lock. Source: RT-37, 7.2 by experiment. */
function lookAtMemory(world: World, launched: Launched): void {
  if (workOn(world, launched, () => 0, true) === null) throw new NoAnswer('the big lock is not given back');
}

/** Takes back what the device has returned. */
function collect(place: Place): PortBuffers {
  const buffers = buffersOf(place);
  const queues = queuesOf(place.driver.controller, place.nr);
  buffers.out -= queues.out.returned.splice(0).length;
  const filled = queues.in.returned.splice(0);
  buffers.in -= filled.length;
  buffers.data.push(...filled);
  return buffers;
}

function work(world: World, launched: Launched, task: () => Task<void>): void {
  const result = workOn(world, launched, () => finished(task()));
  if (result === null) throw new NoAnswer('the big lock is not given back');
}

function postControl(controller: Controller): void {
  const { available, returned } = controller.control.in;
  while (available.length + returned.length < controlLength) available.push(inputBuffer(controlRoom));
}

function takeControl(controller: Controller): readonly ControlMessage[] {
  const filled = controller.control.in.returned.splice(0);
  postControl(controller);
  return filled.flatMap(({ input }) => decodeControl(input) ?? []);
}

function sendControl(world: World, launched: Launched, controller: Controller, message: ControlMessage): void {
  controller.control.out.available.push(outputBuffer(encodeControl(message)));
  work(world, launched, () => kickControl(launched.machine, controller));
  controller.control.out.returned = [];
}

/** What has arrived; new ports are told that the guest is ready for them. Source: VSER-02. */
function messages(world: World, launched: Launched, { controller }: VirtioDriver): Outcome {
  const control = [...takeControl(controller)];
  for (let at = 0; at < control.length; at += 1) {
    const message = control[at];
    if (message?.event !== 'PORT_ADD' || message.value !== 1) continue;
    sendControl(world, launched, controller, { event: 'PORT_READY', port: message.port, value: 1 });
    control.push(...takeControl(controller));
  }
  return { see: 'guest-messages', control };
}

function start(world: World, launched: Launched, driver: VirtioDriver, wanted: boolean): Outcome {
  const { controller } = driver;
  const multiport = wanted && offersMultiport(controller);
  reset(world, launched, driver);
  work(world, launched, () => startDriver(launched.machine, controller, multiport));
  driver.started = true;
  if (!multiport) return { see: 'guest-messages', control: [] };
  postControl(controller);
  sendControl(world, launched, controller, { event: 'DEVICE_READY', port: 0, value: 1 });
  return messages(world, launched, driver);
}

function reset(world: World, launched: Launched, driver: VirtioDriver): void {
  work(world, launched, () => resetController(launched.machine, driver.controller));
  driver.started = false;
  driver.buffers.clear();
}

function post(place: Place, queue: 'in' | 'out', buffers: readonly GuestBuffer[]): void {
  const held = collect(place);
  queuesOf(place.driver.controller, place.nr)[queue].available.push(...buffers);
  held[queue] += buffers.length;
}

function kickQueue(world: World, launched: Launched, { driver, nr }: Place, queue: 'in' | 'out'): void {
  work(world, launched, () => kick(driver.controller, nr, queue));
}

function write(world: World, launched: Launched, place: Place, text: string, size: number): number {
  const bytes = bytesOf(text);
  const free = queueLength - collect(place).out;
  const buffers: GuestBuffer[] = [];
  let at = 0;
  for (; at < bytes.length && buffers.length < free; at += size) buffers.push(outputBuffer(bytes.slice(at, at + size)));
  if (buffers.length === 0) return 0;
  post(place, 'out', buffers);
  kickQueue(world, launched, place, 'out');
  return Math.min(at, bytes.length);
}

function answered(act: () => Outcome): Outcome {
  try {
    return act();
  } catch (error) {
    if (error instanceof NoAnswer) return { see: 'silent' };
    throw error;
  }
}

type Driven = Extract<GuestAction, { do: 'guest-write' | 'guest-read' }>;

/** guest-write and guest-read where the port is one of a virtio controller; null where it is not. Source: RT-37. */
export function driveVirtioPort(world: World, launched: Launched, action: Driven): Outcome | null {
  if (placeOf(launched, action.port) === null) return null;
  const place = startedPlace(launched, action.port);
  return answered(() => {
    lookAtMemory(world, launched);
    if (action.do === 'guest-write') {
      return { see: 'accepted', count: write(world, launched, place, action.bytes, action.size ?? defaultSize) };
    }
    const filled = collect(place).data.splice(0);
    return { see: 'data', bytes: filled.map(({ input }) => byteString(input)).join(''), end: false };
  });
}

function openPort(world: World, launched: Launched, id: string, open: boolean): Outcome {
  const { driver, nr } = startedPlace(launched, id);
  sendControl(world, launched, driver.controller, { event: 'PORT_OPEN', port: nr, value: open ? 1 : 0 });
  return done;
}

function perform(world: World, launched: Launched, action: DriverAction): Outcome {
  switch (action.do) {
    case 'driver-start':
      return start(world, launched, driverOf(launched, action.controller), action.multiport ?? true);
    case 'driver-reset':
      reset(world, launched, driverOf(launched, action.controller));
      return done;
    case 'guest-messages':
      return messages(world, launched, driverOf(launched, action.controller));
    case 'guest-control': {
      const { id, event, value } = action;
      sendControl(world, launched, driverOf(launched, action.controller).controller, { event, port: id, value });
      return done;
    }
    case 'guest-open':
    case 'guest-close':
      return openPort(world, launched, action.port, action.do === 'guest-open');
    case 'guest-post': {
      const place = startedPlace(launched, action.port);
      const count = Math.min(action.buffers, queueLength - collect(place).in);
      post(
        place,
        'in',
        Array.from({ length: count }, () => inputBuffer(action.size)),
      );
      settle(world); // buffers are room before anybody is told of them
      kickQueue(world, launched, place, 'in');
      return done;
    }
    case 'guest-kick':
      kickQueue(world, launched, startedPlace(launched, action.port), action.queue);
      return done;
    case 'guest-queues': {
      const held = collect(startedPlace(launched, action.port));
      return { see: 'queues', in: held.in, out: held.out };
    }
    case 'guest-emergency-write':
      work(world, launched, () => emergencyWrite(driverOf(launched, action.controller).controller, action.byte));
      return done;
    default:
      return assertNever(action);
  }
}

/** Does one thing that a virtio-serial driver does. Source: VSER-01, RT-37. */
export function performDriverAction(world: World, launched: Launched, action: DriverAction): Outcome {
  return answered(() => perform(world, launched, action));
}

/** The state of a port as the device tree shows it. */
export function portState(launched: Launched, id: string): Outcome {
  const device = launched.machine.devices.find((each) => each.id === id);
  if (device?.kind === 'usb') return { see: 'usb-port', attached: device.made.attached };
  if (device?.kind !== 'port') return { see: 'errno', errno: 'ENODEV' };
  const { nr, guestOpen, hostOpen, throttled } = device.made.port;
  return { see: 'port', nr, guest: guestOpen, host: hostOpen, throttled };
}
