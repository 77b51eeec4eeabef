import type { Answer, Arguments, Command } from './command.ts';
import { nothing, refusal } from './command.ts';
import { speaksLikeTen } from './error-text.ts';
import { toBigint } from './integer.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { abandonDevice, addPort, addUsbSerial, attachDevice, hasDevice, unplug } from './port-device.ts';
import { controllerError, portsDefault } from './port-number.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { putEntry } from './table.ts';
import { freshController } from './virtio-port.ts';
import { controllerIds } from './virtio-serial.ts';

/** Devices that can be added, and the properties of each that are known here. */
const properties: Readonly<Record<string, readonly string[]>> = {
  virtserialport: ['chardev', 'name', 'nr'],
  virtconsole: ['chardev', 'name', 'nr'],
  'usb-serial': ['chardev', 'port'],
  'virtio-serial-pci': ['max_ports', 'addr'],
};
/** Models that QEMU has and this model does not. */
const foreign = /^(isa-|pci-|virtio-|usb-|scsi-|ide-|ccid-|i82|e1000|VGA|qemu-|sga|vhost|vmware|rtl|ne2k|AC97|hda-)/;

/** device_add and device_del. Source: VSER-10..16, VSER-50, VSER-51, experiments on both versions. */
export const deviceCommands: Readonly<Record<string, Command>> = {
  device_add: {
    members: (_state, given) => Object.keys(given).map((name) => ({ name, shape: { is: 'any' } })),
    run: (turn, _caller, given) => addDevice(turn, given),
  },
  device_del: {
    members: () => [{ name: 'id', shape: { is: 'string' } }],
    run: (turn, _caller, given) => {
      const id = String(given['id']);
      if (turn.state.controllers.has(id) || turn.state.uarts.has(id)) throw new ModelLimit(`unplugging ${id}`);
      if (id === '' || id.startsWith('/')) throw new ModelLimit('a device by its path');
      if (!hasDevice(turn.state, id))
        return { ok: false, text: `Device '${id}' not found`, errorClass: 'DeviceNotFound' };
      unplug(turn, id);
      return nothing;
    },
  },
};

function text(value: Value | undefined, name: string): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new ModelLimit(`a ${name} that is no text`);
  return value;
}

/** First what fails by itself, then the bus, the id, the properties, the device. Source: experiments. */
function addDevice(turn: Turn, given: Arguments): Answer {
  const { state } = turn;
  if (state.machine.bare) throw new ModelLimit('devices on a machine without any');
  const id = text(given['id'], 'device id');
  const identifier = id === null || /^[A-Za-z][A-Za-z0-9._-]*$/.test(id);
  if (!identifier && !speaksLikeTen(state.profile)) return refusal("Parameter 'id' expects an identifier");
  if (!identifier) throw new ModelLimit(`a device of id ${id}`);
  const driver = text(given['driver'], 'driver');
  if (driver === null) return refusal("Parameter 'driver' is missing");
  const known = Object.hasOwn(properties, driver) ? properties[driver] : undefined;
  if (known === undefined) {
    if (foreign.test(driver)) throw new ModelLimit(`a device of model ${driver}`);
    return refusal(`'${driver}' is not a valid device model name`);
  }
  const bus = busOf(state, driver, text(given['bus'], 'bus'));
  if (!bus.ok) return refusal(bus.text);
  if (id !== null && isTaken(state, id)) return refusal(`Duplicate device ID '${id}'`);
  const strange = Object.keys(given).filter((name) => !['driver', 'id', 'bus', ...known].includes(name));
  if (strange.length > 1 || (strange.length === 1 && given['chardev'] !== undefined && !isFree(state, given)))
    throw new ModelLimit('which of several wrong properties is told');
  if (strange[0] !== undefined) return refusal(`Property '${driver}.${strange[0]}' not found`);
  if (driver === 'virtio-serial-pci') return addController(turn, id, given);
  return addWithChardev(turn, driver as 'virtserialport', id, bus.value, given);
}

function isFree(state: ModelState, given: Arguments): boolean {
  const chardev = state.chardevs.get(String(given['chardev']));
  return chardev !== undefined && chardev.user === null && chardev.mux === null;
}

function isTaken(state: ModelState, id: string): boolean {
  if (state.leaving.includes(id)) throw new ModelLimit('a device id that is just becoming free');
  return hasDevice(state, id) || state.controllers.has(id) || id === 'usb';
}

/** The controller that a device goes to: the named one, or the newest. Source: VSER-16, experiments. */
function busOf(state: ModelState, driver: string, name: string | null): Outcomed<string> {
  if (driver === 'usb-serial' || driver === 'virtio-serial-pci') {
    const own = driver === 'usb-serial' ? 'usb.0' : 'pci.0';
    if (name === null || name === own) return { ok: true, value: own };
    if (name === 'usb.0' || name === 'pci.0') throw new ModelLimit(`${driver} on ${name}`);
  }
  if (name === null) {
    const newest = controllerIds(state).at(-1);
    const none = { ok: false, text: `No 'virtio-serial-bus' bus found for device '${driver}'` } as const;
    return newest === undefined ? none : { ok: true, value: newest };
  }
  const controller = controllerIds(state).find((id) => `${id}.0` === name);
  if (controller !== undefined && driver.startsWith('virt') && driver !== 'virtio-serial-pci')
    return { ok: true, value: controller };
  if (controller !== undefined || /^(pci|usb|isa|ide|i2c|main-system-bus)\b/.test(name))
    throw new ModelLimit(`${driver} on ${name}`);
  return { ok: false, text: `Bus '${name}' not found` };
}

/** A number as a property takes it, 0..2^32-1. Source: experiments on both versions. */
function numberOf(turn: Turn, given: Arguments, name: string): Outcomed<number | null> {
  const value = given[name];
  if (value === undefined) return { ok: true, value: null };
  const number = toBigint(value);
  if (number === null) {
    if (typeof value === 'string' && !speaksLikeTen(turn.state.profile)) throw new ModelLimit('a number as text');
    const expected = speaksLikeTen(turn.state.profile) ? 'uint64' : 'integer';
    return { ok: false, text: `Parameter '${name}' expects ${expected}` };
  }
  if (number < 0n || number > 4294967295n) return { ok: false, text: `Parameter '${name}' expects uint32_t` };
  return { ok: true, value: Number(number) };
}

function addController(turn: Turn, id: string | null, given: Arguments): Answer {
  const maxPorts = numberOf(turn, given, 'max_ports');
  if (!maxPorts.ok) return refusal(maxPorts.text);
  if (id === null) throw new ModelLimit('a controller without id');
  const count = maxPorts.value ?? portsDefault;
  const error = controllerError(count);
  if (error !== null) return refusal(error);
  putEntry(turn, 'controllers', id, freshController(id, count));
  return nothing;
}

function addWithChardev(
  turn: Turn,
  driver: 'virtserialport' | 'virtconsole' | 'usb-serial',
  deviceId: string | null,
  controller: string,
  given: Arguments,
): Answer {
  const chardev = text(given['chardev'], 'chardev');
  const nr = driver === 'usb-serial' ? ({ ok: true, value: null } as const) : numberOf(turn, given, 'nr');
  if (!nr.ok && chardev !== null && !isFree(turn.state, given)) throw new ModelLimit('which wrong property is told');
  if (!nr.ok) return refusal(nr.text);
  const id = deviceId ?? `#${turn.state.virtioPorts.size + turn.state.usbSerials.size}`;
  if (chardev !== null && chardev !== '') {
    const error = attachDevice(turn, driver, id, chardev);
    if (error !== null) return refusal(error);
  }
  const error = realize(turn, driver, { id, deviceId, controller, chardev: chardev || null, nr: nr.value }, given);
  if (error === null) return nothing;
  abandonDevice(turn, id);
  return refusal(error);
}

type Realizing = {
  readonly id: string;
  readonly deviceId: string | null;
  readonly controller: string;
  readonly chardev: string | null;
  readonly nr: number | null;
};

function realize(turn: Turn, driver: string, made: Realizing, given: Arguments): string | null {
  if (driver !== 'usb-serial')
    return addPort(turn, { isConsole: driver === 'virtconsole', name: text(given['name'], 'name'), ...made });
  if (made.chardev === null) return 'Property chardev is required';
  const port = text(given['port'], 'port');
  if (port === '99') return `usb port ${port} (bus usb.0) not found (in use?)`;
  if (port !== null) throw new ModelLimit('a usb port of choice');
  addUsbSerial(turn, made.id);
  return null;
}
