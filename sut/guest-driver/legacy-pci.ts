import type { GuestMachine } from './guest-machine.ts';
import { pageBytes } from './guest-memory.ts';
import type { Virtqueue } from './virtqueue.ts';

const configAddress = 0xcf8;
const configData = 0xcfc;
const configEnable = 0x80000000;
const commandRegister = 4;
const bar0Register = 0x10;
/** I/O space, memory space, bus master. */
const commandBits = 7;

/** Registers of a legacy virtio device in its I/O window; the device's own configuration follows at 20. */
const register = {
  deviceFeatures: 0,
  driverFeatures: 4,
  queueAddress: 8,
  queueSize: 12,
  queueSelect: 14,
  queueNotify: 16,
  status: 18,
  deviceConfig: 20,
} as const;

/** One legacy virtio device, by its I/O window. */
export type LegacyDevice = { readonly machine: GuestMachine; readonly ioBase: number };

/** Gives a PCI device of bus 0 its I/O window, which no firmware has done, and lets it work. Source: RT-31, RT-37. */
export function placeDevice(machine: GuestMachine, slot: number, ioBase: number): LegacyDevice {
  const write = (offset: number, value: number): void => {
    machine.out(4, configAddress, configEnable + slot * 0x800 + offset);
    machine.out(4, configData, value);
  };
  write(bar0Register, ioBase + 1);
  write(commandRegister, commandBits);
  return { machine, ioBase };
}

/** Status bits of a driver's start, added one by one. */
export const status: { readonly reset: 0; readonly acknowledge: 1; readonly driver: 2; readonly driverOk: 4 } = {
  reset: 0,
  acknowledge: 1,
  driver: 2,
  driverOk: 4,
};

/** Writes the status register; 0 resets the device. */
export function setStatus({ machine, ioBase }: LegacyDevice, value: number): void {
  machine.out(1, ioBase + register.status, value);
}

/** Accepts those of these features (bits) that the device offers; the bits accepted. */
export function acceptFeatures({ machine, ioBase }: LegacyDevice, bits: number): number {
  const accepted = machine.in(4, ioBase + register.deviceFeatures) & bits;
  machine.out(4, ioBase + register.driverFeatures, accepted);
  return accepted;
}

/** How many descriptors the device wants in this queue; 0: it has no such queue. */
export function queueSize({ machine, ioBase }: LegacyDevice, index: number): number {
  machine.out(2, ioBase + register.queueSelect, index);
  return machine.in(2, ioBase + register.queueSize);
}

/** Tells the device where a queue lies. */
export function installQueue({ machine, ioBase }: LegacyDevice, { index, address }: Virtqueue): void {
  machine.out(2, ioBase + register.queueSelect, index);
  machine.out(4, ioBase + register.queueAddress, address / pageBytes);
}

/** Tells the device to look at a queue. */
export function notifyQueue({ machine, ioBase }: LegacyDevice, index: number): void {
  machine.out(2, ioBase + register.queueNotify, index);
}

/** Reads four bytes of the device's own configuration. */
export function readConfig({ machine, ioBase }: LegacyDevice, offset: number): number {
  return machine.in(4, ioBase + register.deviceConfig + offset);
}

/** Writes four bytes of the device's own configuration. */
export function writeConfig({ machine, ioBase }: LegacyDevice, offset: number, value: number): void {
  machine.out(4, ioBase + register.deviceConfig + offset, value);
}
