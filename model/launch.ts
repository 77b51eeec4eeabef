import { attach, setHandlers } from './attachment.ts';
import { obeyWords, type Read, resumeWords, type Waiting, type Word } from './command-line.ts';
import { addDescription, retain } from './description.ts';
import { closeNumber, noteStart, standardStreams } from './descriptor.ts';
import { openMuxes } from './event.ts';
import { changeFront } from './front-monitor.ts';
import { keyOf, portKey } from './frontend.ts';
import { handle } from './host.ts';
import type { LaunchOptions, MonitorSpec, PortSpec } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import { changeMachine } from './machine.ts';
import { freshConnection, type Monitor, putConnection, serve } from './monitor.ts';
import { giveBack } from './passed-descriptors.ts';
import { addPort, addUsbSerial, attachDevice, enableBackends } from './port-device.ts';
import { controllerError, portsDefault } from './port-number.ts';
import { unlinkPty } from './pty.ts';
import { bringsInput, finishReplay } from './replay.ts';
import { hearLines } from './serial-line.ts';
import { listeningPath } from './socket-chardev.ts';
import type { Turn } from './state.ts';
import { change } from './state.ts';
import { giveStreamsBack } from './stdio-chardev.ts';
import { dropEntry, putEntry } from './table.ts';
import { freshUart } from './uart.ts';
import { freshController } from './virtio-port.ts';
import { controllerIds } from './virtio-serial.ts';
import { freshWitness } from './witness.ts';

/** First number under which handles named in `args` are inherited; any number well above the dynamic ones. */
const inheritedMin = 100_000;

/** A launch that stands still: what its words still ask for. */
export type Launching = { readonly options: LaunchOptions; readonly waiting: Waiting };

/** Starts the process: it runs, waits for a client, or ended with the lines that say why. Source: FDSET-40..45, CHR-09. */
export function launch(turn: Turn, options: LaunchOptions): void {
  if (turn.state.machine.state !== 'absent' || turn.state.launching !== null) throw new ModelLimit('a second launch');
  change(turn, { table: standardStreams() });
  openStandardStreams(turn);
  begin(turn, options, obeyWords(turn, inherit(turn, options)));
}

/** The client that a launch waited for is there: served, and the launch goes on. Source: SOCK-02. */
export function goOnLaunching(turn: Turn): void {
  const { launching } = turn.state;
  if (launching === null) throw new Error('no launch waits');
  change(turn, { launching: null });
  begin(turn, launching.options, resumeWords(turn, launching.waiting));
  if (turn.state.machine.state !== 'running') return;
  for (const { id, mode, threaded, chardev, inbox } of turn.state.fronts.values()) {
    const isOpening = inbox.some((told) => 'event' in told && told.event === 'OPENED');
    const isOnMux = turn.state.chardevs.get(chardev)?.mux != null;
    if (mode === 'qmp' && threaded && isOnMux && isOpening) changeFront(turn, id, { late: true });
  }
}

/** What follows when the words are through: devices and monitors, unless it waits or failed. */
function begin(turn: Turn, options: LaunchOptions, read: Read): void {
  if (turn.state.machine.signal !== null) endProcess(turn, 0, []);
  else if (read.ok === 'waits') change(turn, { launching: { options, waiting: read.waiting } });
  else if (!read.ok) failed(turn, read.lines);
  else {
    const error = addDevices(turn, options, read.paused);
    if (error !== null) failed(turn, [error]);
    else noteStart(turn);
  }
}

/** Devices and monitors; the text of what forbids one. */
function addDevices(turn: Turn, options: LaunchOptions, pausedByWord: boolean): string | null {
  const machine = options.machine ?? machineFor(options.ports ?? []);
  if (machine === 'virtio')
    for (const { id, maxPorts } of options.controllers ?? [{ id: 'vs0' }]) {
      const error = controllerError(maxPorts ?? portsDefault);
      const told = maxPorts === undefined ? '' : `,max_ports=${maxPorts}`;
      if (error !== null) return `-device virtio-serial-pci,id=${id}${told}: ${error}`;
      putEntry(turn, 'controllers', id, freshController(id, maxPorts ?? portsDefault));
    }
  const error = openPorts(turn, machine === 'none', options.ports ?? []);
  if (error !== null) return error;
  const paused = options.paused === true || pausedByWord;
  changeMachine(turn, { bare: machine === 'none', state: paused ? 'prelaunch' : 'running' });
  if (machine === 'none' && turn.state.replay?.mode === 'replay' && bringsInput(turn.state.replay))
    throw new ModelLimit('input of a log on a machine without a processor, where no checkpoint comes');
  for (const id of controllerIds(turn.state)) enableBackends(turn, id);
  openMuxes(turn);
  openMonitors(turn, options.monitors ?? [{ id: 'qmp', mode: 'qmp', via: 'pair' }]);
  return null;
}

/** They stand before those of the words, and who negotiates has been served. Source: QMP-09, experiment. */
function openMonitors(turn: Turn, specs: readonly MonitorSpec[]): void {
  const ofWords = [...turn.state.monitors.keys()];
  for (const spec of specs) openMonitor(turn, spec);
  const isServed = ({ id }: MonitorSpec): boolean => turn.state.connections.get(id)?.negotiated === true;
  const [served, fresh] = [specs.filter(isServed), specs.filter((spec) => !isServed(spec))];
  change(turn, { turns: [...fresh.map(({ id }) => id), ...ofWords, ...served.map(({ id }) => id)] });
}

/** What is no device of a virtio machine's own buses. */
type PlainKind = '16550' | 'pci-serial' | 'witness' | 'debugcon';
const onPlainMachines: readonly PortSpec['kind'][] = ['16550', 'witness', 'debugcon'];

function isPlain(port: PortSpec): port is Extract<PortSpec, { kind: PlainKind }> {
  return onPlainMachines.includes(port.kind) || port.kind === 'pci-serial';
}

function machineFor(ports: readonly PortSpec[]): 'none' | 'serial' | 'virtio' {
  if (ports.length === 0) return 'none';
  return ports.some(({ kind }) => !onPlainMachines.includes(kind)) ? 'virtio' : 'serial';
}

/** A device of a virtio machine that is there from the start; the text of what forbids it. Source: VSER-10..16, CHR-30. */
function openDevice(turn: Turn, port: Exclude<PortSpec, { kind: PlainKind }>): string | null {
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
  const error = addPort(turn, { id, deviceId: id, controller, chardev: chardev ?? null, ...wish }, true);
  return error === null ? null : told + error;
}

/** Ports that the board has come first, then devices in their order; the text of what forbids one. */
function openPorts(turn: Turn, bare: boolean, ports: readonly PortSpec[]): string | null {
  const onBoard = (port: PortSpec): boolean => port.kind === '16550' && port.board === true;
  let index = 0;
  for (const port of [...ports.filter(onBoard), ...ports.filter((each) => !onBoard(each))]) {
    if (bare && port.kind !== 'witness') throw new ModelLimit('ports on a machine without devices');
    const error = isPlain(port) ? openPort(turn, port, index) : openDevice(turn, port);
    if (error !== null) return error;
    index += port.kind === '16550' ? 1 : 0;
  }
  return null;
}

/** Unless inherited, input is at its end and output is of nobody's interest. Source: the contract of `launch`. */
function openStandardStreams(turn: Turn): void {
  const nothing = turn.state.paths.get('/dev/null');
  if (nothing === undefined) throw new Error('there is always a /dev/null');
  for (const [number, access] of [
    [0, 'r'],
    [1, 'w'],
  ] as const) {
    const description = addDescription(turn, nothing, access, []);
    const entry = { kind: 'description', description, closeOnExec: false } as const;
    putEntry(turn, 'table', number, entry);
  }
}

function failed(turn: Turn, lines: readonly string[]): void {
  const told = lines.flatMap((line) =>
    (line.startsWith('Replay: ') ? line : `qemu-system-x86_64: ${line}`).split('\n'),
  );
  const stderr = told.filter((line) => /^(qemu-system-x86_64|Replay): /.test(line));
  endProcess(turn, 1, [...turn.state.machine.stderr, ...stderr]);
}

/** A port on its chardev: a witness without handlers, a 16550 with them; the text of what forbids it. Source: CHR-30. */
function openPort(turn: Turn, port: Extract<PortSpec, { kind: PlainKind }>, index: number): string | null {
  const { id, kind, chardev } = port;
  if (kind === 'witness') putEntry(turn, 'witnesses', id, freshWitness(id));
  if (chardev === undefined) return null;
  if (kind === 'debugcon') return openDebugcon(turn, id, chardev);
  const word =
    kind === 'pci-serial' ? `pci-serial,id=${id},chardev=${chardev}` : `isa-serial,chardev=${chardev},index=${index}`;
  const told = `-device ${word}: Property 'serial.chardev' can't`;
  if (!turn.state.chardevs.has(chardev)) {
    if (kind === 'witness') throw new ModelLimit(`witness ${id} on no chardev`);
    return `${told} find value '${chardev}'`;
  }
  const isUart = kind === '16550' || kind === 'pci-serial';
  if (isUart) putEntry(turn, 'uarts', id, freshUart(id, chardev));
  const attached = attach(turn, { is: kind === 'witness' ? 'witness' : 'port', id }, chardev);
  if (attached.ok) {
    if (isUart) {
      setHandlers(turn, portKey(id), true);
      hearLines(turn, id);
    }
    return null;
  }
  if (kind === 'witness') throw new ModelLimit(`witness ${id} on no free chardev`);
  return `${told} take value '${chardev}': ${attached.text}`;
}

/** A debug console counts as listening, though it has no room for anything. Source: experiment on both releases. */
function openDebugcon(turn: Turn, id: string, chardev: string): null {
  const attached = turn.state.chardevs.has(chardev) && attach(turn, { is: 'debugcon', id }, chardev).ok;
  if (!attached) throw new ModelLimit(`debug console ${id} on no free chardev`);
  putEntry(turn, 'debugcons', id, chardev);
  setHandlers(turn, keyOf({ is: 'debugcon', id }), true);
  return null;
}

function openMonitor(turn: Turn, spec: MonitorSpec): void {
  const monitor: Monitor = { id: spec.id, mode: spec.mode, via: spec.via, names: new Map() };
  putEntry(turn, 'monitors', spec.id, monitor);
  if (spec.via !== 'pair') return;
  putEntry(turn, 'connections', spec.id, freshConnection(spec.id, monitor));
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
    putEntry(turn, 'table', number, entry);
  };
  for (const [number, name] of Object.entries(options.inherit ?? {})) {
    numbers.set(name, Number(number));
    put(Number(number), name);
  }
  let next = inheritedMin;
  return (options.args ?? []).map((written): Word => {
    if (!written.includes('{fd:')) return { written, read: written };
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

/** The process ends: everything that it held is closed; who leaves in good order (status 0) clears its paths away. Source: CHR-13, experiment. */
export function endProcess(turn: Turn, status: number, stderr: readonly string[]): void {
  if (turn.state.machine.signal === null) {
    giveStreamsBack(turn);
    finishReplay(turn);
  }
  const inGoodOrder = turn.state.machine.signal === null && status === 0;
  const paths = [...turn.state.chardevs.values()].map((chardev) => listeningPath(turn.state, chardev));
  for (const number of [...turn.state.table.keys()]) closeNumber(turn, number);
  for (const id of turn.state.witnesses.keys()) giveBack(turn, id);
  for (const name of turn.state.connections.keys())
    putConnection(turn, name, { state: 'left', pending: [], queue: [], inbound: [], number: null });
  if (inGoodOrder) for (const path of paths) if (path !== null) dropEntry(turn, 'paths', path);
  for (const [label, { pty }] of turn.state.chardevs) {
    if (inGoodOrder && pty !== null) unlinkPty(turn, pty);
    dropEntry(turn, 'chardevs', label);
  }
  changeMachine(turn, { state: 'exited', status, stderr });
  change(turn, {
    fdsets: new Map(),
    blocks: new Map(),
    generators: new Map(),
    uarts: new Map(),
    virtioPorts: new Map(),
    usbSerials: new Map(),
    portPauses: new Map(),
    debugcons: new Map(),
    fronts: new Map(),
    frontends: new Map(),
    stall: null,
    ownContext: null,
    replay: null,
    monitors: turn.state.monitors,
  });
}
