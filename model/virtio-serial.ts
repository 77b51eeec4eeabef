import { changeChardev, chardevBelow, chardevOf } from './chardev.ts';
import { losesBegunBuffer, trustsRepeats } from './defect.ts';
import { changeFrontend } from './frontend.ts';
import { levelled } from './hub.ts';
import type { ControlEvent } from './language/action.ts';
import type { ControlMessage } from './language/outcome.ts';
import { tellPortChange } from './port-event.ts';
import type { ModelState, Turn } from './state.ts';
import { change } from './state.ts';
import {
  type Controller,
  controlBuffers,
  controllerOf,
  portAt,
  portsOn,
  putController,
  putQueues,
  putVirtioPort,
  queuesOf,
  type VirtioPort,
  virtioKey,
  virtioPortOf,
} from './virtio-port.ts';

/** A message for the guest: lost when its driver takes none, or has no buffer left. Source: VSER-01, VSER-02. */
export function tellGuest(turn: Turn, controller: string, message: ControlMessage): void {
  const { driver, control } = controllerOf(turn.state, controller);
  if (driver === 'multiport' && control.length < controlBuffers)
    putController(turn, controller, { control: [...control, message] });
}

function tellOpen(turn: Turn, { controller, nr }: VirtioPort, open: boolean): void {
  tellGuest(turn, controller, { event: 'PORT_OPEN', port: nr, value: open ? 1 : 0 });
}

/** The host side opens. Source: VSER-22. */
export function openHost(turn: Turn, id: string): void {
  const port = virtioPortOf(turn.state, id);
  if (port.hostOpen) return;
  putVirtioPort(turn, id, { hostOpen: true });
  tellOpen(turn, port, true);
}

/**
 * The host side closes: nothing holds output back any more, what is queued is thrown away, and the guest is told even if
 * it was told before. Source: VSER-22..24, experiment.
 */
export function closeHost(turn: Turn, id: string): void {
  const port = virtioPortOf(turn.state, id);
  putVirtioPort(turn, id, { hostOpen: false, throttled: false, watching: false });
  dropBegun(turn, id);
  putQueues(turn, port.controller, port.nr, { waiting: [] });
  tellOpen(turn, port, false);
}

/** Gives the buffer up that is being written. Source: VSER-24, Q-LOSTDESC, Q-HUB-4. */
export function dropBegun(turn: Turn, id: string): void {
  const { current, controller, nr, chardev } = virtioPortOf(turn.state, id);
  if (current === null) return;
  putVirtioPort(turn, id, { current: null });
  const { lost } = queuesOf(turn.state, controller, nr);
  if (losesBegunBuffer(turn.state)) putQueues(turn, controller, nr, { lost: lost + 1 });
  forgetSuffix(turn, chardev);
}

/** A frontend does not repeat what it was refused: the members of a repaired hub are level again. Source: Q-HUB-4. */
export function forgetSuffix(turn: Turn, label: string | null): void {
  if (label === null || trustsRepeats(turn.state)) return;
  const below = chardevBelow(turn.state, label);
  const { hub } = chardevOf(turn.state, below);
  if (hub !== null) changeChardev(turn, below, { hub: { ...hub, account: levelled(hub.account) } });
}

/** The guest opens or closes a port. Source: VSER-40, VSER-43. */
export function setGuestOpen(turn: Turn, id: string, open: boolean): void {
  const { isConsole, deviceId, chardev } = virtioPortOf(turn.state, id);
  putVirtioPort(turn, id, { guestOpen: open });
  if (!isConsole && chardev !== null) changeFrontend(turn, virtioKey(id), { open });
  if (deviceId !== null) tellPortChange(turn, deviceId, open);
}

/** The driver goes away: ports close, and all buffers are the guest's again. Source: VSER-41. */
export function resetGuest(turn: Turn, controller: string): void {
  for (const { id, guestOpen } of portsOn(turn.state, controller)) {
    dropBegun(turn, id);
    if (guestOpen) setGuestOpen(turn, id, false);
  }
  const { queues } = controllerOf(turn.state, controller);
  for (const nr of queues.keys()) putQueues(turn, controller, nr, { posted: [], arrived: '', waiting: [], lost: 0 });
  putController(turn, controller, { driver: 'none', control: [] });
}

/** A line of the process's error output. */
function complain(turn: Turn, text: string): void {
  const { machine } = turn.state;
  change(turn, {
    machine: { ...machine, stderr: [...machine.stderr, `qemu-system-x86_64: virtio-serial-bus: ${text}`] },
  });
}

/** A control message of the guest. Source: VSER-02, VSER-40, VSER-52. */
export function hearGuest(turn: Turn, controller: string, nr: number, event: ControlEvent, value: number): void {
  const bus = `${controller}.0`;
  if (event === 'DEVICE_READY') {
    if (value === 0) complain(turn, `Guest failure in adding device ${bus}`);
    else for (const port of portsOn(turn.state, controller)) announce(turn, port);
    return;
  }
  const port = portAt(turn.state, controller, nr);
  if (port === null) complain(turn, `Unexpected port id ${nr} for device ${bus}`);
  else if (event === 'PORT_OPEN') setGuestOpen(turn, port.id, value !== 0);
  else if (event === 'PORT_READY') {
    if (value === 0) complain(turn, `Guest failure in adding port ${nr} for device ${bus}`);
    else introduce(turn, port);
  }
}

/** A port is there. Source: VSER-02, VSER-53. */
export function announce(turn: Turn, { controller, nr }: VirtioPort): void {
  tellGuest(turn, controller, { event: 'PORT_ADD', port: nr, value: 1 });
}

/** What the guest is told of a port that it has taken up. Source: VSER-02. */
function introduce(turn: Turn, { controller, nr, isConsole, name, hostOpen }: VirtioPort): void {
  if (isConsole) tellGuest(turn, controller, { event: 'CONSOLE_PORT', port: nr, value: 1 });
  if (name !== null) tellGuest(turn, controller, { event: 'PORT_NAME', port: nr, value: 1, name });
  if (hostOpen) tellGuest(turn, controller, { event: 'PORT_OPEN', port: nr, value: 1 });
}

/** Takes the control messages that have arrived; their buffers are posted again. */
export function takeControl(turn: Turn, controller: string): Controller['control'] {
  const { control } = controllerOf(turn.state, controller);
  putController(turn, controller, { control: [] });
  return control;
}

/** Every controller that the machine has. */
export function controllerIds(state: ModelState): readonly string[] {
  return [...state.controllers.keys()];
}
