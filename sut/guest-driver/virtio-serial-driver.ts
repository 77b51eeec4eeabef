import type { ControlEvent } from '../../model/language/action.ts';
import type { ControlMessage } from '../../model/language/outcome.ts';
import { decodeControl, encodeControl } from './control-message.ts';
import type { GuestMemory } from './guest-memory.ts';
import {
  acceptFeatures,
  installQueue,
  type LegacyDevice,
  notifyQueue,
  queueSize,
  readConfig,
  setStatus,
  status,
  writeConfig,
} from './legacy-pci.ts';
import { endVirtqueue, makeVirtqueue, offerBuffers, takeUsed, type Virtqueue } from './virtqueue.ts';

/** A started driver of one virtio-serial controller. Source: VSER-01. */
export type VirtioSerialDriver = {
  readonly device: LegacyDevice;
  readonly memory: GuestMemory;
  readonly multiport: boolean;
  /** All queues by number; port 0 has 0 and 1, the control queues are 2 and 3, port p has 2p+2 and 2p+3. */
  readonly queues: readonly Virtqueue[];
  /** Port number -> what came back in its receive buffers and was not read yet. */
  readonly received: Map<number, string>;
};

const multiportFeature = 2;
const maxPortsOffset = 4;
const emergencyWriteOffset = 8;
const controlIn = 2;
const controlOut = 3;
/** How many buffers a driver keeps in a queue; newer QEMUs offer rings of 1024, older ones just these. */
const dataBuffers = 128;
const controlBuffers = 32;
/** Room for a message with a name longer than any scenario gives. */
const controlBufferBytes = 1024;
const portsMax = 511;
const messagesMax = 100_000;

function queueOf(driver: VirtioSerialDriver, index: number): Virtqueue {
  const queue = driver.queues[index];
  if (queue === undefined) throw new Error(`the guest's driver has no queue ${index}: it has ${driver.queues.length}`);
  return queue;
}

function portQueue(driver: VirtioSerialDriver, port: number, direction: 'in' | 'out'): Virtqueue {
  return queueOf(driver, (port === 0 ? 0 : 2 * port + 2) + (direction === 'in' ? 0 : 1));
}

/**
 * Brings a controller up: reset, features, queues, DRIVER_OK; with multiport, which one of a single port does not offer
 * (VSER-03), the control buffers are posted and DEVICE_READY(1) is sent. Buffers of data queues are posted by postReceive only. Source: RT-38, VSER-01.
 */
export function startDriver(device: LegacyDevice, memory: GuestMemory, wanted: boolean): VirtioSerialDriver {
  const { machine } = device;
  setStatus(device, status.reset);
  setStatus(device, status.acknowledge);
  setStatus(device, status.acknowledge + status.driver);
  const multiport = acceptFeatures(device, wanted ? multiportFeature : 0) !== 0;
  const ports = readConfig(device, maxPortsOffset);
  if (ports < 1 || ports > portsMax) throw new Error(`the controller speaks of ${ports} ports: want 1..${portsMax}`);
  const count = multiport ? 2 * ports + 2 : 2;
  const queues: Virtqueue[] = [];
  for (let index = 0; index < count; index += 1) {
    const direction = index % 2 === 0 ? 'in' : 'out';
    const used = index === controlIn || index === controlOut ? controlBuffers : dataBuffers;
    const queue = makeVirtqueue(machine, memory, index, queueSize(device, index), direction, used);
    installQueue(device, queue);
    queues.push(queue);
  }
  setStatus(device, status.acknowledge + status.driver + status.driverOk);
  const driver = { device, memory, multiport, queues, received: new Map<number, string>() };
  if (multiport) {
    postControl(driver, queueOf(driver, controlIn).free.length);
    sendControl(driver, 0, 'DEVICE_READY', 1);
  }
  return driver;
}

/** Status 0: the device forgets all queues, and what was in them is the guest's again. */
export function resetDriver(driver: VirtioSerialDriver): void {
  setStatus(driver.device, status.reset);
  for (const queue of driver.queues) endVirtqueue(driver.memory, queue);
  driver.received.clear();
}

function postControl(driver: VirtioSerialDriver, count: number): void {
  if (count === 0) return;
  const buffers = Array.from({ length: count }, () => controlBufferBytes);
  offerBuffers(driver.device.machine, driver.memory, queueOf(driver, controlIn), buffers);
  notifyQueue(driver.device, controlIn);
}

/** Sends one control message. Throws when the device leaves 32 of them lying. Source: VSER-01. */
export function sendControl(driver: VirtioSerialDriver, port: number, event: ControlEvent, value: number): void {
  if (!driver.multiport) throw new Error('a driver without multiport sends no control messages');
  const queue = queueOf(driver, controlOut);
  takeUsed(driver.device.machine, driver.memory, queue);
  offerBuffers(driver.device.machine, driver.memory, queue, [encodeControl(port, event, value)]);
  notifyQueue(driver.device, controlOut);
}

/** Takes the control messages that have arrived, in order, and posts their buffers again. */
export function takeControl(driver: VirtioSerialDriver): readonly ControlMessage[] {
  if (!driver.multiport) return [];
  const messages = takeUsed(driver.device.machine, driver.memory, queueOf(driver, controlIn));
  postControl(driver, messages.length);
  return messages.map(decodeControl);
}

/**
 * Takes control messages until there are no more: each PORT_ADD(1) is answered by PORT_READY(1) when its turn comes,
 * and what that brings once settled is appended. Source: RT-38, VSER-02.
 */
export function converse(driver: VirtioSerialDriver, settle: () => void): readonly ControlMessage[] {
  settle();
  const messages = [...takeControl(driver)];
  for (let at = 0; at < messages.length && at < messagesMax; at += 1) {
    const message = messages[at];
    if (message?.event !== 'PORT_ADD' || message.value !== 1) continue;
    sendControl(driver, message.port, 'PORT_READY', 1);
    settle();
    messages.push(...takeControl(driver));
  }
  return messages;
}

/** Posts receive buffers of `size` bytes, as many of `count` as the queue has room for, and notifies the device once. */
export function postReceive(driver: VirtioSerialDriver, port: number, count: number, size: number): void {
  collectReceived(driver, port);
  const queue = portQueue(driver, port, 'in');
  const buffers = Array.from({ length: Math.min(count, queue.free.length) }, () => size);
  offerBuffers(driver.device.machine, driver.memory, queue, buffers);
  if (buffers.length > 0) notifyQueue(driver.device, queue.index);
}

/**
 * Puts bytes into buffers of at most `size` as long as the queue has room, notifies the device once, and returns how
 * many bytes went in.
 */
export function writePort(driver: VirtioSerialDriver, port: number, bytes: string, size: number): number {
  const queue = portQueue(driver, port, 'out');
  takeUsed(driver.device.machine, driver.memory, queue);
  const buffers: string[] = [];
  for (let at = 0; at < bytes.length && buffers.length < queue.free.length; at += size) {
    buffers.push(bytes.slice(at, at + size));
  }
  offerBuffers(driver.device.machine, driver.memory, queue, buffers);
  if (buffers.length > 0) notifyQueue(driver.device, queue.index);
  return buffers.reduce((sum, { length }) => sum + length, 0);
}

function collectReceived(driver: VirtioSerialDriver, port: number): void {
  const pieces = takeUsed(driver.device.machine, driver.memory, portQueue(driver, port, 'in'));
  driver.received.set(port, (driver.received.get(port) ?? '') + pieces.join(''));
}

/** Takes what has come back in the port's receive buffers, joined in order; they are not posted again. */
export function readPort(driver: VirtioSerialDriver, port: number): string {
  collectReceived(driver, port);
  const bytes = driver.received.get(port) ?? '';
  driver.received.delete(port);
  return bytes;
}

/** Notifies the device of one of the port's queues. */
export function kickPort(driver: VirtioSerialDriver, port: number, direction: 'in' | 'out'): void {
  notifyQueue(driver.device, portQueue(driver, port, direction).index);
}

/** How many buffers of a port the device has not given back. Source: VSER-24. */
export function heldBuffers(driver: VirtioSerialDriver, port: number): { readonly in: number; readonly out: number } {
  collectReceived(driver, port);
  const out = portQueue(driver, port, 'out');
  takeUsed(driver.device.machine, driver.memory, out);
  return { in: portQueue(driver, port, 'in').held.size, out: out.held.size };
}

/** Writes a byte into the emergency-write register of a controller. Source: VSER-03. */
export function emergencyWrite(device: LegacyDevice, byte: number): void {
  writeConfig(device, emergencyWriteOffset, byte);
}
