import type { Chooser } from '../runtime/chooser.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Context, Machine } from './context.ts';
import { createDescriptions, isPath } from './description.ts';
import { descriptorCalls } from './descriptor-calls.ts';
import { createDescriptorTable } from './descriptor-table.ts';
import { createDirectoryObject, createFullDevice, createNullDevice, createZeroDevice } from './device.ts';
import { createFaults } from './faults.ts';
import { fileCalls } from './file-calls.ts';
import { makeCalls } from './make-calls.ts';
import { createDirectory, type Directory, ensureDirectory } from './namespace.ts';
import { openCalls } from './open-calls.ts';
import { createPorts } from './ports.ts';
import type { DescriptorInfo, Process } from './process.ts';
import { done, fail, type Result } from './result.ts';
import { socketCalls } from './socket-calls.ts';
import { pathBit, statusFlags } from './status-flags.ts';
import { createStore } from './store.ts';
import { udpCalls } from './udp-calls.ts';

/** What a machine starts with. */
export type KernelOptions = {
  readonly clock: Clock;
  readonly chooser: Chooser;
  /** Bytes that regular files can hold in all before ENOSPC; default no limit. */
  readonly diskBytes?: number;
};

/** What a process starts with. */
export type ProcessOptions = {
  /** RLIMIT_NOFILE, default 1024. */
  readonly descriptorLimit?: number;
  /** Made if it does not exist; default `/scenario`. */
  readonly workingDirectory?: string;
};

/** A live open file description, for leak inspection. */
export type LiveDescription = Omit<DescriptorInfo, 'fd' | 'closeOnExec'> & {
  /** Table entries and copies in flight that hold it. */
  readonly references: number;
};

/** One simulated machine: files, processes, and everything that descriptors refer to. */
export type Kernel = {
  createProcess(name: string, options?: ProcessOptions): Process;
  readonly processes: readonly Process[];
  /** Every open file description, oldest first. Empty once all processes have ended and nothing is in flight. */
  descriptions(): readonly LiveDescription[];
};

const descriptorLimitDefault = 1024;

function emptyRoot(): Directory {
  const root = createDirectory(null, '', createDirectoryObject());
  const devices = ensureDirectory(root, '/dev', createDirectoryObject);
  devices.entries.set('null', { kind: 'device', object: createNullDevice() });
  devices.entries.set('full', { kind: 'device', object: createFullDevice() });
  devices.entries.set('zero', { kind: 'device', object: createZeroDevice() });
  ensureDirectory(root, '/tmp', createDirectoryObject);
  return root;
}

/** Starts an empty machine: `/`, `/dev/null`, `/dev/full`, `/dev/zero`, an empty `/tmp`, nothing else. */
export function createKernel(options: KernelOptions): Kernel {
  const machine: Machine = {
    clock: options.clock,
    descriptions: createDescriptions(),
    root: emptyRoot(),
    store: createStore(options.diskBytes ?? Number.MAX_SAFE_INTEGER),
    udpPorts: new Map(),
    ports: createPorts(),
    abstractNames: new Map(),
    nextPty: 0,
  };
  const processes: Process[] = [];
  const contexts = new Map<Process, Context>();

  return {
    processes,
    createProcess(name: string, start?: ProcessOptions): Process {
      const limit = start?.descriptorLimit ?? descriptorLimitDefault;
      const context: Context = {
        machine,
        table: createDescriptorTable(limit),
        faults: createFaults(options.chooser),
        start: ensureDirectory(machine.root, start?.workingDirectory ?? '/scenario', createDirectoryObject),
        sleeping: new Set(),
      };
      const process = processOf(context, name, limit, {
        inherit: (child, numbers) => inherit(context, contexts.get(child), numbers),
        exit(): void {
          endProcess(context);
          const at = processes.indexOf(process);
          if (at >= 0) processes.splice(at, 1);
        },
      });
      processes.push(process);
      contexts.set(process, context);
      return process;
    },
    descriptions: () =>
      machine.descriptions.list().map((each): LiveDescription => {
        const path = isPath(each);
        return {
          object: each.name,
          kind: each.object.kind,
          access: path ? 'r' : each.access,
          flags: statusFlags(path ? pathBit : each.bits),
          description: each.number,
          references: each.references,
        };
      }),
  };
}

/** All calls of a process in one literal: V8 takes ten times as long to spread six objects of them. */
function processOf(
  context: Context,
  name: string,
  limit: number,
  { inherit, exit }: Pick<Process, 'inherit' | 'exit'>,
): Process {
  const opens = openCalls(context);
  const files = fileCalls(context);
  const descriptors = descriptorCalls(context, limit);
  const makes = makeCalls(context);
  const sockets = socketCalls(context);
  const udp = udpCalls(context);
  return {
    name,
    workingDirectory: context.start.path,
    faults: context.faults,
    open: opens.open,
    reopen: opens.reopen,
    mkfifo: opens.mkfifo,
    mkdir: opens.mkdir,
    unlink: opens.unlink,
    symlink: opens.symlink,
    readlink: opens.readlink,
    stat: opens.stat,
    read: files.read,
    write: files.write,
    seek: files.seek,
    ftruncate: files.ftruncate,
    getStatusFlags: files.getStatusFlags,
    setStatusFlags: files.setStatusFlags,
    poll: files.poll,
    ioctl: files.ioctl,
    fstat: files.fstat,
    close: descriptors.close,
    dup: descriptors.dup,
    getCloseOnExec: descriptors.getCloseOnExec,
    setCloseOnExec: descriptors.setCloseOnExec,
    limitFree: descriptors.limitFree,
    hasFreeNumber: descriptors.hasFreeNumber,
    descriptors: descriptors.descriptors,
    pipe: makes.pipe,
    pipeCapacity: makes.pipeCapacity,
    socketpair: makes.socketpair,
    socket: makes.socket,
    memfd: makes.memfd,
    addSeals: makes.addSeals,
    eventfd: makes.eventfd,
    openPty: makes.openPty,
    bind: sockets.bind,
    listen: sockets.listen,
    accept: sockets.accept,
    connect: sockets.connect,
    resetOnClose: sockets.resetOnClose,
    sendmsg: sockets.sendmsg,
    recvmsg: sockets.recvmsg,
    shutdown: sockets.shutdown,
    socketInfo: sockets.socketInfo,
    datagramSocket: udp.datagramSocket,
    bindPort: udp.bindPort,
    connectPort: udp.connectPort,
    inherit,
    exit,
  };
}

function inherit(parent: Context, child: Context | undefined, numbers: Readonly<Record<number, number>>): Result<void> {
  if (child === undefined) throw new Error('the child belongs to another kernel');
  const pairs = Object.entries(numbers).map(([to, fd]) => ({ to: Number(to), from: parent.table.get(fd) }));
  if (pairs.some(({ from }) => from === undefined)) return fail('EBADF');
  const { descriptions } = parent.machine;
  for (const { to, from } of pairs) {
    if (from === undefined) continue;
    descriptions.hold(from.description);
    const old = child.table.take(to);
    if (old !== undefined) descriptions.release(old.description);
    child.table.put(to, { description: from.description, closeOnExec: false });
  }
  return done;
}

function endProcess(context: Context): void {
  for (const sleep of [...context.sleeping]) sleep.interrupt();
  for (const [fd] of context.table.entries()) {
    const descriptor = context.table.take(fd);
    if (descriptor !== undefined) context.machine.descriptions.release(descriptor.description);
  }
  context.table.limit = 0;
}
