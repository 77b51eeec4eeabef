import { acceptInput } from './kept-input.ts';
import type { DriverAction } from './language/action.ts';
import type { ControlMessage, Outcome } from './language/outcome.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { writeChardev } from './output.ts';
import { enableBackends, notify, resetController } from './port-device.ts';
import { kickOutput } from './port-output.ts';
import type { ModelState, Turn } from './state.ts';
import {
  controllerOf,
  type DrivenPort,
  type PortQueues,
  portAt,
  portsOn,
  putController,
  putQueues,
  putVirtioPort,
  queueBuffers,
  queuesOf,
  virtioKey,
  virtioPortOf,
} from './virtio-port.ts';
import { hearGuest, takeControl } from './virtio-serial.ts';

/** Bytes of one output buffer unless told. Source: guest-write in language/action.ts. */
const bufferBytes = 4096;
const done: Outcome = { see: 'done' };

/** Where the driver knows the port to be; throws ModelLimit if nowhere, or where no driver runs. */
function driven(state: ModelState, port: string): DrivenPort {
  const known = state.drivenPorts.get(port);
  if (known === undefined) throw new ModelLimit(`no virtio port ${port}`);
  const { driver } = controllerOf(state, known.controller);
  if (driver === 'none' || (driver === 'single' && known.nr !== 0)) throw new ModelLimit(`no driver for port ${port}`);
  return known;
}

/** Whether the id is one of a virtio port, now or once. */
export function isDriven(state: ModelState, port: string): boolean {
  return state.drivenPorts.has(port);
}

/** Output buffers that the device holds: waiting, begun, and lost. Source: VSER-24. */
function outstanding(state: ModelState, { controller, nr }: DrivenPort): number {
  const { waiting, lost } = queuesOf(state, controller, nr);
  return waiting.length + lost + (portAt(state, controller, nr)?.current == null ? 0 : 1);
}

/** Puts bytes into free buffers and kicks once: how many bytes went into the queue. Source: VSER-01, VSER-30. */
export function writeVirtio(turn: Turn, port: string, bytes: ByteString, size: number = bufferBytes): number {
  const at = driven(turn.state, port);
  const free = queueBuffers - outstanding(turn.state, at);
  const buffers: ByteString[] = [];
  for (let from = 0; from < bytes.length && buffers.length < free; from += size)
    buffers.push(bytes.slice(from, from + size));
  if (buffers.length === 0) return 0;
  const { waiting } = queuesOf(turn.state, at.controller, at.nr);
  putQueues(turn, at.controller, at.nr, { waiting: [...waiting, ...buffers] });
  kickOutput(turn, at.controller, at.nr);
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}

/** Takes what has arrived in buffers that came back. */
export function readVirtio(turn: Turn, port: string): ByteString {
  const { controller, nr } = driven(turn.state, port);
  const { arrived } = queuesOf(turn.state, controller, nr);
  putQueues(turn, controller, nr, { arrived: '' });
  return arrived;
}

/** What the driver does at once; the outcome but for messages. `rest`: lets the system rest. Source: VSER-01..03, RT-37. */
export function performDriver(turn: Turn, action: DriverAction, rest: (turn: Turn) => void): Outcome {
  if (turn.state.machine.state === 'exited') return { see: 'closed' };
  if (turn.state.stall !== null) throw new ModelLimit('a driver while the main loop is stuck');
  if (turn.state.held) throw new ModelLimit('a driver while the system is held');
  switch (action.do) {
    case 'driver-start':
      startDriver(turn, action.controller, action.multiport !== false, rest);
      return done;
    case 'driver-reset':
      if (controllerOf(turn.state, action.controller).driver === 'none') throw new ModelLimit('no driver');
      resetController(turn, action.controller);
      return done;
    case 'guest-messages':
      if (controllerOf(turn.state, action.controller).driver === 'none') throw new ModelLimit('no driver');
      return done;
    case 'guest-control':
      if (controllerOf(turn.state, action.controller).driver !== 'multiport') throw new ModelLimit('no control queue');
      hearGuest(turn, action.controller, action.id, action.event, action.value);
      return done;
    case 'guest-open':
    case 'guest-close': {
      const { controller, nr } = driven(turn.state, action.port);
      if (controllerOf(turn.state, controller).driver !== 'multiport') throw new ModelLimit('no control queue');
      hearGuest(turn, controller, nr, 'PORT_OPEN', action.do === 'guest-open' ? 1 : 0);
      return done;
    }
    case 'guest-post': {
      const { controller, nr } = driven(turn.state, action.port);
      post(turn, { controller, nr }, action.buffers, action.size);
      return done;
    }
    case 'guest-kick': {
      const { controller, nr } = driven(turn.state, action.port);
      if (action.queue === 'out') kickOutput(turn, controller, nr);
      else offerRoom(turn, { controller, nr });
      return done;
    }
    case 'guest-queues': {
      const at = driven(turn.state, action.port);
      const queues: PortQueues = queuesOf(turn.state, at.controller, at.nr);
      return { see: 'queues', in: queues.posted.length, out: outstanding(turn.state, at) };
    }
    case 'guest-emergency-write':
      if (controllerOf(turn.state, action.controller).driver === 'none') throw new ModelLimit('no driver');
      writeEmergency(turn, action.controller, action.byte);
      return done;
  }
}

/** One of a single port does not offer more than that. Source: VSER-03. */
function startDriver(turn: Turn, controller: string, wanted: boolean, rest: (turn: Turn) => void): void {
  const multiport = wanted && controllerOf(turn.state, controller).maxPorts > 1;
  notify(turn.state);
  if (controllerOf(turn.state, controller).driver !== 'none') resetController(turn, controller);
  enableBackends(turn, controller); // the first status that is written does so, before there is a queue for messages
  rest(turn);
  enableBackends(turn, controller); // and so does the last one: a mux may have given its focus away meanwhile
  rest(turn); // nor are there buffers for messages yet
  putController(turn, controller, { driver: multiport ? 'multiport' : 'single', startedAmong: turn.state.table });
  const first = portAt(turn.state, controller, 0);
  if (!multiport && first !== null) putVirtioPort(turn, first.id, { guestOpen: true });
  if (multiport) hearGuest(turn, controller, 0, 'DEVICE_READY', 1);
}

function post(turn: Turn, { controller, nr }: DrivenPort, buffers: number, size: number): void {
  const { posted } = queuesOf(turn.state, controller, nr);
  const more = Math.min(buffers, queueBuffers - posted.length);
  putQueues(turn, controller, nr, { posted: [...posted, ...Array.from({ length: more }, () => size)] });
  const port = portAt(turn.state, controller, nr);
  if (port !== null) putVirtioPort(turn, port.id, { roomDue: true }); // who reads by a watch sees them before the kick
}

/** The kick behind new buffers. */
export function tellRoom(turn: Turn, id: string): void {
  const { controller, nr } = virtioPortOf(turn.state, id);
  putVirtioPort(turn, id, { roomDue: false });
  offerRoom(turn, { controller, nr });
}

/**
 * New buffers are room for what a mux or a console keeps; who reads by a watch looks again while settling. Of a port that
 * either side has closed nobody is told. Source: VSER-44, MUX-07, CHR-38.
 */
function offerRoom(turn: Turn, { controller, nr }: DrivenPort): void {
  const port = portAt(turn.state, controller, nr);
  if (port?.guestOpen === true && port.hostOpen) acceptInput(turn, virtioKey(port.id));
}

/** One byte for the first open console. Source: VSER-03. */
function writeEmergency(turn: Turn, controller: string, byte: number): void {
  const port = portsOn(turn.state, controller).find(({ isConsole, hostOpen }) => isConsole && hostOpen);
  if (port?.chardev == null || byte === 0) return;
  const sent = writeChardev(turn, port.chardev, String.fromCharCode(byte));
  if ('stuck' in sent) throw new ModelLimit('an emergency that is stuck in its write');
}

/**
 * The control messages that have arrived; each PORT_ADD(1) is answered by PORT_READY(1) in its turn, and what that brings
 * comes behind. `rest`: lets the system rest. Source: guest-messages in language/action.ts, VSER-02.
 */
export function gatherMessages(turn: Turn, controller: string, rest: (turn: Turn) => void): Outcome {
  const control: ControlMessage[] = [...takeControl(turn, controller)];
  for (let index = 0; index < control.length; index += 1) {
    const { event, port, value } = control[index] as ControlMessage;
    if (event !== 'PORT_ADD' || value !== 1) continue;
    hearGuest(turn, controller, port, 'PORT_READY', 1);
    rest(turn);
    control.push(...takeControl(turn, controller));
  }
  return { see: 'guest-messages', control };
}

/** A port as the device tree shows it; ENODEV when there is none now. Source: `observe` in language/action.ts. */
export function observePort(state: ModelState, id: string): Outcome {
  if (state.machine.state === 'absent' || state.machine.state === 'exited') return { see: 'closed' };
  const port = state.virtioPorts.get(id);
  if (port !== undefined && !port.leaving) {
    const { nr, guestOpen, hostOpen, throttled } = port;
    return { see: 'port', nr, guest: guestOpen, host: hostOpen, throttled };
  }
  const usb = state.usbSerials.get(id);
  if (usb !== undefined && !state.leaving.includes(id)) return { see: 'usb-port', attached: usb.attached };
  return { see: 'errno', errno: 'ENODEV' };
}
