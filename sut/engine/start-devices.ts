import type { Task } from '../runtime/task.ts';
import { setHandlers } from './chardev/frontend-handle.ts';
import { chardevErrors } from './error-text.ts';
import { type Attempt, failure } from './failure.ts';
import { createDebugConsole, type DebugConsole } from './frontend/debug-console.ts';
import { addDevice, type DeviceOptions, deviceErrors } from './frontend/device.ts';
import { createSerial16550, type Serial16550 } from './frontend/serial-16550.ts';
import { createWitness, type Witness } from './frontend/witness.ts';
import type { Machine } from './machine.ts';
import type { PortStart, StartOptions } from './start.ts';

/** The ports of a machine, by id. */
export type Ports = {
  readonly serial: Map<string, Serial16550>;
  readonly witnesses: Map<string, Witness>;
  readonly debugConsoles: Map<string, DebugConsole>;
};

function addWitness(machine: Machine, id: string, chardevId: string | undefined, into: Ports): string | null {
  const witness = createWitness(machine);
  into.witnesses.set(id, witness);
  if (chardevId === undefined) return null;
  const chardev = machine.chardevs.get(chardevId);
  const attached = chardev === undefined ? failure(chardevErrors.notFound(chardevId)) : witness.attach(chardev);
  return attached.ok ? null : attached.text;
}

/** Puts a device on the chardev of that id; what went wrong is told as of the device's property. Source: CHR-30. */
function onChardev<T>(
  machine: Machine,
  id: string,
  property: string,
  make: (machine: Machine, chardev: Parameters<typeof createSerial16550>[1]) => Attempt<T>,
): Attempt<T> {
  const chardev = machine.chardevs.get(id);
  if (chardev === undefined) return failure(`Property '${property}' can't find value '${id}'`);
  const made = make(machine, chardev);
  return made.ok ? made : failure(`Property '${property}' can't take value '${id}': ${made.text}`);
}

/** A device as the command line has it. */
function deviceWord(start: DeviceOptions): string {
  const { kind, id } = start;
  const words = Object.entries(start).map(([key, value]) => [key, `${key}=${value}`] as const);
  const inOrder = ['chardev', 'name', 'nr', 'bus'].flatMap((key) => words.filter(([word]) => word === key));
  const limit =
    start.kind === 'virtio-serial-pci' && start.maxPorts !== undefined ? [`max_ports=${start.maxPorts}`] : [];
  return [kind, `id=${id}`, ...inOrder.map(([, word]) => word), ...limit].join(',');
}

/** The virtio-serial controllers of a launch. */
export function* addControllers(
  machine: Machine,
  specs: NonNullable<StartOptions['controllers']>,
): Task<string | null> {
  for (const spec of specs) {
    const start: DeviceOptions = { kind: 'virtio-serial-pci', ...spec };
    const made = yield* addDevice(machine, start);
    if (!made.ok) return `-device ${deviceWord(start)}: ${made.text}`;
  }
  return null;
}

function* addSerial(machine: Machine, id: string, chardev: string, into: Ports): Task<string | null> {
  const serial = onChardev(machine, chardev, 'serial.chardev', createSerial16550);
  if (!serial.ok) return serial.text;
  into.serial.set(id, serial.value);
  yield* setHandlers(serial.value.frontend, true);
  return null;
}

function addDebugConsole(machine: Machine, id: string, chardev: string, into: Ports): string | null {
  const made = onChardev(machine, chardev, 'isa-debugcon.chardev', createDebugConsole);
  if (!made.ok) return `-device isa-debugcon,chardev=${chardev},iobase=0xe9: ${made.text}`;
  into.debugConsoles.set(id, made.value);
  return null;
}

/**
 * The board's own ports come first, one for each chardev in `board` (others than those that the launch names have no
 * name), then devices in their order. Source: RT-5, CHR-30.
 */
export function* addPorts(
  machine: Machine,
  starts: readonly PortStart[],
  board: readonly string[],
  into: Ports,
): Task<string | null> {
  for (const start of starts) {
    if (start.kind !== '16550' || start.board !== true || !board.includes(start.chardev)) continue;
    const error = yield* addSerial(machine, start.id, start.chardev, into);
    if (error !== null) return error;
  }
  for (const [index, start] of starts.entries()) {
    if (start.kind === '16550' && start.board === true) continue;
    if (start.kind === 'pci-serial') {
      const word = `pci-serial,id=${start.id},chardev=${start.chardev}`;
      const wrong = machine.hasPci
        ? yield* addSerial(machine, start.id, start.chardev, into)
        : deviceErrors.noBus('PCI', start.kind);
      if (wrong === null) continue;
      return `-device ${word}: ${wrong}`;
    }
    if (start.kind !== '16550' && start.kind !== 'witness' && start.kind !== 'debugcon') {
      const made = yield* addDevice(machine, start);
      if (made.ok) continue;
      return `-device ${deviceWord(start)}: ${made.text}`;
    }
    const serialsBefore = starts.slice(0, index).filter(({ kind }) => kind === '16550').length;
    const error =
      start.kind === 'witness'
        ? addWitness(machine, start.id, start.chardev, into)
        : start.kind === 'debugcon'
          ? addDebugConsole(machine, start.id, start.chardev, into)
          : yield* addSerial(machine, start.id, start.chardev, into);
    if (error === null) continue;
    return start.kind === '16550'
      ? `-device isa-serial,chardev=${start.chardev},index=${serialsBefore}: ${error}`
      : error;
  }
  return null;
}
