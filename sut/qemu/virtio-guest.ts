import type { DriverAction, GuestAction } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { type GuestMemory, makeGuestMemory } from '../guest-driver/guest-memory.ts';
import { type LegacyDevice, placeDevice } from '../guest-driver/legacy-pci.ts';
import {
  converse,
  emergencyWrite,
  heldBuffers,
  kickPort,
  postReceive,
  readPort,
  resetDriver,
  sendControl,
  startDriver,
  type VirtioSerialDriver,
  writePort,
} from '../guest-driver/virtio-serial-driver.ts';
import { NotApplicable } from '../target.ts';
import { memoryMiB } from './command-line.ts';
import type { DeviceTree } from './device-tree.ts';
import { NoAnswer } from './qtest.ts';
import type { QtestMachine } from './qtest-machine.ts';

/** The guest of a virtio machine: where its controllers and ports are, and the drivers that it has started. */
export type VirtioGuest = {
  readonly machine: QtestMachine;
  readonly memory: GuestMemory;
  /** Id of a controller or pci-serial -> its number on PCI bus 0. */
  readonly slots: Map<string, number>;
  /** Port id -> where it is, or last was: a driver knows an unplugged port's queues. */
  readonly ports: Map<string, { readonly controller: string; readonly nr: number }>;
  readonly devices: Map<string, LegacyDevice>;
  readonly drivers: Map<string, VirtioSerialDriver>;
};

const mebibyte = 1 << 20;
const ioWindowFirst = 0x1000;
const ioWindowBytes = 0x100;
/** Bytes of an output buffer where the scenario names no size. */
const bufferBytes = 4096;

/** A guest that has started nothing; its driver uses the memory above the first mebibyte. */
export function makeVirtioGuest(machine: QtestMachine): VirtioGuest {
  return {
    machine,
    memory: makeGuestMemory(mebibyte, memoryMiB * mebibyte),
    slots: new Map(),
    ports: new Map(),
    devices: new Map(),
    drivers: new Map(),
  };
}

/** Takes note of what is plugged in now; what is no longer there stays known. */
export function learnDevices(guest: VirtioGuest, tree: DeviceTree): void {
  for (const [id, slot] of tree.slots) guest.slots.set(id, slot);
  for (const [id, { controller, nr }] of tree.ports) guest.ports.set(id, { controller, nr });
}

/** Whether guest-write and guest-read on this port go through virtio queues. */
export function isVirtioPort(guest: VirtioGuest | undefined, port: string): boolean {
  return guest?.ports.has(port) === true;
}

/** Gives the controller its I/O window; also again, since a reset of the machine takes it away. */
function place(guest: VirtioGuest, controller: string): LegacyDevice {
  const slot = guest.slots.get(controller);
  if (slot === undefined)
    throw new Error(`the scenario uses controller ${controller}, which the machine does not have`);
  const device = placeDevice(guest.machine, slot, ioWindowFirst + slot * ioWindowBytes);
  guest.devices.set(controller, device);
  return device;
}

/** The I/O address of a pci-serial, which it is given at its first use; null: the machine has none of that id. */
export function serialWindow(guest: VirtioGuest | undefined, id: string): number | null {
  if (guest === undefined || !guest.slots.has(id)) return null;
  const device = guest.devices.get(id) ?? place(guest, id);
  guest.machine.flush();
  return device.ioBase;
}

function driverOf(guest: VirtioGuest, controller: string): VirtioSerialDriver {
  const driver = guest.drivers.get(controller);
  if (driver === undefined) throw new Error(`the scenario uses controller ${controller} without driver-start`);
  return driver;
}

function locate(guest: VirtioGuest, port: string): { readonly driver: VirtioSerialDriver; readonly nr: number } {
  const place = guest.ports.get(port);
  if (place === undefined) throw new Error(`the scenario uses port ${port}, which the machine does not have`);
  return { driver: driverOf(guest, place.controller), nr: place.nr };
}

/** What the guest does with virtio ports: its driver's actions, and writing and reading. */
export type VirtioAction = DriverAction | Extract<GuestAction, { readonly do: 'guest-write' | 'guest-read' }>;

/**
 * Does one action of the guest; `silent` or `closed` when QEMU does not answer an access. Throws for what no scenario
 * may do: a port or controller that does not exist, or one whose driver was not started. Source: RT-37, RT-38.
 */
export function performVirtioAction(
  guest: VirtioGuest | undefined,
  action: VirtioAction,
  patienceMs: number,
  settle: () => void,
): Outcome {
  if (guest === undefined) throw new NotApplicable(`${action.do} needs a virtio machine`);
  const { machine } = guest;
  machine.patienceMs = patienceMs;
  const atRest = (): void => {
    machine.flush();
    settle();
  };
  try {
    const outcome = perform(guest, action, atRest);
    machine.flush();
    return outcome;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { see: error.why === 'gone' ? 'closed' : 'silent' };
  }
}

function perform(guest: VirtioGuest, action: VirtioAction, settle: () => void): Outcome {
  switch (action.do) {
    case 'driver-start':
      return start(guest, action.controller, action.multiport !== false, settle);
    case 'driver-reset':
      resetDriver(driverOf(guest, action.controller));
      guest.drivers.delete(action.controller);
      return { see: 'done' };
    case 'guest-messages':
      return { see: 'guest-messages', control: converse(driverOf(guest, action.controller), settle) };
    case 'guest-control':
      sendControl(driverOf(guest, action.controller), action.id, action.event, action.value);
      return { see: 'done' };
    case 'guest-emergency-write':
      emergencyWrite(guest.devices.get(action.controller) ?? place(guest, action.controller), action.byte);
      return { see: 'done' };
    default:
      return performOnPort(guest, action);
  }
}

function start(guest: VirtioGuest, controller: string, multiport: boolean, settle: () => void): Outcome {
  const device = place(guest, controller);
  const old = guest.drivers.get(controller);
  if (old !== undefined) resetDriver(old);
  const driver = startDriver(device, guest.memory, multiport);
  guest.drivers.set(controller, driver);
  return { see: 'guest-messages', control: converse(driver, settle) };
}

function performOnPort(guest: VirtioGuest, action: Extract<VirtioAction, { readonly port: string }>): Outcome {
  if (action.do === 'guest-queues' && !guest.drivers.has(guest.ports.get(action.port)?.controller ?? '')) {
    return { see: 'queues', in: 0, out: 0 };
  }
  const { driver, nr } = locate(guest, action.port);
  switch (action.do) {
    case 'guest-open':
    case 'guest-close':
      sendControl(driver, nr, 'PORT_OPEN', action.do === 'guest-open' ? 1 : 0);
      return { see: 'done' };
    case 'guest-post':
      postReceive(driver, nr, action.buffers, action.size);
      return { see: 'done' };
    case 'guest-kick':
      kickPort(driver, nr, action.queue);
      return { see: 'done' };
    case 'guest-queues':
      return { see: 'queues', ...heldBuffers(driver, nr) };
    case 'guest-write':
      return { see: 'accepted', count: writePort(driver, nr, action.bytes, action.size ?? bufferBytes) };
    case 'guest-read':
      return { see: 'data', bytes: readPort(driver, nr), end: false };
    default:
      return assertNever(action);
  }
}
