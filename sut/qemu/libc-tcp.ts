import { constants } from 'node:os';
import { SystemError } from './system-error.ts';

/** A system call by its name, as libc.ts binds them. */
export type BindCall = (
  name: string,
  result: string,
  ...parameters: readonly string[]
) => (...values: readonly unknown[]) => number;
type Host = '127.0.0.1' | '::1';

/** TCP on the loopback host. Throws SystemError. */
export type TcpCalls = {
  /** Listens with SO_REUSEADDR. */
  listenTcp(host: Host, port: number): number;
  /** Never waits long: EAGAIN while the listener's queue is full. The connection itself is blocking. */
  connectTcp(host: Host, port: number): number;
  /** A datagram socket bound to one port of 127.0.0.1 and connected to another. */
  datagramSocket(port: number, to: number): number;
  /** The port of one side of a TCP socket; undefined for other sockets. */
  portOf(socket: number, side: 'local' | 'peer'): number | undefined;
  /** SO_LINGER without time. */
  resetOnClose(socket: number): void;
  /** Acknowledges now what has been read: the other side may wait for that before it sends more. */
  acknowledge(socket: number): void;
  /** A socket that keeps a port from others who ask so, without listening; undefined when it is taken. */
  reservePort(port: number): number | undefined;
  /** Whether there is a loopback host of version 6. */
  hasIpv6(): boolean;
  /** Whether somebody could listen at the port now. */
  isPortFree(port: number): boolean;
};

const family = { '127.0.0.1': 2, '::1': 10 } as const;
const streamCloseOnExec = 0o2000001;
const datagramCloseOnExec = 0o2000002;
const level = 1; // SOL_SOCKET
const tcpLevel = 6;
const tcpOption = { noDelay: 1, quickAcknowledgement: 12 } as const;
const option = { reuseAddress: 2, error: 4, linger: 13 } as const;
const writable = 4;
const connectMs = 200;
const addressBytesMax = 28;

/** A sockaddr_in or sockaddr_in6. */
function addressOf(host: Host, port: number): Buffer {
  const address = Buffer.alloc(host === '::1' ? addressBytesMax : 16);
  address.writeUInt16LE(family[host], 0);
  address.writeUInt16BE(port, 2);
  if (host === '::1') address[23] = 1;
  else address.set([127, 0, 0, 1], 4);
  return address;
}

/** The calls that only TCP needs, on the binder of libc.ts. */
export function tcpCalls(call: BindCall): TcpCalls {
  const socket = call('socket', 'int', 'int', 'int', 'int');
  const bind = call('bind', 'int', 'int', 'void *', 'unsigned int');
  const listen = call('listen', 'int', 'int', 'int');
  const connect = call('connect', 'int', 'int', 'void *', 'unsigned int');
  const setOption = call('setsockopt', 'int', 'int', 'int', 'int', 'void *', 'unsigned int');
  const getOption = call('getsockopt', 'int', 'int', 'int', 'int', 'void *', 'void *');
  const localName = call('getsockname', 'int', 'int', 'void *', 'void *');
  const peerName = call('getpeername', 'int', 'int', 'void *', 'void *');
  const fcntl = call('fcntl', 'int', 'int', 'int', '...');
  const poll = call('poll', 'int', 'void *', 'unsigned long', 'int');
  const close = call('close', 'int', 'int');

  const word = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeInt32LE(value);
    return buffer;
  };
  const made = (host: Host, act: (fd: number) => void, type = streamCloseOnExec): number => {
    const fd = socket(family[host], type, 0);
    try {
      act(fd);
    } catch (error) {
      close(fd);
      throw error;
    }
    return fd;
  };
  const bindTo = (fd: number, host: Host, port: number, reuse: boolean): void => {
    if (reuse) setOption(fd, level, option.reuseAddress, word(1), 4);
    const address = addressOf(host, port);
    bind(fd, address, address.length);
  };
  /** What the client writes does not wait until what it wrote before was acknowledged. */
  const sendAtOnce = (fd: number): void => {
    setOption(fd, tcpLevel, tcpOption.noDelay, word(1), 4);
  };
  /** A connection under way is there at once on this host, unless nobody has room for it. */
  const awaitConnection = (fd: number): void => {
    const entry = Buffer.alloc(8);
    entry.writeInt32LE(fd, 0);
    entry.writeInt16LE(writable, 4);
    if (poll(entry, 1, connectMs) === 0) throw new SystemError('connect', constants.errno.EAGAIN);
    const error = Buffer.alloc(4);
    getOption(fd, level, option.error, error, word(4));
    if (error.readInt32LE() !== 0) throw new SystemError('connect', error.readInt32LE());
  };
  const attempt = (fd: number, address: Buffer): void => {
    try {
      connect(fd, address, address.length);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'EINPROGRESS') throw error;
      awaitConnection(fd);
    }
  };
  return {
    listenTcp: (host, port) =>
      made(host, (fd) => {
        bindTo(fd, host, port, true);
        sendAtOnce(fd); // who is accepted inherits it
        listen(fd, 16);
      }),
    connectTcp: (host, port) =>
      made(host, (fd) => {
        sendAtOnce(fd);
        fcntl(fd, 4, 'int', 0o4000);
        attempt(fd, addressOf(host, port));
        fcntl(fd, 4, 'int', 0);
      }),
    datagramSocket: (port, to) =>
      made(
        '127.0.0.1',
        (fd) => {
          bindTo(fd, '127.0.0.1', port, false);
          const address = addressOf('127.0.0.1', to);
          connect(fd, address, address.length);
        },
        datagramCloseOnExec,
      ),
    portOf(fd, side) {
      const address = Buffer.alloc(128);
      (side === 'local' ? localName : peerName)(fd, address, word(address.length));
      const kind = address.readUInt16LE(0);
      return kind === family['127.0.0.1'] || kind === family['::1'] ? address.readUInt16BE(2) : undefined;
    },
    resetOnClose(fd) {
      setOption(fd, level, option.linger, Buffer.concat([word(1), word(0)]), 8);
    },
    acknowledge(fd) {
      setOption(fd, tcpLevel, tcpOption.quickAcknowledgement, word(1), 4);
    },
    reservePort(port) {
      try {
        return made('127.0.0.1', (fd) => bindTo(fd, '127.0.0.1', port, false));
      } catch {
        return undefined;
      }
    },
    hasIpv6() {
      try {
        close(made('::1', (fd) => bindTo(fd, '::1', 0, false)));
        return true;
      } catch {
        return false;
      }
    },
    isPortFree(port) {
      try {
        close(made('127.0.0.1', (fd) => bindTo(fd, '127.0.0.1', port, false)));
        return true;
      } catch {
        return false;
      }
    },
  };
}
