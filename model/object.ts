import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import type { PipeContent } from './pipe.ts';
import type { SocketName } from './socket-address.ts';

/** Number of a host object or of an open file description; never seen from outside. */
export type ObjectNumber = number;

/** What a socket end or a pseudo-terminal end shares: what has arrived, and who is at the other end. */
type End = {
  /** Arrived and not yet read: one entry a datagram, or any pieces of a stream. */
  readonly inbox: readonly ByteString[];
  /** The other end, `null` when there never was one or it is gone. */
  readonly peer: ObjectNumber | null;
};

/** Descriptors that ride on one entry of a socket's inbox, as descriptions with a reference of their own. */
export type Carried = { readonly entry: number; readonly descriptions: readonly number[] };

/** A thing of the host that descriptors refer to. `name` is the scenario's word for it, empty for QEMU's own. */
export type HostObject =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly bytes: ByteString;
      readonly sealed: boolean;
      /** A memfd that was opened by its place in /proc. */
      readonly reopened?: true;
    }
  | { readonly kind: 'directory'; readonly name: string }
  | { readonly kind: 'pipe'; readonly name: string; readonly fifo: boolean; readonly content: PipeContent }
  | ({
      readonly kind: 'socket';
      readonly name: string;
      readonly type: 'stream' | 'dgram';
      readonly family: 'unix' | 'tcp';
      readonly connected: boolean;
      /** Its own address, `null` for an unnamed one; the other end of the connection, even when that is gone. */
      readonly bound: SocketName | null;
      readonly far: ObjectNumber | null;
      /** Descriptions under way: each set came with the inbox entry of that index. */
      readonly carried: readonly Carried[];
      readonly shutRead: boolean;
      readonly shutWrite: boolean;
      /** Kernel memory that each piece in the inbox of a stream takes. */
      readonly charges: readonly number[];
      /** The peer went away with bytes unread: the next read says ECONNRESET. */
      readonly reset: boolean;
      /** tcp: a reset ended the connection; it stays hung up when the error was told. */
      readonly dead: boolean;
    } & End)
  | {
      readonly kind: 'udp';
      readonly name: string;
      /** Whole datagrams, oldest first. */
      readonly inbox: readonly ByteString[];
      /** The port that it is bound to, and the one that it is connected to. */
      readonly port: string;
      readonly to: string;
      /** Others that ask so, too, may have the same port (SO_REUSEADDR). */
      readonly shared: boolean;
      /** A datagram found nobody: the next call says ECONNREFUSED. */
      readonly refused: boolean;
    }
  | {
      readonly kind: 'listener';
      readonly name: string;
      readonly at: SocketName;
      readonly backlog: number;
      /** Ends whose other ends have connected, oldest first. */
      readonly queue: readonly ObjectNumber[];
    }
  | ({
      readonly kind: 'terminal';
      readonly name: string;
      readonly side: 'master' | 'slave';
      /** Everything ever written to it came byte by byte, and nothing of it was read: what it takes is known. */
      readonly byBytes: boolean;
    } & End)
  | { readonly kind: 'event-counter'; readonly name: string; readonly count: bigint }
  | { readonly kind: 'null'; readonly name: string }
  | { readonly kind: 'full'; readonly name: string };

type Socket = Extract<HostObject, { kind: 'socket' }>;

/** The socket with some members replaced. */
export function changedSocket(socket: Socket, members: Partial<Socket>): Socket {
  return Object.assign(copyOf(socket), members);
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(socket: Socket): Socket {
  return {
    kind: 'socket',
    name: socket.name,
    type: socket.type,
    family: socket.family,
    inbox: socket.inbox,
    peer: socket.peer,
    connected: socket.connected,
    bound: socket.bound,
    far: socket.far,
    carried: socket.carried,
    shutRead: socket.shutRead,
    shutWrite: socket.shutWrite,
    charges: socket.charges,
    reset: socket.reset,
    dead: socket.dead,
  };
}

/** A file that has no name in any folder. */
export function isMemfd(object: HostObject): object is Extract<HostObject, { kind: 'file' }> {
  return object.kind === 'file' && !/^({dir}\/|\/)/.test(object.name);
}

/**
 * Whether F_SETFL may set O_DIRECT: on pipes, and on files of a folder; a memfd has no way to it, but where it was opened anew and
 * the kernel is 6.6 or newer. Throws ModelLimit there. Source: Linux 6.18.
 */
export function takesDirect(object: HostObject): boolean {
  if (object.kind === 'file' && object.reopened === true)
    throw new ModelLimit('O_DIRECT on a memfd depends on the kernel');
  return object.kind === 'pipe' || (object.kind === 'file' && !isMemfd(object));
}
