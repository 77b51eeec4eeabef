import { closeSync, fstatSync, readFileSync } from 'node:fs';
import type { Handle } from '../../model/language/action.ts';
import type { Libc } from './libc.ts';
import { makePorts, type SessionPorts } from './ports.ts';

/** What a client handle refers to; decides how it is read, and under which name QEMU's copies are observed. */
export type ObjectKind = 'file' | 'pipe' | 'socket' | 'datagram' | 'udp' | 'memfd' | 'eventfd' | 'terminal';
/** One open end: our descriptor, what it refers to, and the name under which `observe descriptors` tells of its object. */
export type ClientHandle = { readonly fd: number; readonly kind: ObjectKind; readonly object: string };

/** The client's ends by name, and every object that they ever referred to. */
export type ClientHandles = {
  readonly libc: Libc;
  /** The folder that `{dir}` stands for. */
  readonly folder: string;
  readonly open: Map<Handle, ClientHandle>;
  /** Object key (see objectKey) -> the scenario's name for it, and what it is; kept when the client closes its ends. */
  readonly objects: Map<string, Pick<ClientHandle, 'object' | 'kind'>>;
  /** Event counters that the client closed: their ids, which name them, would be given to others. */
  readonly counters: number[];
  terminals: boolean;
  /** Chardev id -> path of the slave that was told for it: `{pty:ID}`. */
  readonly ptys: Map<string, string>;
  /** Chardev id -> path that it chose to listen at: `{socket:ID}`. */
  readonly sockets: Map<string, string>;
  /** Number under which QEMU inherited a handle that was given no fixed one -> the handle: `{fd:HANDLE}`. */
  readonly inherited: Map<number, Handle>;
  /** TCP ports by name. */
  readonly ports: SessionPorts;
};

/** No handles yet, for one session whose `{dir}` is `folder`. */
export function makeHandles(libc: Libc, folder: string): ClientHandles {
  return {
    libc,
    folder,
    open: new Map(),
    objects: new Map(),
    counters: [],
    terminals: false,
    ptys: new Map(),
    sockets: new Map(),
    inherited: new Map(),
    ports: makePorts(libc),
  };
}

/**
 * What identifies the object behind a descriptor of a process: device and inode; for eventfds and terminal masters,
 * which share one inode, the number that fdinfo gives.
 */
export function objectKey(processFolder: string, fd: number, device: bigint, inode: bigint): string {
  const own = /^(eventfd-id|tty-index):\s*(\d+)/m.exec(readFileSync(`${processFolder}/fdinfo/${fd}`, 'latin1'));
  return own === null ? `${device}:${inode}` : `${own[1]}:${own[2]}`;
}

/** Registers a new descriptor under a name. A name in use is an error of the scenario. */
export function addHandle(handles: ClientHandles, name: Handle, handle: ClientHandle): void {
  if (handles.open.has(name)) {
    closeSync(handle.fd);
    throw new Error(`the scenario makes handle ${name} twice without closing it`);
  }
  handles.open.set(name, handle);
  if (handle.kind === 'terminal') handles.terminals = true;
  const key = keyOf(handle.fd);
  if (!handles.objects.has(key)) handles.objects.set(key, handle);
}

/** Registers a descriptor that came in a message: it is what was sent, a file where nobody knows it. */
export function addReceived(handles: ClientHandles, name: Handle, fd: number): void {
  const { object, kind } = handles.objects.get(keyOf(fd)) ?? { object: name, kind: 'file' };
  addHandle(handles, name, { fd, object, kind });
}

function keyOf(fd: number): string {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return objectKey('/proc/self', fd, dev, ino);
}

/** The open handle of that name. Throws for one that is not open: an error of the scenario. */
export function handleNamed(handles: ClientHandles, name: Handle): ClientHandle {
  const handle = handles.open.get(name);
  if (handle === undefined) throw new Error(`the scenario uses handle ${name}, which is not open`);
  return handle;
}

/** Closes our end; its object stays known, since QEMU may hold copies. Throws for a handle that is not open. */
export function closeHandle(handles: ClientHandles, name: Handle): void {
  const { fd, kind } = handleNamed(handles, name);
  handles.open.delete(name);
  if (kind === 'eventfd') handles.counters.push(fd);
  else closeSync(fd);
}

/** Closes what is still open and forgets every object: the session is over. */
export function closeAllHandles(handles: ClientHandles): void {
  for (const name of [...handles.open.keys()]) closeHandle(handles, name);
  for (const fd of handles.counters.splice(0)) closeSync(fd);
  handles.objects.clear();
  handles.ptys.clear();
  handles.sockets.clear();
  handles.ports.release();
  handles.terminals = false;
}
