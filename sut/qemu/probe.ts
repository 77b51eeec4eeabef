import { closeSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capability } from '../../model/language/capability.ts';
import type { Value } from '../../model/language/value.ts';
import { ownLabel } from '../own-chardevs.ts';
import { TargetFailure } from '../target.ts';
import { closeChannel, makeChannel } from './channel.ts';
import { controllerWords, type Machine, machineWords, programWords } from './command-line.ts';
import { controlCommand } from './control-monitor.ts';
import { parseValue } from './json.ts';
import { type Libc, loadLibc } from './libc.ts';
import type { Version } from './profile-of-version.ts';
import { type QemuProcess, spawnQemu, waitForEnd } from './qemu-process.ts';
import { awaitArrival } from './reply.ts';

/** What one binary is and can, as `doctor` tells it. */
export type Probe = {
  readonly version: Version;
  readonly versionText: string;
  readonly package: string;
  /** How long it took to greet. */
  readonly greetedMs: number;
  /** Machines that start and answer. */
  readonly machines: readonly Machine[];
  readonly qtestAccelerator: boolean;
  readonly hub: boolean;
  readonly capabilities: ReadonlySet<Capability>;
  /** Why something is missing, one sentence each. */
  readonly reasons: readonly string[];
};

const greetingPatienceMs = 10_000;
/** Under a wrapper: long enough for a memory checker on a busy computer. */
const wrappedPatienceMs = 60_000;
const endPatienceMs = 5000;
const romBytes = 65536;
const qmpNumber = 60;

/** Interrupts off, halt, and back to the halt: a processor that runs and never does anything. Source: RT-3. */
export function writeHaltRom(file: string): void {
  const rom = Buffer.alloc(romBytes, 0xff);
  Buffer.from([0xfa, 0xf4, 0xeb, 0xfd]).copy(rom, romBytes - 16);
  writeFileSync(file, rom);
}

/** A temporary folder short enough for sockets inside it: their paths have 107 bytes (RT-12). */
export function shortTemporaryFolder(): string {
  const base = tmpdir().length > 60 ? '/tmp' : tmpdir();
  return mkdtempSync(join(base, 'charsim-'));
}

type Greeting = { readonly QMP: { readonly version: { readonly qemu: Version; readonly package: string } } };
type Trial = { readonly schema: Value; readonly greeting: Greeting; readonly greetedMs: number };
type Failure = { readonly reason: string };

function firstLines(text: string): string {
  const lines = text.trim().split('\n').slice(0, 5);
  return lines.join(' | ');
}

/** Starts the binary with some words and a QMP monitor; tells what it says of itself; kills it. A start that fails is a reason. */
async function trial(
  libc: Libc,
  program: readonly [string, ...string[]],
  words: readonly string[],
  folder: string,
  patienceMs: number,
): Promise<Trial | Failure> {
  const [ours, theirs] = libc.socketpair('stream');
  const channel = makeChannel(ours, () => undefined);
  const monitor = [
    '-chardev',
    `socket,id=${ownLabel}qmp,fd=${qmpNumber}`,
    '-mon',
    `chardev=${ownLabel}qmp,mode=control`,
  ];
  const all: readonly [string, ...string[]] = [...program, ...words, ...monitor];
  const startedAt = performance.now();
  const qemu = spawnQemu(libc, { words: all, folder, fds: new Map([[qmpNumber, theirs]]) });
  closeSync(theirs);
  try {
    if ('problem' in qemu) return { reason: qemu.problem };
    const waited = awaitArrival(libc, channel, patienceMs, () => channel.received.includes('\n'));
    if (waited !== 'arrived') return { reason: reasonOf(qemu, waited, patienceMs) };
    const greetedMs = performance.now() - startedAt;
    const [line = ''] = channel.received.split('\n');
    channel.received = '';
    const greeting = greetingOf(line);
    if (greeting === undefined) return { reason: `it greets with something that is not QMP: ${line.slice(0, 120)}` };
    const control = { channel, owed: 0, isHeldUp: false };
    const negotiated = controlCommand(libc, control, 'qmp_capabilities', patienceMs) !== undefined;
    const schema = negotiated ? controlCommand(libc, control, 'query-qmp-schema', patienceMs) : undefined;
    if (schema === undefined) return { reason: 'it greets on QMP, but then answers no command' };
    return { schema, greeting, greetedMs };
  } finally {
    if (!('problem' in qemu)) await qemu.kill();
    closeChannel(channel);
  }
}

/** Undefined for anything that does not tell a version as QEMU does. */
function greetingOf(line: string): Greeting | undefined {
  try {
    const greeting = parseValue(line);
    const { major, minor, micro } = (greeting as Greeting).QMP.version.qemu;
    return [major, minor, micro].every(Number.isInteger) ? (greeting as Greeting) : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(qemu: QemuProcess, waited: 'silent' | 'gone', patienceMs: number): string {
  const end = waitForEnd(qemu, waited === 'gone' ? endPatienceMs : 0);
  const printed = firstLines(qemu.stderr());
  const said = printed === '' ? 'it printed nothing' : `it printed: ${printed}`;
  if (end === undefined) return `it runs, but no QMP greeting came within ${patienceMs} ms; ${said}`;
  return end.kind === 'exited' ? `it ended with status ${end.status}; ${said}` : `it died of ${end.signal}; ${said}`;
}

type SchemaEntry = {
  readonly name: string;
  readonly 'meta-type': string;
  readonly 'arg-type'?: string;
  readonly members?: readonly { readonly name: string; readonly type: string }[];
  readonly variants?: readonly { readonly case: string }[];
};

function entriesOf(schema: Value | undefined): ReadonlyMap<string, SchemaEntry> {
  const list = (Array.isArray(schema) ? schema : []) as readonly SchemaEntry[];
  return new Map(list.map((entry) => [entry.name, entry]));
}

/** Names of the chardev backends that chardev-add takes, from query-qmp-schema. */
function backendsOf(entries: ReadonlyMap<string, SchemaEntry>): readonly string[] {
  const parameters = entries.get(entries.get('chardev-add')?.['arg-type'] ?? '');
  const backend = parameters?.members?.find(({ name }) => name === 'backend');
  return (entries.get(backend?.type ?? '')?.variants ?? []).map((variant) => variant.case);
}

/** The cases of a command's arguments, as object types of object-add are; none where they are no union. */
function casesOf(entries: ReadonlyMap<string, SchemaEntry>, command: string): readonly string[] {
  const parameters = entries.get(entries.get(command)?.['arg-type'] ?? '');
  return (parameters?.variants ?? []).map((variant) => variant.case);
}

/** How to call the binary that is looked at; by default just so. */
export type ProbeOptions = {
  /** Words before the program, e.g. of a debugger or checker that runs it. */
  readonly wrapper?: readonly string[];
  /** Further words on every command line. */
  readonly args?: readonly string[];
};

/**
 * Starts a binary a few times and tells what it is and can: version from the greeting, machines by trial, backends and
 * commands from query-qmp-schema. Throws TargetFailure if it does not come up at all. Source: RT-1, real-target part 6.
 */
export async function probeQemu(binary: string, options: ProbeOptions = {}): Promise<Probe> {
  const libc = await loadLibc();
  const program = programWords(options.wrapper ?? [], binary);
  const extra = options.args ?? [];
  const patienceMs = (options.wrapper ?? []).length === 0 ? greetingPatienceMs : wrappedPatienceMs;
  const folder = shortTemporaryFolder();
  const start = (words: readonly string[]): ReturnType<typeof trial> => trial(libc, program, words, folder, patienceMs);
  try {
    const romFile = join(folder, 'halt.bin');
    writeHaltRom(romFile);
    const none = await start([...machineWords('none', romFile), ...extra]);
    if ('reason' in none) {
      throw new TargetFailure(
        `${program.join(' ')} should start with \`-machine none\` and greet on QMP, but ${none.reason}. ` +
          'Name a working qemu-system-x86_64 with --qemu PATH; `charsim doctor` lists those found',
      );
    }
    if (!casesOf(entriesOf(none.schema), 'object-add').includes('qtest')) {
      throw new TargetFailure(
        `${program.join(' ')} has no object of type qtest, by which a running guest is driven (it came with 6.0): ` +
          'it is too old. Name another qemu-system-x86_64 with --qemu PATH',
      );
    }
    const serial = await start([...machineWords('serial', romFile), ...extra]);
    const virtio = await start([...virtioWords(romFile), ...extra]);
    const qtest = await start(['-nodefaults', '-display', 'none', '-machine', 'none', '-accel', 'qtest']);
    return probeOf(libc, none, { serial, virtio, qtest });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A machine with one controller and one device of each kind that is plugged into a virtio machine. */
function virtioWords(romFile: string): readonly string[] {
  const chardevs = ['-chardev', `null,id=${ownLabel}port`, '-chardev', `null,id=${ownLabel}adapter`];
  const port = ['-device', `virtserialport,chardev=${ownLabel}port`];
  const adapter = ['-device', `usb-serial,chardev=${ownLabel}adapter`];
  return [...machineWords('virtio', romFile), ...chardevs, ...controllerWords([{ id: 'vs0' }]), ...port, ...adapter];
}

/** What came of starting the machines that not every binary has. */
type Starts = { readonly [what in 'serial' | 'virtio' | 'qtest']: Trial | Failure };

function probeOf(libc: Libc, { greeting, schema, greetedMs }: Trial, { serial, virtio, qtest }: Starts): Probe {
  const { version } = greeting.QMP;
  const entries = entriesOf(schema);
  const hub = backendsOf(entries).includes('hub');
  const block = entries.has('blockdev-add') && entries.has('query-named-block-nodes');
  const reasons: string[] = [];
  if ('reason' in serial) reasons.push(`no serial ports: \`-machine isapc\` does not start: ${serial.reason}`);
  if ('reason' in virtio) {
    reasons.push(`no virtio-serial and usb-serial: \`-machine pc\` with them does not start: ${virtio.reason}`);
  }
  if ('reason' in qtest) reasons.push('no qtest accelerator: virtual time cannot be stepped; nothing needs it today');
  if (!hub) reasons.push('no hub: this QEMU has no such character device (it came with 10.0)');
  if (!block) reasons.push('no block nodes: blockdev-add is not among its commands');
  const capabilities = new Set<Capability>(['qmp', 'hmp', 'launch', 'listening-monitors', 'tcp']);
  if (libc.hasIpv6()) capabilities.add('ipv6');
  if (block) capabilities.add('block');
  const machines: Machine[] = ['none'];
  if (!('reason' in serial)) {
    capabilities.add('serial');
    if (entries.has('query-replay')) capabilities.add('record-replay');
    machines.push('serial');
  }
  if (!('reason' in virtio)) {
    capabilities.add('virtio-serial').add('usb-serial').add('pci-serial');
    machines.push('virtio');
  }
  if (hub) capabilities.add('hub');
  const { major, minor, micro } = version.qemu;
  return {
    version: { major, minor, micro },
    versionText: `${major}.${minor}.${micro}`,
    package: version.package,
    greetedMs,
    machines,
    qtestAccelerator: !('reason' in qtest),
    hub,
    capabilities,
    reasons,
  };
}
