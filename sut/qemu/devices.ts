import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { NotApplicable } from '../target.ts';
import { controlReply } from './control-monitor.ts';
import { type DeviceTree, deviceTree } from './device-tree.ts';
import type { Libc } from './libc.ts';
import { departuresLast } from './qmp-link.ts';
import type { RunningSystem } from './running-system.ts';
import { learnDevices } from './virtio-guest.ts';

const treePatienceMs = 2000;

/**
 * Tells the guest's driver which ports the machine has now; nothing on machines without virtio or a monitor of our own.
 * False: the main loop is held up, nobody knows them yet.
 */
export function learnPorts(libc: Libc, system: RunningSystem): boolean {
  const { guest, control } = system;
  if (guest === undefined || control === undefined) return true;
  const tree = deviceTree(libc, control, treePatienceMs);
  if (typeof tree !== 'string') learnDevices(guest, tree);
  return tree !== 'silent';
}

/** What an action may say to a monitor: where commands are named. */
function saidBy(action: Action): string {
  if (action.do === 'send' || action.do === 'write') return action.bytes;
  if (action.do === 'hmp') return action.line;
  return action.do === 'qmp' ? `${action.execute} ${JSON.stringify(action.arguments ?? '')}` : '';
}

/** Whether an action may unplug something. */
export function unplugs(action: Action): boolean {
  return saidBy(action).includes('device_del');
}

/**
 * After commands that plug and unplug: the driver learns of new ports, and what was unplugged is gone for good. Behind a
 * main loop that is held up, they are not executed yet: that is followed after the action that lets it go on.
 */
export function followDevices(libc: Libc, system: RunningSystem, action: Action): void {
  const { devicesDue: due } = system;
  due.unplugged ||= unplugs(action);
  due.plugged ||= saidBy(action).includes('device_add');
  if (due.unplugged) {
    due.unplugged = !awaitReclaim(libc, system);
    for (const link of system.links.values()) if (link.kind === 'qmp') departuresLast(libc, link);
  }
  if (due.plugged) due.plugged = !learnPorts(libc, system);
}

/**
 * Waits until devices that were unplugged are destroyed and their chardevs free: a device_add that must fail answers
 * only after that. False: the main loop is held up. Source: RT-16.
 */
function awaitReclaim(libc: Libc, { control }: RunningSystem): boolean {
  if (control === undefined) return true;
  const wanted = { driver: 'virtserialport', bus: 'no-such-bus' };
  return controlReply(libc, control, 'device_add', treePatienceMs, wanted) !== 'silent';
}

/** The own state of a device: a virtio port from the device tree, `attached` of a usb-serial from its property. */
export function observePort(libc: Libc, system: RunningSystem, port: string): Outcome {
  const { control } = system;
  if (control === undefined) throw new NotApplicable('observing a port needs a monitor of the harness');
  const tree: DeviceTree | 'silent' | 'gone' = deviceTree(libc, control, treePatienceMs);
  if (typeof tree === 'string') return { see: tree === 'gone' ? 'closed' : 'silent' };
  const found = tree.ports.get(port);
  if (found !== undefined) {
    const { nr, guest, host, throttled } = found;
    return { see: 'port', nr, guest, host, throttled };
  }
  const property = { path: `/machine/peripheral/${port}`, property: 'attached' };
  const attached = controlReply(libc, control, 'qom-get', treePatienceMs, property);
  if (typeof attached === 'string') return { see: attached === 'gone' ? 'closed' : 'silent' };
  return typeof attached.value === 'boolean'
    ? { see: 'usb-port', attached: attached.value }
    : { see: 'errno', errno: 'ENODEV' };
}
