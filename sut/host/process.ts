import type { Faults } from './faults.ts';
import type { Result } from './result.ts';
import type { AccessMode, OpenFlag, StatusFlag } from './status-flags.ts';

/** What a descriptor refers to. */
export type ObjectKind = 'regular' | 'directory' | 'fifo' | 'pipe' | 'socket' | 'pty' | 'eventfd' | 'device';

/** What poll(2) says. `hup` and `err` are told whether asked for or not. */
export type Poll = { readonly in: boolean; readonly out: boolean; readonly hup: boolean; readonly err: boolean };

/** One entry of a descriptor table. `object` is the name given at creation, or the absolute path, or ''. */
export type DescriptorInfo = {
  readonly fd: number;
  readonly object: string;
  readonly kind: ObjectKind;
  readonly access: AccessMode;
  readonly flags: readonly StatusFlag[];
  readonly closeOnExec: boolean;
  /** Identity of the open file description: equal for dups and passed copies. */
  readonly description: number;
};

/** AF_UNIX, or AF_INET and AF_INET6 together. */
export type SocketFamily = 'unix' | 'inet';
/**
 * A numeric host (`127.0.0.1`, `0.0.0.0`, `::1`, `::`) and a port; 0: the kernel picks one. `ipv6Only`: who is bound to `::`
 * leaves IPv4 to others (IPV6_V6ONLY).
 */
export type TcpAddress = { readonly host: string; readonly port: number; readonly ipv6Only?: boolean };
/** Where a socket is bound or connects to: a path, a name outside the filesystem (with its padding), or a port. */
export type SocketAddress = string | { readonly abstract: string } | TcpAddress;
/** SOCK_STREAM or SOCK_DGRAM. */
export type SocketType = 'stream' | 'dgram';
/**
 * A socket's state; `path` and `peerPath` are '' where that end has no name in the filesystem, `local` and `peer` null
 * where it has no port. A name outside the filesystem starts with a NUL.
 */
export type SocketInfo = {
  readonly family: SocketFamily;
  readonly local: TcpAddress | null;
  readonly peer: TcpAddress | null;
  readonly type: SocketType;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly path: string;
  readonly peerPath: string;
};
/** F_SEAL_…: what can no longer be done to a memfd. */
export type Seal = 'shrink';

/** `size` in bytes; 0 for what has none. */
/** `is`: the file itself, the same for every name and descriptor of it (as device and inode numbers are). */
export type Stat = { readonly kind: ObjectKind; readonly size: number; readonly is: object };

/** What recvmsg(2) gives: `fds` are this process's new numbers, close-on-exec set; no bytes: the stream has ended. */
export type Received = {
  readonly bytes: Uint8Array;
  readonly fds: readonly number[];
  /** Descriptors were dropped: more came than were asked for, or the table was full (MSG_CTRUNC). */
  readonly truncated: boolean;
};

/**
 * How many pieces of a stream one recvmsg may join: as Linux does, up to and with the first that brings descriptors, or
 * only what comes before it, as a run of one-byte reads would see it.
 */
export type Gathering = 'with-descriptors' | 'before-descriptors';

/** Arguments of open(2). */
export type OpenOptions = { readonly access: AccessMode; readonly flags?: readonly OpenFlag[] };
/** For calls that make an object without a path. */
export type MakeOptions = {
  /** The name that leak inspection and observation show. Two-ended objects say what they append. */
  readonly name?: string;
  readonly closeOnExec?: boolean;
  readonly nonblock?: boolean;
};

/**
 * A process: a descriptor table and the system calls on it. Every call is a plain function that returns at once with a
 * value, an errno, or a sleep (see Result; `completed` waits for one). Numbers that are not open give EBADF everywhere.
 * New descriptors take the lowest free number; EMFILE when the limit is met. Relative paths start at
 * `workingDirectory`. Bytes handed in are copied once; bytes handed out are the caller's own.
 */
export type Process = {
  readonly name: string;
  readonly workingDirectory: string;
  readonly faults: Faults;

  /** open(2); a FIFO may sleep. Object name: the absolute path. */
  open(path: string, options: OpenOptions): Result<number>;
  /** open(2) of /proc/self/fd/N: a new description on the same object. Sockets and eventfds: ENXIO. Keeps the object's name. */
  reopen(fd: number, options: OpenOptions): Result<number>;
  close(fd: number): Result<void>;
  /** F_DUPFD: the lowest free number >= `min` (default 0). */
  dup(fd: number, options?: { readonly min?: number; readonly closeOnExec?: boolean }): Result<number>;

  /** At most `max` bytes; an empty array is the end of the file (or `max` 0). A datagram is cut to `max`. */
  read(fd: number, max: number): Result<Uint8Array>;
  /** The count taken; a blocking write sleeps until all is taken. */
  write(fd: number, bytes: Uint8Array): Result<number>;
  /** The new offset. ESPIPE on pipes, sockets and ptys. */
  seek(fd: number, offset: number, whence?: 'set' | 'current' | 'end'): Result<number>;
  ftruncate(fd: number, size: number): Result<void>;

  /** F_GETFL. */
  getStatusFlags(fd: number): Result<{ readonly access: AccessMode; readonly flags: readonly StatusFlag[] }>;
  /** F_SETFL to these: append, nonblock and direct are set or cleared, others ignored. */
  setStatusFlags(fd: number, flags: readonly (StatusFlag | OpenFlag)[]): Result<void>;
  getCloseOnExec(fd: number): Result<boolean>;
  setCloseOnExec(fd: number, on: boolean): Result<void>;
  poll(fd: number): Result<Poll>;
  /** ioctl(2) by request name: TCGETS and TCSETS (0 on a tty, else ENOTTY), FIONREAD (bytes), anything else ENOTTY. */
  ioctl(fd: number, request: string): Result<number>;
  fstat(fd: number): Result<Stat>;

  /** [read end, write end], both named `name`. `capacity` in bytes (default 65536), a power of two of at least 4096. */
  pipe(options?: MakeOptions & { readonly capacity?: number }): Result<readonly [number, number]>;
  /** F_GETPIPE_SZ, in bytes. EBADF on other objects. */
  pipeCapacity(fd: number): Result<number>;
  /** Ends named `name.a` and `name.b`. */
  socketpair(type: SocketType, options?: MakeOptions): Result<readonly [number, number]>;
  socket(type: SocketType, options?: MakeOptions & { readonly family?: SocketFamily }): Result<number>;
  bind(fd: number, where: SocketAddress): Result<void>;
  listen(fd: number, backlog: number): Result<void>;
  /** The new connection's number; sleeps while none waits. */
  accept(fd: number, options?: MakeOptions): Result<number>;
  connect(fd: number, where: SocketAddress): Result<void>;
  /** SO_LINGER without time: closing this TCP socket sends a reset. */
  resetOnClose(fd: number): Result<void>;
  /** `fds` travel with the first byte. At most 253 (EINVAL). */
  sendmsg(fd: number, bytes: Uint8Array, fds: readonly number[]): Result<number>;
  /**
   * At most `max` bytes and `maxFds` descriptors; surplus descriptors are dropped. A stream read takes earlier plain bytes
   * along with the next message that carries descriptors, and always stops behind that one; descriptors come with the first byte.
   * `dontWait`: MSG_DONTWAIT, EAGAIN where nothing is there, though a read that waits were told the end.
   */
  recvmsg(fd: number, max: number, maxFds: number, gathering?: Gathering, dontWait?: boolean): Result<Received>;
  shutdown(fd: number, how: 'r' | 'w' | 'rw'): Result<void>;
  /** What getsockopt, getsockname and getpeername say: ENOTSOCK on anything else. */
  socketInfo(fd: number): Result<SocketInfo>;

  /** A UDP socket that is bound to no port yet. */
  datagramSocket(options?: MakeOptions): Result<number>;
  /**
   * Binds it to a port of 127.0.0.1; 0 picks one. EADDRINUSE, unless everybody there is `shared` (SO_REUSEADDR);
   * ENOTSOCK on anything else.
   */
  bindPort(fd: number, port: number, options?: { readonly shared: boolean }): Result<void>;
  /** Connects it to a port of 127.0.0.1, whether somebody is there or not; it hears nobody else from then on. */
  connectPort(fd: number, port: number): Result<void>;

  mkfifo(path: string): Result<void>;
  mkdir(path: string): Result<void>;
  unlink(path: string): Result<void>;
  /** A symbolic link to a device; other targets are not made here (EINVAL). EEXIST when the name is taken. */
  symlink(target: string, path: string): Result<void>;
  /** What a symbolic link leads to. EINVAL on anything else. */
  readlink(path: string): Result<string>;
  stat(path: string): Result<Stat>;
  /** Read-write, offset 0, empty. */
  memfd(options?: MakeOptions & { readonly seals?: readonly Seal[] }): Result<number>;
  /** F_ADD_SEALS. EINVAL on other objects, EPERM when sealed against sealing or not writable. */
  addSeals(fd: number, seals: readonly Seal[]): Result<void>;
  eventfd(options?: MakeOptions): Result<number>;
  /** A raw pty: names `name.master` and `name.slave`; `path` opens further slaves. */
  openPty(options?: MakeOptions): Result<{ readonly master: number; readonly slave: number; readonly path: string }>;

  /** Sets the limit so that exactly `free` more can be opened; null: back to what the process started with. */
  limitFree(free: number | null): void;
  /** Whether another descriptor can be opened. */
  hasFreeNumber(): boolean;
  /** The whole table, by number. */
  descriptors(): readonly DescriptorInfo[];
  /** Puts copies of this process's descriptors into a child's table (close-on-exec off), as fork and exec would. EBADF. */
  inherit(child: Process, numbers: Readonly<Record<number, number>>): Result<void>;
  /** Closes everything and gives up calls that sleep. Later calls fail. Doing it twice does nothing. */
  exit(): void;
};
