import { attach, setHandlers } from './attachment.ts';
import type { Backend } from './backend.ts';
import { changeChardev, registerChardev } from './chardev.ts';
import { destroyChardev, makeChardev } from './chardev-making.ts';
import { ignoresNumberRanges } from './defect.ts';
import { retain } from './description.ts';
import { closeNumber, descriptionAt, standardStreams } from './descriptor.ts';
import { addMember, setIdError } from './fdset.ts';
import { portKey } from './frontend.ts';
import { handle } from './host.ts';
import type { LaunchOptions, MonitorSpec, PortSpec } from './language/action.ts';
import type { Outcome } from './language/outcome.ts';
import { ModelLimit } from './limit.ts';
import { noMachine } from './machine.ts';
import { freshConnection, type Monitor, putConnection, serve } from './monitor.ts';
import { dupNumber } from './open.ts';
import { type AddFdOption, backendOfOptions, type ChardevOption, readAddFd, readChardev } from './options.ts';
import { addPort, addUsbSerial, attachDevice, enableBackends } from './port-device.ts';
import { controllerError, portsDefault } from './port-number.ts';
import { unlinkPty } from './pty.ts';
import type { Outcomed, Turn } from './state.ts';
import { change } from './state.ts';
import { withEntry, withoutEntry } from './table.ts';
import { freshUart } from './uart.ts';
import { freshController } from './virtio-port.ts';
import { controllerIds } from './virtio-serial.ts';
import { freshWitness } from './witness.ts';

/** First number under which handles named in `args` are inherited; any number well above the dynamic ones. */
const inheritedMin = 100_000;

/** A word of the command line as written, and as the system reads it, with numbers for handles. */
type Word = { readonly written: string; readonly read: string };

/** Starts the process: `launched`, or `exit` with the line that says why not. Source: FDSET-40..45, CHR-09. */
export function launch(turn: Turn, options: LaunchOptions): Outcome {
  if (turn.state.machine.state !== 'absent') throw new ModelLimit('a second launch');
  const machine = options.machine ?? machineFor(options.ports ?? []);
  change(turn, { table: standardStreams() });
  const words = inherit(turn, options);
  const started = start(turn, words);
  if (!started.ok) {
    return failed(turn, started.text);
  }
  if (machine === 'virtio')
    for (const { id, maxPorts } of options.controllers ?? [{ id: 'vs0' }]) {
      const error = controllerError(maxPorts ?? portsDefault);
      const told = maxPorts === undefined ? '' : `,max_ports=${maxPorts}`;
      if (error !== null) return failed(turn, `-device virtio-serial-pci,id=${id}${told}: ${error}`);
      change(turn, {
        controllers: withEntry(turn.state.controllers, id, freshController(id, maxPorts ?? portsDefault)),
      });
    }
  let index = 0;
  for (const port of options.ports ?? []) {
    if (machine === 'none' && port.kind !== 'witness') throw new ModelLimit('ports on a machine without devices');
    const error =
      port.kind === '16550' || port.kind === 'witness' ? openPort(turn, port, index) : openDevice(turn, port);
    if (error !== null) return failed(turn, error);
    index += port.kind === '16550' ? 1 : 0;
  }
  const paused = options.paused === true || started.value.paused;
  change(turn, { machine: { ...noMachine, bare: machine === 'none', state: paused ? 'prelaunch' : 'running' } });
  for (const id of controllerIds(turn.state)) enableBackends(turn, id);
  for (const spec of options.monitors ?? [{ id: 'qmp', mode: 'qmp', via: 'pair' }]) openMonitor(turn, spec);
  return { see: 'launched' };
}

function machineFor(ports: readonly PortSpec[]): 'none' | 'serial' | 'virtio' {
  if (ports.length === 0) return 'none';
  return ports.some(({ kind }) => kind !== '16550' && kind !== 'witness') ? 'virtio' : 'serial';
}

/** A device of a virtio machine that is there from the start; the text of what forbids it. Source: VSER-10..16, CHR-30. */
function openDevice(turn: Turn, port: Exclude<PortSpec, { kind: '16550' | 'witness' }>): string | null {
  const { id, kind, chardev } = port;
  const { name, nr, bus } = kind === 'usb-serial' ? {} : port;
  const words = Object.entries({ id, chardev, name, nr, bus }).filter(([, value]) => value !== undefined);
  const told = `-device ${[kind, ...words.map(([key, value]) => `${key}=${value}`)].join(',')}: `;
  const wrong = chardev === undefined ? null : attachDevice(turn, kind, id, chardev);
  if (wrong !== null) return told + wrong;
  if (kind === 'usb-serial') {
    addUsbSerial(turn, id);
    return null;
  }
  const controller = bus === undefined ? controllerIds(turn.state).at(-1) : bus.replace(/\.0$/, '');
  if (controller === undefined || !turn.state.controllers.has(controller))
    return `${told}${bus === undefined ? `No 'virtio-serial-bus' bus found for device '${kind}'` : `Bus '${bus}' not found`}`;
  const wish = { isConsole: kind === 'virtconsole', name: name ?? null, nr: nr ?? null };
  const error = addPort(turn, { ...wish, id, deviceId: id, controller, chardev: chardev ?? null }, true);
  return error === null ? null : told + error;
}

function failed(turn: Turn, text: string): Outcome {
  const stderr = `qemu-system-x86_64: ${text}`.split('\n').filter((line) => line.startsWith('qemu-system-x86_64: '));
  endProcess(turn, 1, stderr);
  return { see: 'exit', status: 1, stderr };
}

/** A port on its chardev: a witness without handlers, a 16550 with them; the text of what forbids it. Source: CHR-30. */
function openPort(turn: Turn, port: Extract<PortSpec, { kind: '16550' | 'witness' }>, index: number): string | null {
  const { id, kind, chardev } = port;
  if (kind === 'witness') change(turn, { witnesses: withEntry(turn.state.witnesses, id, freshWitness(id)) });
  if (chardev === undefined) return null;
  const told = `-device isa-serial,chardev=${chardev},index=${index}: Property 'serial.chardev' can't`;
  if (!turn.state.chardevs.has(chardev)) {
    if (kind === 'witness') throw new ModelLimit(`witness ${id} on no chardev`);
    return `${told} find value '${chardev}'`;
  }
  if (kind === '16550') change(turn, { uarts: withEntry(turn.state.uarts, id, freshUart(id, chardev)) });
  const attached = attach(turn, { is: kind === 'witness' ? 'witness' : 'port', id }, chardev);
  if (attached.ok) {
    if (kind === '16550') setHandlers(turn, portKey(id), true);
    return null;
  }
  if (kind === 'witness') throw new ModelLimit(`witness ${id} on no free chardev`);
  return `${told} take value '${chardev}': ${attached.text}`;
}

function openMonitor(turn: Turn, spec: MonitorSpec): void {
  const monitor: Monitor = { id: spec.id, mode: spec.mode, via: spec.via, names: new Map() };
  change(turn, { monitors: withEntry(turn.state.monitors, spec.id, monitor) });
  if (spec.via !== 'pair') return;
  change(turn, { connections: withEntry(turn.state.connections, spec.id, freshConnection(spec.id, monitor)) });
  serve(turn, spec.id);
  if (spec.mode !== 'qmp' || spec.negotiate === false) return;
  // Launch reads the greeting and negotiates; with negotiate:false the greeting is left for the scenario.
  putConnection(turn, spec.id, { output: [], negotiated: true, oob: (spec.enable ?? []).includes('oob') });
}

/** Puts inherited handles into the table and their numbers into the words. */
function inherit(turn: Turn, options: LaunchOptions): readonly Word[] {
  const numbers = new Map<string, number>();
  const put = (number: number, name: string): void => {
    const description = retain(turn, handle(turn, name));
    const entry = { kind: 'description', description, closeOnExec: false } as const;
    change(turn, { table: withEntry(turn.state.table, number, entry) });
  };
  for (const [number, name] of Object.entries(options.inherit ?? {})) {
    numbers.set(name, Number(number));
    put(Number(number), name);
  }
  let next = inheritedMin;
  return (options.args ?? []).map((written): Word => {
    const read = written.replace(/\{fd:([^}]*)\}/g, (_, name: string) => {
      let number = numbers.get(name);
      if (number === undefined) {
        number = next;
        next += 1;
        numbers.set(name, number);
        put(number, name);
      }
      return String(number);
    });
    return { written, read };
  });
}

/** All words are read first, then -add-fd applied, then chardevs made. Source: FDSET-41, FDSET-44. */
function start(turn: Turn, words: readonly Word[]): Outcomed<{ readonly paused: boolean }> {
  const addFds: { readonly word: Word; readonly option: AddFdOption }[] = [];
  const chardevs: { readonly word: Word; readonly option: ChardevOption }[] = [];
  let paused = false;
  for (let index = 0; index < words.length; index += 1) {
    const name = words[index]?.written ?? '';
    if (name === '-S') {
      paused = true;
      continue;
    }
    index += 1;
    const word = words[index];
    if (word === undefined || (name !== '-add-fd' && name !== '-chardev')) throw new ModelLimit(`the option ${name}`);
    if (name === '-add-fd') {
      const option = readAddFd(
        word.read,
        addFds.flatMap((each) => each.option.id ?? []),
      );
      if (!option.ok) return { ok: false, text: `-add-fd ${word.written}: ${option.text}` };
      addFds.push({ word, option: option.value });
    } else {
      const taken = chardevs.flatMap((each) => each.option.id ?? []);
      const option = readChardev(word.read, turn.state.profile, taken);
      if (!option.ok) return { ok: false, text: `-chardev ${word.written}: ${option.text}` };
      chardevs.push({ word, option: option.value });
    }
  }
  for (const { word, option } of addFds) {
    const error = addInherited(turn, option);
    if (error !== null) return { ok: false, text: `-add-fd ${word.written}: ${error}` };
  }
  for (const { option } of addFds) {
    if (option.fd === null) continue;
    const number = asNumber(turn, option.fd);
    closeNumber(turn, number);
    // what the system opens for itself later takes the numbers that became free
    change(turn, { table: withEntry(turn.state.table, number, { kind: 'own' }) });
  }
  for (const { word, option } of chardevs) {
    const error = addChardev(turn, option);
    if (error !== null) return { ok: false, text: `-chardev ${word.written}: ${putBack(error, word)}` };
    putBackNames(turn, word);
  }
  return { ok: true, value: { paused } };
}

/** A number of a text becomes the handle that the word names. */
function putBack(text: string, word: Word): string {
  const handles = [...word.written.matchAll(/\{fd:[^}]*\}/g)].map((match) => match[0]);
  const numbers = [...word.read.matchAll(/[0-9]{6}/g)].map((match) => match[0]);
  return handles.reduce((so, name, index) => so.replaceAll(numbers[index] ?? name, name), text);
}

/** The same in the file names of the sockets that have just been made. */
function putBackNames(turn: Turn, word: Word): void {
  if (word.written === word.read) return;
  for (const [label, { filename, link }] of turn.state.chardevs)
    if (link !== null)
      changeChardev(turn, label, {
        filename: putBack(filename, word),
        link: { ...link, nameAlone: putBack(link.nameAlone, word) },
      });
}

/** The number as the option's code reads it. Source: FDSET-42, DEF-07. */
function asNumber(turn: Turn, fd: bigint): number {
  return Number(ignoresNumberRanges(turn.state) ? BigInt.asIntN(32, fd) : BigInt.asIntN(64, fd));
}

/** One -add-fd: the text of the first thing wrong, else a duplicate joins the set. Source: FDSET-40, FDSET-43. */
function addInherited(turn: Turn, { fd, set, opaque }: AddFdOption): string | null {
  const number = fd === null ? -1 : asNumber(turn, fd);
  if (number < 0) return 'fd option is required and must be non-negative';
  if (number <= 2) return 'fd cannot be a standard I/O stream';
  const description = descriptionAt(turn.state, number);
  const entry = turn.state.table.get(number);
  if (description === null || entry?.kind !== 'description' || entry.closeOnExec)
    return 'fd is not valid or already in use';
  if (set === null || set < 0n) return 'set option is required and must be non-negative';
  const error = setIdError(turn.state, set);
  if (error !== null) return error;
  const dup = dupNumber(turn, number);
  if (!dup.ok) throw new ModelLimit('-add-fd without a free descriptor');
  addMember(turn, set, dup.value, opaque);
  return null;
}

function addChardev(turn: Turn, { id, options }: ChardevOption): string | null {
  if (id === null) return 'chardev: no id specified';
  if (!options.has('backend')) return `chardev: "${id}" missing backend`;
  const backend = backendOfOptions(options, turn.state.profile);
  if (!backend.ok) return backend.text;
  if (options.get('mux') !== 'on') return addMade(turn, id, backend.value);
  const base = `${id}-base`;
  const error = addMade(turn, base, backend.value);
  if (error !== null) return error;
  return addMade(turn, id, { type: 'mux', base, logfile: null, logappend: false });
}

/** Makes and registers one chardev; the text of what is wrong. Source: CHR-07, CHR-08, CHR-10. */
function addMade(turn: Turn, id: string, backend: Backend): string | null {
  const made = makeChardev(turn, id, backend, null);
  if (made.now === 'asleep') throw new ModelLimit('a launch that waits for a FIFO');
  if (made.now === 'refused') return made.text;
  if (id === 'type' || turn.state.chardevs.has(id)) {
    destroyChardev(turn, made.chardev);
    return `attempt to add duplicate property '${id}' to object (type 'container')`;
  }
  registerChardev(turn, made.chardev);
  return null;
}

/** The process ends: everything that it held is closed. */
export function endProcess(turn: Turn, status: number, stderr: readonly string[]): void {
  for (const number of [...turn.state.table.keys()]) closeNumber(turn, number);
  for (const [name, connection] of turn.state.connections) {
    putConnection(turn, name, { state: 'left', pending: [], queue: [], inbound: [], number: null });
    if (connection.output.length === 0) continue;
  }
  for (const [label, { link, pty }] of turn.state.chardevs) {
    if (turn.state.machine.signal === null) {
      if (link?.listensAt != null) change(turn, { paths: withoutEntry(turn.state.paths, link.listensAt) });
      if (pty !== null) unlinkPty(turn, pty);
    }
    change(turn, { chardevs: withoutEntry(turn.state.chardevs, label) });
  }
  change(turn, {
    machine: { ...turn.state.machine, state: 'exited', status, stderr },
    fdsets: new Map(),
    blocks: new Map(),
    generators: new Map(),
    uarts: new Map(),
    virtioPorts: new Map(),
    usbSerials: new Map(),
    portPauses: new Map(),
    frontends: new Map(),
    stall: null,
    monitors: turn.state.monitors,
  });
}
