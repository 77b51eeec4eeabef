import type { Chardev } from './chardev.ts';
import { chardevBelow } from './chardev.ts';
import type { FrontendKey } from './frontend.ts';
import { portKey } from './frontend.ts';
import type { ControlMessage } from './language/outcome.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import type { ModelState, Turn } from './state.ts';
import { putEntry, withEntry } from './table.ts';

/** Buffers of each data queue. Source: VSER-01. */
export const queueBuffers = 128;
/** Control buffers that the guest has posted when nothing is in them. Source: VSER-01. */
export const controlBuffers = 32;

/** Both queues of one port number, as guest and device share them; they outlive the port. Source: VSER-52. */
export type PortQueues = {
  /** Bytes of the posted receive buffers, oldest first. */
  readonly posted: readonly number[];
  /** What the guest has received and not looked at. */
  readonly arrived: ByteString;
  /** Output buffers that the device has not taken up. */
  readonly waiting: readonly ByteString[];
  /** Output buffers that will never come back. Source: Q-LOSTDESC. */
  readonly lost: number;
};

/** A virtio-serial-pci device and its guest driver. Source: VSER-01. */
export type Controller = {
  readonly id: string;
  readonly maxPorts: number;
  /** Whether the guest's driver runs, and whether it knows more than port 0. Source: VSER-03. */
  readonly driver: 'none' | 'single' | 'multiport';
  /** Control messages in the guest's buffers. */
  readonly control: readonly ControlMessage[];
  readonly queues: ReadonlyMap<number, PortQueues>;
  /** What had a number when its driver was started last; `null`: it never was. */
  readonly startedAmong: ModelState['table'] | null;
};

/** A virtserialport or virtconsole. */
export type VirtioPort = {
  readonly id: string;
  /** Its device id, `null` if it has none. Source: VSER-40. */
  readonly deviceId: string | null;
  readonly controller: string;
  readonly nr: number;
  readonly name: string | null;
  readonly isConsole: boolean;
  readonly chardev: string | null;
  readonly guestOpen: boolean;
  readonly hostOpen: boolean;
  /** It has its place on the bus; while it is being made, it has handlers before. Source: VSER-53, Q-FOUND-12. */
  readonly placed: boolean;
  readonly throttled: boolean;
  /** Waits for the backend to take output again. Source: VSER-30. */
  readonly watching: boolean;
  /** When it began to wait so. */
  readonly watchedSince: number;
  /** Its queue is to be looked at again, behind one more piece of input of each of these chardevs; `null`: it is not. */
  readonly flushBehind: readonly string[] | null;
  /** Its guest has posted buffers, and tells so next. */
  readonly roomDue: boolean;
  /** The buffer that is being written. Source: VSER-30. */
  readonly current: { readonly bytes: ByteString; readonly offset: number } | null;
  /** Unplugged, but not yet gone. Source: VSER-51. */
  readonly leaving: boolean;
  /** It waited for room when it was unplugged. Source: RACE-S08. */
  readonly lostWatch: boolean;
};

/** A port number on a controller, as the guest's driver knows it. */
export type DrivenPort = { readonly controller: string; readonly nr: number };

const noQueues: PortQueues = { posted: [], arrived: '', waiting: [], lost: 0 };

/** A controller whose driver was not started. */
export function freshController(id: string, maxPorts: number): Controller {
  return { id, maxPorts, driver: 'none', control: [], queues: new Map(), startedAmong: null };
}

/** The controller; throws ModelLimit if the machine has none of that id. */
export function controllerOf(state: ModelState, id: string): Controller {
  const controller = state.controllers.get(id);
  if (controller === undefined) throw new ModelLimit(`no controller ${id}`);
  return controller;
}

/** Replaces members of a controller. */
export function putController(turn: Turn, id: string, members: Partial<Controller>): void {
  const { maxPorts, driver, control, queues, startedAmong } = controllerOf(turn.state, id);
  const controller = Object.assign({ id, maxPorts, driver, control, queues, startedAmong }, members);
  putEntry(turn, 'controllers', id, controller);
}

/** The queues of a port number. */
export function queuesOf(state: ModelState, controller: string, nr: number): PortQueues {
  return controllerOf(state, controller).queues.get(nr) ?? noQueues;
}

/** Replaces members of the queues of a port number. */
export function putQueues(turn: Turn, controller: string, nr: number, members: Partial<PortQueues>): void {
  const { queues } = controllerOf(turn.state, controller);
  const { posted, arrived, waiting, lost } = queuesOf(turn.state, controller, nr);
  const next = Object.assign({ posted, arrived, waiting, lost }, members);
  putController(turn, controller, { queues: withEntry(queues, nr, next) });
}

/** The port; throws when there is none (a broken invariant). */
export function virtioPortOf(state: ModelState, id: string): VirtioPort {
  const port = state.virtioPorts.get(id);
  if (port === undefined) throw new Error(`no virtio port ${id}`);
  return port;
}

/** Replaces members of a port. */
export function putVirtioPort(turn: Turn, id: string, members: Partial<VirtioPort>): void {
  const port = Object.assign(copyOf(virtioPortOf(turn.state, id)), members);
  putEntry(turn, 'virtioPorts', id, port);
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(port: VirtioPort): VirtioPort {
  return {
    id: port.id,
    deviceId: port.deviceId,
    controller: port.controller,
    nr: port.nr,
    name: port.name,
    isConsole: port.isConsole,
    chardev: port.chardev,
    guestOpen: port.guestOpen,
    hostOpen: port.hostOpen,
    placed: port.placed,
    throttled: port.throttled,
    watching: port.watching,
    watchedSince: port.watchedSince,
    flushBehind: port.flushBehind,
    roomDue: port.roomDue,
    current: port.current,
    leaving: port.leaving,
    lostWatch: port.lostWatch,
  };
}

/** These chardevs were read: what is looked at behind that waits for them no longer. Source: VSER-62. */
export function noteRead(turn: Turn, labels: readonly string[]): void {
  for (const { id, flushBehind } of turn.state.virtioPorts.values())
    if (flushBehind !== null && flushBehind.length > 0)
      putVirtioPort(turn, id, { flushBehind: flushBehind.filter((label) => !labels.includes(label)) });
}

/** The ports of a controller that are plugged in, in the order of creation. */
export function portsOn(state: ModelState, controller: string): readonly VirtioPort[] {
  return [...state.virtioPorts.values()].filter((port) => port.controller === controller && !port.leaving);
}

/** The plugged port with that number. */
export function portAt(state: ModelState, controller: string, nr: number): VirtioPort | null {
  return portsOn(state, controller).find((port) => port.nr === nr) ?? null;
}

/** The key of a port's frontend handle. */
export function virtioKey(id: string): FrontendKey {
  return portKey(id);
}

/**
 * Ports whose output queue is to be looked at again, by bottom halves: what was scheduled last comes first, and watches fire
 * by their age. Source: util/async.c (aio_bh_enqueue), VSER-30, experiment (two ports behind one full pipe).
 */
export function flushDue({ virtioPorts }: ModelState): readonly VirtioPort[] {
  const due: VirtioPort[] = [];
  for (const port of virtioPorts.values()) if (port.flushBehind !== null) due.push(port);
  return due.length > 1 ? due.sort((one, other) => other.watchedSince - one.watchedSince) : due;
}

/** Whether a chardev is read once more before the port's queue is looked at; in another thread it is read anyhow. */
export function isReadBefore({ flushBehind }: VirtioPort, { label, apart }: Chardev): boolean {
  return apart || flushBehind === null || flushBehind.includes(label);
}

/** Whether a monitor waits for room there beside a port, whose driver may have taken the focus from it meanwhile. */
export function hasMonitorBesidePort(state: ModelState, label: string): boolean {
  for (const { watching, chardev } of state.fronts.values()) {
    if (!watching || chardevBelow(state, chardev) !== label) continue;
    for (const port of state.virtioPorts.values()) if (port.chardev === chardev) return true;
  }
  return false;
}

/** Whether a port waits for room there which hears nothing while the machine is stopped, though others on its mux do. */
export function hasDeafPort(state: ModelState, label: string): boolean {
  for (const { id, watching, chardev } of state.virtioPorts.values()) {
    if (!watching || chardev === null || chardevBelow(state, chardev) !== label) continue;
    if (state.frontends.get(virtioKey(id))?.listening === false) return true;
  }
  return false;
}
