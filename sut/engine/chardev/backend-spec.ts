import type { ConsoleSize } from './console.ts';
/** A host and a port as they were given; null: not said. `to`: the last port to try. Source: SOCK-10, SOCK-11. */
export type InetAddress = {
  readonly kind: 'inet';
  readonly host: string;
  readonly port: string;
  readonly to: bigint | null;
  readonly ipv4: boolean | null;
  readonly ipv6: boolean | null;
  readonly numeric: boolean;
};

/**
 * Where a socket backend's connection comes from: a name given by getfd (a number on the command line), a path (or a name
 * outside the filesystem, padded if `tight` is false; null: not said), or a TCP port; or a kind of address that this engine does not have.
 */
export type SocketAddress =
  | { readonly kind: 'fd'; readonly text: string }
  | { readonly kind: 'path'; readonly path: string; readonly abstract: boolean; readonly tight: boolean | null }
  | InetAddress
  | { readonly kind: 'unbuilt'; readonly word: string };

/** A socket backend. `wait`, `reconnectSeconds` and `tlsCredentials` null: not asked for. Source: GETFD-08. */
export type SocketSpec = {
  readonly type: 'socket';
  readonly address: SocketAddress;
  readonly server: boolean;
  /** Null: not said. */
  readonly wait: boolean | null;
  readonly reconnectSeconds: bigint | null;
  readonly reconnectMs: bigint | null;
  readonly tlsCredentials: string | null;
  readonly tlsAuthorization: string | null;
  readonly websocket: boolean;
  readonly telnet: boolean;
  readonly tn3270: boolean;
};

/** A datagram address; `host` '' is any address of this host, or the host itself. */
export type DatagramAddress =
  | { readonly kind: 'inet'; readonly host: string; readonly port: string }
  | { readonly kind: 'other' };

/** One backend as chardev-add, chardev-change or -chardev describe it, checked against the schema. */
export type BackendSpec =
  | { readonly type: 'null' }
  /** `size` null: the default. */
  | { readonly type: 'ringbuf' | 'memory'; readonly size: bigint | null }
  | { readonly type: 'file'; readonly out: string; readonly in: string | null; readonly append: boolean }
  | { readonly type: 'pipe' | 'serial' | 'parallel'; readonly device: string }
  | { readonly type: 'pty'; readonly path: string | null }
  | { readonly type: 'stdio' | 'testdev' | 'msmouse' | 'wctablet' }
  | { readonly type: 'vc'; readonly size: ConsoleSize }
  | { readonly type: 'udp'; readonly remote: DatagramAddress; readonly local: DatagramAddress | null }
  | { readonly type: 'mux'; readonly base: string }
  | { readonly type: 'hub'; readonly members: readonly string[] }
  | SocketSpec
  /** A type of the schema that this build of QEMU (`absent`) or this engine (`unbuilt`) has no driver for. */
  | { readonly type: 'absent' | 'unbuilt'; readonly word: string };

/** With what every backend has in common. */
export type LoggedSpec = {
  readonly backend: BackendSpec;
  readonly logfile: string | null;
  readonly logappend: boolean;
};
