import type { ControllerSpec, Handle, LaunchOptions, MonitorSpec, PortSpec } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import { ownLabel } from '../own-chardevs.ts';

/** Memory of a virtio machine: rings and buffers of its guest's driver lie in it. */
export const memoryMiB = 64;
const usbSlot = 3;
const controllerSlotFirst = 4;

/** How QEMU is called: the program, or what runs it and then the program. */
export function programWords(wrapper: readonly string[], binary: string): readonly [string, ...string[]] {
  const [first, ...rest] = wrapper;
  return first === undefined ? [binary] : [first, ...rest, binary];
}

/** Numbers in the child: out of the way of what QEMU opens by itself, which takes the lowest. */
const number = { qtest: 80, control: 81, monitorFirst: 82 } as const;
/** The number of the first handle that is given no fixed one. */
export const inheritedFirst = 30;

const defaultMonitors: readonly MonitorSpec[] = [{ id: 'qmp', mode: 'qmp', via: 'pair' }];

/** The monitors of a launch; by default one inherited QMP monitor called `qmp`. */
export function monitorsOf(options: LaunchOptions): readonly MonitorSpec[] {
  return options.monitors ?? defaultMonitors;
}

/** The machines that a launch can ask for. */
export type Machine = 'none' | 'serial' | 'virtio';

/** The machine of a launch: as soon as it has ports, one with a bus to plug them into (RT-5). */
export function machineOf(options: LaunchOptions): Machine {
  if (options.machine !== undefined) return options.machine;
  const kinds = (options.ports ?? []).map(({ kind }) => kind);
  if (kinds.some((kind) => kind !== '16550' && kind !== 'debugcon' && kind !== 'witness')) return 'virtio';
  return kinds.some((kind) => kind !== 'witness') ? 'serial' : 'none';
}

const defaultControllers: readonly ControllerSpec[] = [{ id: 'vs0' }];

/** The virtio-serial controllers of a launch, in their order. */
export function controllersOf(options: LaunchOptions): readonly ControllerSpec[] {
  return machineOf(options) === 'virtio' ? (options.controllers ?? defaultControllers) : [];
}

/** Whether the harness may have a monitor of its own: not where the last monitor's leaving is watched for (RT-28). */
export function wantsControl(options: LaunchOptions): boolean {
  return monitorsOf(options).some(({ via }) => via === 'pair');
}

/** The number under which each handle is inherited: fixed ones first, those of `{fd:HANDLE}` from 30 on. */
export function inheritedNumbers(options: LaunchOptions): ReadonlyMap<Handle, number> {
  const numbers = new Map<Handle, number>();
  for (const [fixed, handle] of Object.entries(options.inherit ?? {})) numbers.set(handle, Number(fixed));
  let next: number = inheritedFirst;
  for (const word of options.args ?? []) {
    for (const [, handle = ''] of word.matchAll(/\{fd:([^}]*)\}/g)) {
      if (numbers.has(handle)) continue;
      numbers.set(handle, next);
      next += 1;
    }
  }
  return numbers;
}

/** A scenario's word as QEMU gets it: numbers for handles, the real folder. */
export function wordAsGiven(
  word: string,
  named: (text: string) => string,
  inherited: ReadonlyMap<Handle, number>,
): string {
  const numbered = word.replaceAll(/\{fd:([^}]*)\}/g, (_whole, handle: string) => String(inherited.get(handle)));
  return named(numbered);
}

/** Every descriptor that the child is given beside the standard streams, and the words after the program. */
export type Plan = {
  readonly words: readonly string[];
  readonly qtestNumber: number;
  readonly controlNumber: number;
  /** Monitor id -> number of its inherited socket. */
  readonly pairNumbers: ReadonlyMap<string, number>;
  readonly inherited: ReadonlyMap<Handle, number>;
};

/** What a command line is made from. */
export type PlanInput = {
  readonly options: LaunchOptions;
  /** Replaces `{dir}` and the names of ports. */
  readonly named: (text: string) => string;
  readonly romFile: string;
  /** Monitor id -> path of its listening socket. */
  readonly socketPaths: ReadonlyMap<string, string>;
  /** Further words that the user wants on every command line. */
  readonly extraWords: readonly string[];
};

/** Words of the machine: RT-5, RT-3 (a running machine whose processor sleeps). */
export function machineWords(machine: Machine, romFile: string): readonly string[] {
  const common = ['-nodefaults', '-no-user-config', '-display', 'none'];
  const idle = ['-accel', 'tcg,tb-size=1', '-bios', romFile];
  switch (machine) {
    case 'none':
      return [...common, '-machine', 'none'];
    case 'serial':
      return [...common, '-machine', 'isapc', '-m', '1', ...idle];
    case 'virtio':
      return [...common, '-machine', 'pc', '-m', String(memoryMiB), ...idle];
    default:
      return assertNever(machine);
  }
}

/** Words of the controllers: those of virtio-serial, then the one of the USB bus. Source: RT-5. */
export function controllerWords(controllers: readonly ControllerSpec[]): readonly string[] {
  const words: string[] = [];
  for (const [index, { id, maxPorts }] of controllers.entries()) {
    const limit = maxPorts === undefined ? '' : `,max_ports=${maxPorts}`;
    words.push('-device', `virtio-serial-pci,id=${id},addr=${controllerSlotFirst + index}${limit}`);
  }
  return [...words, '-device', `qemu-xhci,id=usb,addr=${usbSlot}`];
}

/** Devices for the ports that the board does not make by itself. */
function portWords(options: LaunchOptions): readonly string[] {
  const words: string[] = [];
  const serial = serialPorts(options);
  for (const port of options.ports ?? []) {
    if (port.kind === 'witness' || (port.kind === '16550' && port.board === true)) continue;
    const chardev = port.chardev === undefined ? '' : `,chardev=${port.chardev}`;
    if (port.kind === '16550') {
      words.push('-device', `isa-serial${chardev},index=${serial.indexOf(port)}`);
      continue;
    }
    if (port.kind === 'debugcon') {
      words.push('-device', `isa-debugcon${chardev},iobase=0xe9`);
      continue;
    }
    const more =
      port.kind === 'usb-serial' || port.kind === 'pci-serial' ? {} : { name: port.name, nr: port.nr, bus: port.bus };
    const given = Object.entries(more).filter(([, value]) => value !== undefined);
    const properties = given.map(([key, value]) => `,${key}=${String(value).replaceAll(',', ',,')}`).join('');
    words.push('-device', `${port.kind},id=${port.id}${chardev}${properties}`);
  }
  return words;
}

function monitorWords(spec: MonitorSpec, socket: string): readonly string[] {
  const mode = spec.mode === 'qmp' ? 'control' : 'readline';
  const id = `${ownLabel}${spec.id}`;
  return ['-chardev', `socket,id=${id},${socket}`, '-mon', `chardev=${id},mode=${mode}`];
}

/** The 16550 ports of a launch, COM1 first: the board's own come before all others. */
export function serialPorts(options: LaunchOptions): readonly Extract<PortSpec, { kind: '16550' }>[] {
  const all = (options.ports ?? []).filter((port) => port.kind === '16550');
  return [...all.filter(({ board }) => board === true), ...all.filter(({ board }) => board !== true)];
}

/** The command line of one session. Source: RT-5, RT-6, RT-28. */
export function planLaunch(input: PlanInput): Plan {
  const { options } = input;
  const inherited = inheritedNumbers(options);
  const pairNumbers = new Map<string, number>();
  const words: string[] = [...machineWords(machineOf(options), input.romFile)];
  if (options.paused === true) words.push('-S');
  words.push('-chardev', `socket,id=${ownLabel}qtest,fd=${number.qtest}`);
  words.push('-object', `qtest,id=${ownLabel}qtest0,chardev=${ownLabel}qtest,log=none`);
  if (wantsControl(options)) {
    words.push('-chardev', `socket,id=${ownLabel}control,fd=${number.control}`);
    words.push('-mon', `chardev=${ownLabel}control,mode=control`);
  }
  for (const spec of monitorsOf(options)) {
    if (spec.via === 'pair') {
      const inheritedAs = number.monitorFirst + pairNumbers.size;
      pairNumbers.set(spec.id, inheritedAs);
      words.push(...monitorWords(spec, `fd=${inheritedAs}`));
    } else {
      const path = input.socketPaths.get(spec.id) ?? '';
      words.push(...monitorWords(spec, `path=${path},server=on,wait=off`));
    }
  }
  words.push(...input.extraWords);
  for (const word of options.args ?? []) {
    words.push(wordAsGiven(word, input.named, inherited));
  }
  if (machineOf(options) === 'virtio') words.push(...controllerWords(controllersOf(options)));
  words.push(...portWords(options));
  return { words, qtestNumber: number.qtest, controlNumber: number.control, pairNumbers, inherited };
}
