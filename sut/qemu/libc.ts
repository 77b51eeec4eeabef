import { constants } from 'node:fs';
import { TargetFailure } from '../target.ts';
import { processCalls } from './libc-process.ts';
import { type TcpCalls, tcpCalls } from './libc-tcp.ts';
import { errnoOf, SystemError } from './system-error.ts';

type SocketType = 'stream' | 'dgram';
type Abstract = 'tight' | 'padded' | undefined;
type ExitStatus =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'killed'; readonly signal: number };

/**
 * The system calls that Node does not offer, synchronous, on Linux with 64-bit little-endian words. Every descriptor
 * made here is close-on-exec (RT-27). All throw SystemError. Source: RT part 2.
 */
export type Libc = TcpCalls & {
  socketpair(type: SocketType): readonly [number, number];
  pipe(): readonly [number, number];
  setPipeCapacity(fd: number, bytes: number): void;
  statusFlags(fd: number): number;
  setStatusFlags(fd: number, flags: number): void;
  setCloseOnExec(fd: number): void;
  dup(fd: number): number;
  /** Sends without waiting, `fds` on the first byte; returns how many bytes were taken. */
  sendMessage(socket: number, bytes: Buffer, fds: readonly number[]): number;
  /** Receives without waiting, at most 64 KiB (or `bytesMax`) and as many descriptors as one message can carry. */
  receiveMessage(socket: number, bytesMax?: number): { readonly bytes: Buffer; readonly fds: readonly number[] };
  /** How many bytes (at most `bytesMax`) could be received now, taking none, and whether descriptors come with them. */
  peekMessage(socket: number, bytesMax: number): { readonly count: number; readonly carries: boolean };
  /** Returned events of one descriptor; 0 after `timeoutMs`. */
  poll(fd: number, events: number, timeoutMs: number): number;
  /** The same of several descriptors at once: their returned events, in order; none after a signal. */
  pollAll(entries: readonly { readonly fd: number; readonly events: number }[], timeoutMs: number): readonly number[];
  bytesReadable(fd: number): number;
  /** Whether a pipe is empty and nobody could write to it: what read(2) would call the end, asked without reading. */
  isAtEnd(pipe: number): boolean;
  seek(fd: number, to: number): number;
  shutdown(socket: number, how: 'r' | 'w' | 'rw'): void;
  memfd(name: string): number;
  sealAgainstShrinking(memfd: number): void;
  eventfd(): number;
  openPty(): { readonly master: number; readonly slavePath: string };
  makeRaw(tty: number): void;
  mkfifo(path: string): void;
  socket(type: SocketType): number;
  /** `abstract`: a name outside the filesystem, as long as it is or padded. */
  listen(path: string, abstract?: Abstract, backlog?: number): number;
  /** Never waits: EAGAIN while the queue of the listening socket is full. The connection itself is blocking. */
  connect(path: string, abstract?: Abstract): number;
  /** The next connection of a listening socket; EAGAIN when there is none. */
  accept(listening: number): number;
  /** Sets the soft limit of open descriptors of a process and returns the old one. */
  limitDescriptors(pid: number, soft: number): number;
  /** How a child ended, leaving it to be reaped by whoever waits for it; undefined while it runs or when reaped. */
  exitStatus(pid: number): ExitStatus | undefined;
};

/** Bits of poll(2). */
export const pollBit: {
  readonly in: 1;
  readonly out: 4;
  readonly error: 8;
  readonly hangUp: 16;
  readonly readHangUp: 0x2000;
} = { in: 1, out: 4, error: 8, hangUp: 16, readHangUp: 0x2000 };

const closeOnExec = 0o2000000;
const socketTypeNumber = { stream: 1, dgram: 2 } as const;
const shutdownNumber = { r: 0, w: 1, rw: 2 } as const;
const unixFamily = 1;
const receivedBytesMax = 65536;
/** What the kernel lets one message carry (SCM_MAX_FD). */
const receivedFdsMax = 253;
const socketPathBytesMax = 107;

let loaded: Promise<Libc> | undefined;

/** Binds the C library on first use: whoever only simulates needs no native code. Throws TargetFailure elsewhere than on Linux. */
export function loadLibc(): Promise<Libc> {
  loaded ??= bind();
  return loaded;
}

/** One bound call: throws SystemError for a negative result. */
export type Call = (...values: readonly unknown[]) => number;

async function bind(): Promise<Libc> {
  if (process.platform !== 'linux') {
    throw new TargetFailure(
      `a real QEMU can be driven on Linux only; this is ${process.platform}. Use --target simulated here.`,
    );
  }
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const call = (name: string, result: string, ...parameters: readonly string[]): Call => {
    const bound = library.func(`${result} ${name}(${parameters.join(', ')})`);
    return (...values) => {
      const returned = Number(bound(...values));
      if (returned < 0) throw new SystemError(name, koffi.errno());
      return returned;
    };
  };
  const address = (buffer: Buffer): bigint => koffi.address(buffer);
  return {
    ...descriptorCalls(call),
    ...pipeCalls(call),
    ...socketCalls(call),
    ...tcpCalls(call),
    ...messageCalls(call, address),
    ...ttyCalls(call),
    ...processCalls(call),
  };
}

type DescriptorCalls = Pick<
  Libc,
  | 'pipe'
  | 'setPipeCapacity'
  | 'statusFlags'
  | 'setStatusFlags'
  | 'setCloseOnExec'
  | 'dup'
  | 'poll'
  | 'pollAll'
  | 'bytesReadable'
  | 'seek'
  | 'memfd'
  | 'sealAgainstShrinking'
  | 'eventfd'
  | 'mkfifo'
>;

function pairOf(buffer: Buffer): readonly [number, number] {
  return [buffer.readInt32LE(0), buffer.readInt32LE(4)];
}

function descriptorCalls(
  call: (name: string, result: string, ...parameters: readonly string[]) => Call,
): DescriptorCalls {
  const pipe2 = call('pipe2', 'int', 'void *', 'int');
  const fcntl = call('fcntl', 'int', 'int', 'int', '...');
  const ioctl = call('ioctl', 'int', 'int', 'unsigned long', '...');
  const poll = call('poll', 'int', 'void *', 'unsigned long', 'int');
  const lseek = call('lseek', 'int64_t', 'int', 'int64_t', 'int');
  const memfdCreate = call('memfd_create', 'int', 'const char *', 'unsigned int');
  const eventfd = call('eventfd', 'int', 'unsigned int', 'int');
  const mkfifo = call('mkfifo', 'int', 'const char *', 'unsigned int');
  const control = (fd: number, command: number, value: number): number => fcntl(fd, command, 'int', value);
  return {
    pipe() {
      const ends = Buffer.alloc(8);
      pipe2(ends, closeOnExec);
      return pairOf(ends);
    },
    setPipeCapacity: (fd, bytes) => void control(fd, 1031, bytes),
    statusFlags: (fd) => control(fd, 3, 0),
    setStatusFlags: (fd, flags) => void control(fd, 4, flags),
    setCloseOnExec: (fd) => void control(fd, 2, 1),
    dup: (fd) => control(fd, 1030, 0),
    poll(fd, events, timeoutMs) {
      const entry = Buffer.alloc(8);
      entry.writeInt32LE(fd, 0);
      entry.writeInt16LE(events, 4);
      return poll(entry, 1, timeoutMs) === 0 ? 0 : entry.readInt16LE(6);
    },
    pollAll(entries, timeoutMs) {
      const list = Buffer.alloc(8 * entries.length);
      for (const [at, { fd, events }] of entries.entries()) {
        list.writeInt32LE(fd, 8 * at);
        list.writeInt16LE(events, 8 * at + 4);
      }
      try {
        poll(list, entries.length, timeoutMs);
      } catch (error) {
        if (errnoOf(error) !== 'EINTR') throw error;
        return entries.map(() => 0); // a signal: whoever waits looks what it wanted
      }
      return entries.map((_, at) => list.readInt16LE(8 * at + 6));
    },
    bytesReadable(fd) {
      const count = Buffer.alloc(4);
      ioctl(fd, 0x541b, 'void *', count);
      return count.readInt32LE(0);
    },
    seek: (fd, to) => lseek(fd, to, 0),
    memfd: (name) => memfdCreate(name, 3), // MFD_CLOEXEC | MFD_ALLOW_SEALING
    sealAgainstShrinking: (memfd) => void control(memfd, 1033, 2),
    eventfd: () => eventfd(0, closeOnExec),
    mkfifo: (path) => void mkfifo(path, 0o666),
  };
}

function pipeCalls(
  call: (name: string, result: string, ...parameters: readonly string[]) => Call,
): Pick<Libc, 'isAtEnd'> {
  const pipe2 = call('pipe2', 'int', 'void *', 'int');
  const tee = call('tee', 'int64_t', 'int', 'int', 'size_t', 'unsigned int');
  const close = call('close', 'int', 'int');
  return {
    isAtEnd(pipe) {
      const ends = Buffer.alloc(8);
      pipe2(ends, closeOnExec);
      const [read, write] = pairOf(ends);
      try {
        return tee(pipe, write, 1, 2) === 0; // SPLICE_F_NONBLOCK
      } catch (error) {
        if (errnoOf(error) === 'EAGAIN') return false;
        throw error;
      } finally {
        close(read);
        close(write);
      }
    },
  };
}

type SocketCalls = Pick<Libc, 'socketpair' | 'shutdown' | 'socket' | 'listen' | 'connect' | 'accept'>;

function socketAddress(path: string, abstract: Abstract): Buffer {
  const bytes = Buffer.from(path);
  if (bytes.length > socketPathBytesMax) throw new SystemError(`socket path ${path}`, 36); // ENAMETOOLONG
  const address = Buffer.alloc(110);
  address.writeUInt16LE(unixFamily, 0);
  bytes.copy(address, abstract === undefined ? 2 : 3);
  return abstract === 'tight' ? address.subarray(0, 3 + bytes.length) : address;
}

function socketCalls(call: (name: string, result: string, ...parameters: readonly string[]) => Call): SocketCalls {
  const socketpair = call('socketpair', 'int', 'int', 'int', 'int', 'void *');
  const socket = call('socket', 'int', 'int', 'int', 'int');
  const bind = call('bind', 'int', 'int', 'void *', 'unsigned int');
  const listen = call('listen', 'int', 'int', 'int');
  const connect = call('connect', 'int', 'int', 'void *', 'unsigned int');
  const accept4 = call('accept4', 'int', 'int', 'void *', 'void *', 'int');
  const fcntl = call('fcntl', 'int', 'int', 'int', '...');
  const shutdown = call('shutdown', 'int', 'int', 'int');
  const close = call('close', 'int', 'int');
  const addressed = (path: string, abstract: Abstract, act: (fd: number, address: Buffer) => void): number => {
    const address = socketAddress(path, abstract);
    const fd = socket(unixFamily, socketTypeNumber.stream | closeOnExec, 0);
    try {
      act(fd, address);
    } catch (error) {
      close(fd);
      throw error;
    }
    return fd;
  };
  return {
    socketpair(type) {
      const ends = Buffer.alloc(8);
      socketpair(unixFamily, socketTypeNumber[type] | closeOnExec, 0, ends);
      return pairOf(ends);
    },
    shutdown: (fd, how) => void shutdown(fd, shutdownNumber[how]),
    socket: (type) => socket(unixFamily, socketTypeNumber[type] | closeOnExec, 0),
    listen: (path, abstract, backlog = 16) =>
      addressed(path, abstract, (fd, address) => {
        bind(fd, address, address.length);
        listen(fd, backlog);
      }),
    connect: (path, abstract) =>
      addressed(path, abstract, (fd, address) => {
        fcntl(fd, 4, 'int', constants.O_NONBLOCK);
        connect(fd, address, address.length);
        fcntl(fd, 4, 'int', 0);
      }),
    accept: (listening) => {
      fcntl(listening, 4, 'int', constants.O_NONBLOCK);
      try {
        return accept4(listening, null, null, closeOnExec);
      } finally {
        fcntl(listening, 4, 'int', 0);
      }
    },
  };
}

/** A msghdr of one piece, laid out by hand so that the kernel's answer can be read back. */
function messageHeader(
  address: (buffer: Buffer) => bigint,
  bytes: Buffer,
  control: Buffer | undefined,
): [Buffer, Buffer] {
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(address(bytes), 0);
  vector.writeBigUInt64LE(BigInt(bytes.length), 8);
  const header = Buffer.alloc(56);
  header.writeBigUInt64LE(address(vector), 16);
  header.writeBigUInt64LE(1n, 24);
  if (control !== undefined) {
    header.writeBigUInt64LE(address(control), 32);
    header.writeBigUInt64LE(BigInt(control.length), 40);
  }
  return [header, vector];
}

/** Keeps buffers alive over a call that gets their addresses only, which the collector does not see. */
function whileHeld<Result>(buffers: readonly (Buffer | undefined)[], call: () => Result): Result {
  const result = call();
  if (buffers.length === 0) throw new Error('nothing was held');
  return result;
}

function messageCalls(
  call: (name: string, result: string, ...parameters: readonly string[]) => Call,
  address: (buffer: Buffer) => bigint,
): Pick<Libc, 'sendMessage' | 'receiveMessage' | 'peekMessage'> {
  const sendmsg = call('sendmsg', 'int64_t', 'int', 'void *', 'int');
  const recvmsg = call('recvmsg', 'int64_t', 'int', 'void *', 'int');
  return {
    sendMessage(socket, bytes, fds) {
      let control: Buffer | undefined;
      if (fds.length > 0) {
        const length = 16 + 4 * fds.length;
        control = Buffer.alloc((length + 7) & ~7);
        control.writeBigUInt64LE(BigInt(length), 0);
        control.writeInt32LE(1, 8); // SOL_SOCKET
        control.writeInt32LE(1, 12); // SCM_RIGHTS
        for (const [index, fd] of fds.entries()) control.writeInt32LE(fd, 16 + 4 * index);
      }
      const [header, vector] = messageHeader(address, bytes, control);
      return whileHeld([vector, bytes, control], () => sendmsg(socket, header, 0x4040)); // MSG_NOSIGNAL | MSG_DONTWAIT
    },
    peekMessage(socket, bytesMax) {
      const bytes = Buffer.alloc(bytesMax);
      const [header, vector] = messageHeader(address, bytes, undefined);
      // MSG_PEEK | MSG_DONTWAIT; without room for them, descriptors show as MSG_CTRUNC
      const count = whileHeld([vector, bytes], () => recvmsg(socket, header, 0x42));
      return { count, carries: (header.readInt32LE(48) & 8) !== 0 };
    },
    receiveMessage(socket, bytesMax = receivedBytesMax) {
      const bytes = Buffer.alloc(bytesMax);
      const control = Buffer.alloc(16 + 4 * receivedFdsMax);
      const [header, vector] = messageHeader(address, bytes, control);
      // MSG_CMSG_CLOEXEC | MSG_DONTWAIT
      const count = whileHeld([vector, bytes, control], () => recvmsg(socket, header, 0x40000040));
      const controlLength = Number(header.readBigUInt64LE(40));
      const fds: number[] = [];
      if (controlLength >= 16 && control.readInt32LE(12) === 1) {
        const end = Number(control.readBigUInt64LE(0));
        for (let at = 16; at + 4 <= end; at += 4) fds.push(control.readInt32LE(at));
      }
      return { bytes: bytes.subarray(0, count), fds };
    },
  };
}

function ttyCalls(
  call: (name: string, result: string, ...parameters: readonly string[]) => Call,
): Pick<Libc, 'openPty' | 'makeRaw'> {
  const open = call('posix_openpt', 'int', 'int');
  const grant = call('grantpt', 'int', 'int');
  const unlock = call('unlockpt', 'int', 'int');
  const name = call('ptsname_r', 'int', 'int', 'void *', 'size_t');
  const getAttributes = call('tcgetattr', 'int', 'int', 'void *');
  const makeRaw = call('cfmakeraw', 'void', 'void *');
  const setAttributes = call('tcsetattr', 'int', 'int', 'int', 'void *');
  return {
    openPty() {
      const master = open(constants.O_RDWR | constants.O_NOCTTY | closeOnExec);
      grant(master);
      unlock(master);
      const path = Buffer.alloc(64);
      name(master, path, path.length);
      return { master, slavePath: path.toString('latin1', 0, path.indexOf(0)) };
    },
    makeRaw(tty) {
      const attributes = Buffer.alloc(64);
      getAttributes(tty, attributes);
      makeRaw(attributes);
      setAttributes(tty, 0, attributes);
    },
  };
}
