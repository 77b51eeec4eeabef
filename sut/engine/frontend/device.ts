import type { Task } from '../../runtime/task.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { attach, detach } from '../chardev/frontend-handle.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { createUsbSerial, type UsbSerial } from './usb-serial.ts';
import { type ChardevPort, createPort } from './virtio-port.ts';
import { automaticNumber, type Controller, createController, numberFor, resetController } from './virtio-serial-bus.ts';

/** What a device is made from, checked for types only. `id` null: it has no name and cannot be removed. */
export type DeviceOptions =
  | {
      readonly kind: 'virtserialport' | 'virtconsole';
      readonly id: string | null;
      readonly chardev?: string;
      readonly name?: string;
      readonly nr?: number;
      readonly bus?: string;
    }
  | { readonly kind: 'usb-serial'; readonly id: string | null; readonly chardev?: string; readonly port?: string }
  | { readonly kind: 'virtio-serial-pci'; readonly id: string | null; readonly maxPorts?: number };
/** A device that is there. */
export type Device =
  | { readonly kind: 'port'; readonly id: string | null; readonly made: ChardevPort }
  | { readonly kind: 'usb'; readonly id: string | null; readonly made: UsbSerial }
  | { readonly kind: 'controller'; readonly id: string | null; readonly made: Controller };

const defaultMaxPorts = 31;
/** Places of the USB bus that a device can name; a hub brings more when they are used up. */
const usbPorts: readonly string[] = ['1', '2', '3', '4'];

/** Texts of device_add. Source: VSER-11, VSER-16; both QEMUs. */
export const deviceErrors = {
  chardevRequired: 'Property chardev is required',
  duplicate: (id: string): string => `Duplicate device ID '${id}'`,
  busNotFound: (bus: string): string => `Bus '${bus}' not found`,
  noBus: (type: string, kind: string): string => `No '${type}' bus found for device '${kind}'`,
  wrongBus: (kind: string, type: string): string => `Device '${kind}' can't go on ${type} bus`,
  noUsbPort: (port: string): string => `usb port ${port} (bus usb.0) not found (in use?)`,
  notFound: (kind: string, id: string): string => `Property '${kind}.chardev' can't find value '${id}'`,
  notTaken: (kind: string, id: string, why: string): string =>
    `Property '${kind}.chardev' can't take value '${id}': ${why}`,
};

/** The controllers, oldest first. */
export function controllersOf(machine: Machine): readonly Controller[] {
  return machine.devices.flatMap((device) => (device.kind === 'controller' ? [device.made] : []));
}

/** The controller of that bus, by default the newest. Source: VSER-16. */
function controllerFor(machine: Machine, kind: string, bus: string | undefined): Attempt<Controller> {
  const all = controllersOf(machine);
  if (bus === undefined) {
    const newest = all.at(-1);
    return newest === undefined ? failure(deviceErrors.noBus('virtio-serial-bus', kind)) : success(newest);
  }
  const found = all.find(({ id }) => `${id}.0` === bus);
  if (found !== undefined) return success(found);
  if (machine.hasPci && bus === 'usb.0') return failure(deviceErrors.wrongBus(kind, 'usb-bus'));
  if (machine.hasPci && bus === 'pci.0') return failure(deviceErrors.wrongBus(kind, 'PCI'));
  return failure(deviceErrors.busNotFound(bus));
}

function chardevFor(machine: Machine, kind: string, id: string): Attempt<Chardev> {
  const chardev = machine.chardevs.get(id);
  return chardev === undefined ? failure(deviceErrors.notFound(kind, id)) : success(chardev);
}

type PortOptions = Extract<DeviceOptions, { kind: 'virtserialport' | 'virtconsole' }>;

/** The chardev is taken before anything else is looked at, and given back on a refusal. Source: VSER-11, Q-MUX-6. */
function* addPort(machine: Machine, options: PortOptions): Task<Attempt<Device>> {
  const { kind, id } = options;
  const controller = controllerFor(machine, kind, options.bus);
  if (!controller.ok) return controller;
  const name = options.name ?? null;
  const { chardev: wantedId = '' } = options; // '' is none
  const chardev = wantedId === '' ? null : chardevFor(machine, kind, wantedId);
  if (chardev !== null && !chardev.ok) return chardev;
  const wanted = { nr: options.nr ?? automaticNumber, name, console: kind === 'virtconsole' };
  const nr = numberFor(controllersOf(machine), controller.value, wanted);
  const made = createPort(machine, controller.value, { kind, id, nr: nr.ok ? nr.value : 0, name });
  if (chardev !== null) {
    const attached = attach(machine, chardev.value, made.frontend);
    if (!attached.ok) return failure(deviceErrors.notTaken(kind, wantedId, attached.text));
  }
  if (!nr.ok) {
    yield* detach(made.frontend);
    return nr;
  }
  yield* made.realize();
  return success({ kind: 'port', id, made });
}

/** The chardev is taken before the place on the bus is looked for, and given back when there is none. Source: Q-MUX-6. */
function* addUsbSerial(
  machine: Machine,
  { kind, id, chardev: chardevId, port }: Extract<DeviceOptions, { kind: 'usb-serial' }>,
): Task<Attempt<Device>> {
  if (!machine.hasPci) return failure(deviceErrors.noBus('usb-bus', kind));
  const misplaced = port !== undefined && !usbPorts.includes(port) ? failure(deviceErrors.noUsbPort(port)) : null;
  if (chardevId === undefined || chardevId === '') return misplaced ?? failure(deviceErrors.chardevRequired);
  const chardev = chardevFor(machine, kind, chardevId);
  if (!chardev.ok) return chardev;
  const made = createUsbSerial(machine, chardev.value);
  if (!made.ok) return failure(deviceErrors.notTaken(kind, chardevId, made.text));
  if (misplaced !== null) {
    yield* made.value.release();
    return misplaced;
  }
  yield* made.value.realize();
  return success({ kind: 'usb', id, made: made.value });
}

function addController(machine: Machine, id: string | null, maxPorts: number): Attempt<Device> {
  if (!machine.hasPci) return failure(deviceErrors.noBus('PCI', 'virtio-serial-pci'));
  const made = createController(id ?? '', maxPorts, machine.runState === 'running');
  return made.ok ? success({ kind: 'controller', id, made: made.value }) : made;
}

/** device_add, or -device. Source: VSER-10..VSER-16. */
export function* addDevice(machine: Machine, options: DeviceOptions): Task<Attempt<void>> {
  const { id } = options;
  if (id !== null && machine.devices.some((device) => device.id === id)) return failure(deviceErrors.duplicate(id));
  let made: Attempt<Device>;
  if (options.kind === 'virtio-serial-pci') made = addController(machine, id, options.maxPorts ?? defaultMaxPorts);
  else if (options.kind === 'usb-serial') made = yield* addUsbSerial(machine, options);
  else made = yield* addPort(machine, options);
  if (!made.ok) return made;
  machine.devices = [...machine.devices, made.value];
  return success(undefined);
}

/**
 * device_del: ports and adapters leave at once, their chardevs are free and `deleted` is run after a grace period. A
 * controller needs a guest that lets it go, and there is none. Source: VSER-50, VSER-51.
 */
export function removeDevice(machine: Machine, id: string, deleted: () => Task<void>): boolean {
  const device = machine.devices.find((each) => each.id === id);
  if (device === undefined) return false;
  if (device.kind === 'controller') return true;
  machine.devices = machine.devices.filter((each) => each !== device);
  if (device.kind === 'port') device.made.unrealize();
  machine.released = [...machine.released, () => released(device.made.release(), deleted)];
  return true;
}

function* released(release: Task<void>, deleted: () => Task<void>): Task<void> {
  yield* release;
  yield* deleted();
}

/** Everything as after power on. Source: VSER-41. */
export function* resetDevices(machine: Machine): Task<void> {
  for (const reset of machine.resets) reset();
  for (const controller of controllersOf(machine)) yield* resetController(machine, controller);
}
