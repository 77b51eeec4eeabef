import { attach, detach, setHandlers } from './attachment.ts';
import { chardevOf } from './chardev.ts';
import { forgetsOpenAtSwap, missesCloseWhileStopped, opensConsolesLate } from './defect.ts';
import { isOpen } from './event.ts';
import { changeFrontend, dropFrontend } from './frontend.ts';
import { ModelLimit } from './limit.ts';
import { continueMachine, stopMachine } from './machine.ts';
import { publish } from './monitor.ts';
import { type PortWish, portNumber } from './port-number.ts';
import { beforeHalt, checkpointNow } from './replay.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import { dropEntry, putEntry } from './table.ts';
import { freshUsbSerial } from './usb-serial.ts';
import {
  controllerOf,
  portAt,
  portsOn,
  putQueues,
  putVirtioPort,
  type VirtioPort,
  virtioKey,
  virtioPortOf,
} from './virtio-port.ts';
import { announce, closeHost, controllerIds, dropBegun, openHost, resetGuest, tellGuest } from './virtio-serial.ts';

/** A port to be made. `id`: what the model calls it, `deviceId`: its device id if it has one. */
export type PortMaking = PortWish & {
  readonly id: string;
  readonly deviceId: string | null;
  readonly controller: string;
  readonly chardev: string | null;
};

/** A property that names a chardev: the text of what is wrong with it, else it is attached. Source: VSER-11, CHR-30. */
export function attachDevice(
  turn: Turn,
  kind: 'virtserialport' | 'virtconsole' | 'usb-serial',
  id: string,
  chardev: string,
): string | null {
  const told = `Property '${kind}.chardev' can't`;
  if (!turn.state.chardevs.has(chardev)) return `${told} find value '${chardev}'`;
  const attached = attach(turn, { is: kind === 'usb-serial' ? 'usb' : 'virtio', id }, chardev);
  return attached.ok ? null : `${told} take value '${chardev}': ${attached.text}`;
}

/**
 * A port whose chardev is attached already comes to life, or the text of why it does not. `atLaunch`: a mux is not open
 * yet, and what it tells at the end of the launch meets no handlers. Source: VSER-10..16, VSER-53, MUX-14, VSER-60.
 */
export function addPort(turn: Turn, making: PortMaking, atLaunch = false): string | null {
  const { id, deviceId, controller, name, isConsole, chardev } = making;
  const ports = portsOn(turn.state, controller);
  const everywhere = controllerIds(turn.state).flatMap((each) => portsOn(turn.state, each));
  const number = portNumber(making, {
    maxPorts: controllerOf(turn.state, controller).maxPorts,
    numbers: ports.map(({ nr }) => nr),
    names: everywhere.flatMap((port) => port.name ?? []),
  });
  if (!number.ok) return number.text;
  const nr = number.value;
  const port: VirtioPort = {
    id,
    deviceId,
    controller,
    nr,
    name,
    isConsole,
    chardev,
    guestOpen: false,
    hostOpen: false,
    placed: false,
    throttled: false,
    watching: false,
    watchedSince: 0,
    flushBehind: null,
    roomDue: false,
    current: null,
    leaving: false,
    lostWatch: false,
  };
  putEntry(turn, 'virtioPorts', id, port);
  putEntry(turn, 'drivenPorts', id, { controller, nr });
  if (chardev !== null) {
    const { mux, type } = chardevOf(turn.state, chardev);
    const opens = !atLaunch || (mux === null && !(type === 'vc' && opensConsolesLate(turn.state)));
    setHandlers(turn, virtioKey(id), true, opens, isConsole);
    if (isConsole) openHost(turn, id);
  }
  putVirtioPort(turn, id, { placed: true });
  announce(turn, port);
  return null;
}

/** A usb-serial whose chardev is attached comes to life. Source: the frontends used as witnesses. */
export function addUsbSerial(turn: Turn, id: string): void {
  putEntry(turn, 'usbSerials', id, freshUsbSerial(id));
  setHandlers(turn, virtioKey(id), true);
}

/** A frontend that was attached for a device that cannot be. Source: Q-MUX-6. */
export function abandonDevice(turn: Turn, id: string): void {
  detach(turn, virtioKey(id));
  dropFrontend(turn, virtioKey(id));
}

/** device_del: at once for the guest; the chardev is let go of later. Source: VSER-50, VSER-51. */
export function unplug(turn: Turn, id: string): void {
  const port = turn.state.virtioPorts.get(id);
  change(turn, { leaving: [...turn.state.leaving, id] });
  if (port === undefined) return;
  putVirtioPort(turn, id, { leaving: true, watching: false, lostWatch: port.watching, flushBehind: null });
  dropBegun(turn, id);
  putQueues(turn, port.controller, port.nr, { waiting: [] });
  tellGuest(turn, port.controller, { event: 'PORT_REMOVE', port: port.nr, value: 1 });
}

/** The device is gone: its chardev is free. Source: VSER-50, VSER-51. */
export function forgetDevice(turn: Turn, id: string): void {
  abandonDevice(turn, id);
  change(turn, { leaving: turn.state.leaving.filter((each) => each !== id) });
  dropEntry(turn, 'virtioPorts', id);
  dropEntry(turn, 'usbSerials', id);
  publish(turn, { event: 'DEVICE_DELETED', data: { device: id, path: `/machine/peripheral/${id}` } });
}

/** Ports hear their backends only while the machine runs. Source: VSER-60, VSER-61, Q-WEDGE-STOP. */
export function enableBackends(turn: Turn, controller: string): void {
  const running = turn.state.machine.state === 'running';
  const only = controllerOf(turn.state, controller).driver === 'single' ? portAt(turn.state, controller, 0) : null;
  if (only !== null) putVirtioPort(turn, only.id, { guestOpen: true }); // each time the driver's status is set (VSER-03)
  for (const { id, chardev, isConsole } of portsOn(turn.state, controller)) {
    if (chardev === null) continue;
    setHandlers(turn, virtioKey(id), running, true, false);
    const { hostOpen } = virtioPortOf(turn.state, id);
    const closed = running && !isConsole && hostOpen && !isOpen(turn.state, chardev);
    if (closed && !missesCloseWhileStopped(turn.state)) closeHost(turn, id);
  }
}

/** stop, with what it does to ports. Source: VSER-60. */
export function halt(turn: Turn): void {
  if (turn.state.machine.state !== 'running') return;
  beforeHalt(turn.state);
  denotify(turn.state);
  stopMachine(turn, () => {
    for (const id of controllerIds(turn.state)) enableBackends(turn, id);
  });
}

/**
 * A real machine makes an eventfd for each queue of a driver that starts, or goes on: they take the lowest free numbers,
 * which nobody sees unless these are those of standard streams. Source: experiment (a stdio chardev finds them there).
 */
export function notify(state: ModelState): void {
  if (![0, 1, 2].every((number) => state.table.has(number)))
    throw new ModelLimit("a driver's notifiers on the numbers of standard streams");
  if (state.descriptorsMax !== null) throw new ModelLimit("a driver's notifiers, which a limit is too low for");
}

/** A driver that stops gives its notifiers back: as many numbers as the machine pleases. Source: experiment. */
function denotify(state: ModelState): void {
  const isOn = [...state.controllers.values()].some(({ driver }) => driver !== 'none');
  if (isOn && state.descriptorsMax !== null)
    throw new ModelLimit('numbers that the notifiers of a driver leave to a limit');
}

/** cont, with what it does to ports. Source: VSER-60. */
export function resume(turn: Turn): void {
  if (turn.state.machine.state === 'running') return;
  if ([...turn.state.controllers.values()].some(({ driver }) => driver !== 'none')) notify(turn.state);
  continueMachine(turn);
  checkpointNow(turn);
  for (const id of controllerIds(turn.state)) enableBackends(turn, id);
}

/** The driver writes status 0: what every reset of the device does. Source: VSER-41, VSER-60. */
export function resetController(turn: Turn, controller: string): void {
  denotify(turn.state);
  resetGuest(turn, controller);
  enableBackends(turn, controller);
}

/** The port is on another backend now; `sync`: it is told OPENED there if that is open. Source: VSER-54..56, SWAP-S11, SWAP-S14. */
export function portOnNewBackend(turn: Turn, id: string, sync: boolean): void {
  const { isConsole, guestOpen } = virtioPortOf(turn.state, id);
  changeFrontend(turn, virtioKey(id), { open: guestOpen && !isConsole && !forgetsOpenAtSwap(turn.state) });
  setHandlers(turn, virtioKey(id), true, sync, isConsole);
}

/** Whether the machine has such a device now. */
export function hasDevice(state: ModelState, id: string): boolean {
  return state.virtioPorts.get(id)?.leaving === false || (state.usbSerials.has(id) && !state.leaving.includes(id));
}
