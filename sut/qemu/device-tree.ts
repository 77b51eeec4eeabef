import type { Value } from '../../model/language/value.ts';
import { type ControlMonitor, controlReply } from './control-monitor.ts';
import type { Libc } from './libc.ts';

/** A virtio port as `info qtree` shows it; `controller` is the id of the device whose bus carries it. */
export type TreePort = {
  readonly id: string;
  readonly controller: string;
  readonly nr: number;
  readonly guest: boolean;
  readonly host: boolean;
  readonly throttled: boolean;
};
/** What concerns a guest's virtio-serial driver; `slots`: id of a controller or pci-serial -> its number on PCI bus 0. */
export type DeviceTree = {
  readonly ports: ReadonlyMap<string, TreePort>;
  readonly slots: ReadonlyMap<string, number>;
};

const portLine = /^\s*port (\d+), guest (on|off), host (on|off), throttle (on|off)$/;

/** Reads the text of `info qtree`. A port's bus is the last one named before it: ports have no buses of their own. */
export function parseDeviceTree(text: string): DeviceTree {
  const ports = new Map<string, TreePort>();
  const slots = new Map<string, number>();
  let bus = '';
  let device = { type: '', id: '' };
  for (const line of text.split(/\r?\n/)) {
    bus = /^\s*bus: (.*)$/.exec(line)?.[1] ?? bus;
    const named = /^\s*dev: ([^,]+), id "(.*)"$/.exec(line);
    if (named !== null) device = { type: named[1] ?? '', id: named[2] ?? '' };
    const address = /^\s*addr = ([0-9a-f]+)\.0$/.exec(line)?.[1];
    if (address !== undefined && ['virtio-serial-pci', 'pci-serial'].includes(device.type))
      slots.set(device.id, Number.parseInt(address, 16));
    const port = portLine.exec(line);
    if (port !== null) {
      const [, nr, guest, host, throttle] = port;
      ports.set(device.id, {
        id: device.id,
        controller: bus.replace(/\.0$/, ''),
        nr: Number(nr),
        guest: guest === 'on',
        host: host === 'on',
        throttled: throttle === 'on',
      });
    }
  }
  return { ports, slots };
}

/** What QEMU's device tree is now, or why it does not say. */
export function deviceTree(libc: Libc, control: ControlMonitor, patienceMs: number): DeviceTree | 'silent' | 'gone' {
  const reply = controlReply(libc, control, 'human-monitor-command', patienceMs, { 'command-line': 'info qtree' });
  if (typeof reply === 'string') return reply;
  const text: Value | undefined = reply.value;
  if (typeof text !== 'string') throw new Error('`info qtree` prints no text');
  return parseDeviceTree(text);
}
