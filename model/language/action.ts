import type { ByteString, Value } from './value.ts';

/** Name of one end that the client side holds: `log`, `p.read`, `p.write`, `s.a`, `s.b`, `t.master`, `t.slave`. */
export type Handle = string;
/** Read, write or both, as O_ACCMODE has it. */
export type AccessMode = 'r' | 'w' | 'rw';
/** Flags of open(2) beyond the access mode; `path` is O_PATH. */
export type OpenFlag =
  | 'create'
  | 'exclusive'
  | 'truncate'
  | 'append'
  | 'nonblock'
  | 'direct'
  | 'sync'
  | 'dsync'
  | 'path'
  | 'directory';
/** Status flags of an open file description that F_GETFL shows, in this order wherever listed. */
export type StatusFlag = 'append' | 'nonblock' | 'direct' | 'dsync' | 'sync' | 'path';

/** Of a socket in the filesystem (or, `abstract`, beside it: as long as the name, or padded), or on the loopback host. */
export type SocketPlace =
  | { readonly path: string; readonly abstract?: 'tight' | 'padded' }
  /** A name as within `{port:…}`: `a`, `a+1`, `chardev ID`. Host: default `127.0.0.1`. */
  | { readonly port: string; readonly host?: '127.0.0.1' | '::1' };

/**
 * Paths: `{dir}/x` is in the scenario's own folder, which is also the system's working directory; anything else is taken
 * as it stands. `{dir}` is replaced in every text sent and put back in every text received.
 *
 * TCP ports have names, too, so that runs never collide. `{port:NAME}` is a port of the loopback host that is picked, free
 * for listening, when NAME is first mentioned; `{port:NAME+K}` is the number K above it, and at least the nine ports above
 * a picked one are free as well. Where JSON wants a number, `{ $port: 'NAME+K' }` stands for it. `{port:chardev ID}` is the
 * port that the system found for chardev ID by itself (port 0, `to`). A connection's other port, the connecting side's, is
 * `{peer:HANDLE}` for the end HANDLE that the scenario has of it, `{peer:?}` while it has none (not accepted yet).
 * `{socket:ID}` is the path that the system chose for listening chardev ID, which was given an empty one (SOCK-11).
 * The time that an HTTP reply tells is `{date}`.
 */
export type HostAction =
  | { readonly do: 'write-file'; readonly path: string; readonly bytes: ByteString }
  | { readonly do: 'read-file'; readonly path: string }
  /** The character events of a record/replay log: `char-log`, or `errno`. Source: RR-01, RR-02. */
  | { readonly do: 'read-char-log'; readonly path: string }
  | { readonly do: 'mkdir'; readonly path: string }
  | { readonly do: 'mkfifo'; readonly path: string }
  | { readonly do: 'unlink'; readonly path: string }
  /** open(2) by the client; never blocks (O_NONBLOCK is added for the call and taken away after unless listed). */
  | {
      readonly do: 'open';
      readonly as: Handle;
      readonly path: string;
      readonly access: AccessMode;
      readonly flags?: readonly OpenFlag[];
    }
  /** A second open file description on the same object, through /proc/self/fd. */
  | {
      readonly do: 'reopen';
      readonly as: Handle;
      readonly of: Handle;
      readonly access: AccessMode;
      readonly flags?: readonly OpenFlag[];
    }
  /** Ends `AS.read` and `AS.write`, blocking. `capacity` in bytes, a power of two from 4096; default 65536. */
  | { readonly do: 'pipe'; readonly as: string; readonly capacity?: number }
  /** Ends `AS.a` and `AS.b`, blocking. */
  | { readonly do: 'socketpair'; readonly as: string; readonly type?: 'stream' | 'dgram' }
  /** A memfd, read-write, offset 0, holding `bytes`. */
  | { readonly do: 'memfd'; readonly as: Handle; readonly bytes?: ByteString; readonly seals?: readonly 'shrink'[] }
  | { readonly do: 'eventfd'; readonly as: Handle }
  /** Ends `AS.master` and `AS.slave`, raw. */
  | { readonly do: 'pty'; readonly as: string }
  /** A socket connected to nobody: `AS`. */
  | { readonly do: 'socket'; readonly as: Handle; readonly type: 'stream' | 'dgram' }
  /** A stream socket that listens. `backlog` n (0 or 1, unix only) lets n + 1 wait; by default a dozen may. */
  | ({ readonly do: 'listen'; readonly as: Handle; readonly backlog?: number } & SocketPlace)
  /** Connects a stream socket; never waits (EAGAIN when the backlog is full). */
  | ({ readonly do: 'connect-socket'; readonly as: Handle } & SocketPlace)
  /** Takes the next connection of a listening socket; EAGAIN when there is none. */
  | { readonly do: 'accept'; readonly as: Handle; readonly on: Handle }
  /** Opens the slave of the pty that the chardev of this id told when it was made. Texts hold its path as `{pty:ID}`. */
  | { readonly do: 'open-pty'; readonly as: Handle; readonly chardev: string }
  /**
   * A UDP socket bound to 127.0.0.1 and the port that the texts call `{port:PORT}`, connected to `{port:TO}`: it hears
   * nobody else. `write` sends one datagram, whole, also an empty one; `read` joins what has come, and with `max` takes
   * one datagram, cut to that; neither ever meets an end. A refusal (nobody is bound there) is the ECONNREFUSED of the
   * next of either.
   */
  | { readonly do: 'udp'; readonly as: Handle; readonly port: string; readonly to: string }
  | { readonly do: 'dup'; readonly as: Handle; readonly of: Handle }
  | { readonly do: 'close'; readonly handle: Handle }
  /** write(2) in pieces of at most 4096 bytes until all is taken or the next would block. */
  | { readonly do: 'write'; readonly to: Handle; readonly bytes: ByteString }
  /**
   * read(2) until nothing is there, the end, or `max` bytes. `fds`: by recvmsg(2); what descriptors came get these handles
   * in order, further ones are closed, and the outcome tells how many came.
   */
  | { readonly do: 'read'; readonly from: Handle; readonly max?: number; readonly fds?: readonly Handle[] }
  | { readonly do: 'seek'; readonly handle: Handle; readonly to: number }
  | { readonly do: 'shutdown'; readonly socket: Handle; readonly how: 'r' | 'w' | 'rw' }
  /** Sends bytes and descriptors in one sendmsg(2): `wrote`, or `errno`. */
  | { readonly do: 'write-fds'; readonly to: Handle; readonly bytes: ByteString; readonly fds: readonly Handle[] }
  /** Closes a TCP connection so that the peer is told by a reset (SO_LINGER 0) instead of an end of file. */
  | { readonly do: 'reset'; readonly handle: Handle }
  /** F_SETFL to exactly these (append, nonblock, direct). */
  | { readonly do: 'set-flags'; readonly of: Handle; readonly flags: readonly StatusFlag[] }
  /** F_GETFL. */
  | { readonly do: 'get-flags'; readonly of: Handle };

/** `pair`: connected from the start over an inherited socketpair; `listen`: a unix socket that clients connect to. */
export type MonitorSpec = {
  readonly id: string;
  readonly mode: 'qmp' | 'hmp';
  readonly via: 'pair' | 'listen';
  /** pair + qmp only: whether launch negotiates (with `enable`); default true. */
  readonly negotiate?: boolean;
  readonly enable?: readonly 'oob'[];
};
/**
 * A frontend that is there from the start. `16550`: COM1 and so on; with `board`, the machine itself makes it for the
 * next `-serial` word of the launch (`chardev` is that word's label, `serial0`, or the id in `chardev:ID`). `debugcon`:
 * a port that writes each byte with write_all and reads nothing (isa-debugcon). `witness`: a bare frontend handle that
 * records what happens to it (simulated targets only); without `chardev` it starts detached, else attached without
 * handlers. `virtserialport`, `virtconsole`: ports of a virtio-serial controller, their device id is `id`; `bus` is
 * `CONTROLLER.0`. `usb-serial`: a serial adapter on the machine's USB bus. `pci-serial`: a 16550 on its PCI bus, which
 * the guest gives its place before it first uses it (RT-31).
 */
export type PortSpec =
  | { readonly id: string; readonly kind: '16550'; readonly chardev: string; readonly board?: true }
  | { readonly id: string; readonly kind: 'debugcon'; readonly chardev: string }
  | { readonly id: string; readonly kind: 'witness'; readonly chardev?: string }
  | {
      readonly id: string;
      readonly kind: 'virtserialport' | 'virtconsole';
      readonly chardev?: string;
      readonly name?: string;
      readonly nr?: number;
      readonly bus?: string;
    }
  | { readonly id: string; readonly kind: 'usb-serial'; readonly chardev: string }
  | { readonly id: string; readonly kind: 'pci-serial'; readonly chardev: string };
/** One virtio-serial-pci device; its bus is `ID.0`. `maxPorts`: its property max_ports. */
export type ControllerSpec = { readonly id: string; readonly maxPorts?: number };
/** How the system is started. */
export type LaunchOptions = {
  /**
   * `none`: no devices at all; `serial`: a machine that carries 16550 ports; `virtio`: one that also has PCI, virtio-serial
   * controllers and a USB bus. Default none, or serial when ports are given, or virtio when ports for these are.
   */
  readonly machine?: 'none' | 'serial' | 'virtio';
  /** Controllers of a virtio machine, in the order of creation. Default one, `vs0`. */
  readonly controllers?: readonly ControllerSpec[];
  /** Started with -S. Default false: the machine runs, its processor idle. */
  readonly paused?: boolean;
  /** Further words of the command line; `{fd:HANDLE}` is the number under which HANDLE is inherited. */
  readonly args?: readonly string[];
  /** Which handle is inherited under which number, where the number itself matters (0, 1, 3..19). */
  readonly inherit?: Readonly<Record<string, Handle>>;
  /** Guest ports, COM1 first; their chardevs come from `args`. */
  readonly ports?: readonly PortSpec[];
  /** Default: one QMP monitor `qmp`, via pair, negotiated without capabilities. */
  readonly monitors?: readonly MonitorSpec[];
};
/** What is done with the process as a whole. */
export type ProcessAction =
  | ({ readonly do: 'launch'; readonly patienceMs?: number } & LaunchOptions)
  /** Waits until a launch that was `silent` (it waits for a client, SOCK-02) is over: `launched`, or `silent` still. */
  | { readonly do: 'wait-launch'; readonly patienceMs?: number }
  /** Waits for the process to end. */
  | { readonly do: 'wait-exit' };

/** `on` names a monitor connection (default `qmp`); `patienceMs`: how long silence must last to be called `silent`. */
export type ManagementAction =
  /** Connects to the listening monitor; `negotiate` (default true, qmp only) sends qmp_capabilities with `enable`. */
  | {
      readonly do: 'connect';
      readonly monitor: string;
      readonly as: string;
      readonly negotiate?: boolean;
      readonly enable?: readonly 'oob'[];
    }
  | { readonly do: 'disconnect'; readonly on: string }
  /** One command; `fds` ride on its first byte. The outcome is its reply; events are kept for `receive`. */
  | {
      readonly do: 'qmp';
      readonly on?: string;
      readonly execute: string;
      readonly arguments?: Value;
      readonly id?: Value;
      readonly oob?: boolean;
      readonly fds?: readonly Handle[];
      readonly patienceMs?: number;
    }
  /** Raw bytes in one message, `fds` on the first. The outcome is every message that has arrived once settled. */
  | {
      readonly do: 'send';
      readonly on?: string;
      readonly bytes: ByteString;
      readonly fds?: readonly Handle[];
      readonly raw?: boolean;
    }
  /** Whatever has arrived and was not reported yet; `raw`: as bytes instead of parsed messages. */
  | { readonly do: 'receive'; readonly on?: string; readonly raw?: boolean }
  /** One HMP line. The outcome is the text printed for it, without prompt and echo. */
  | {
      readonly do: 'hmp';
      readonly on: string;
      readonly line: string;
      readonly fds?: readonly Handle[];
      readonly patienceMs?: number;
    };

/** What the guest does with a port of the machine. */
export type GuestAction =
  /**
   * Drives the port until it takes no more. A virtio port: the bytes go into buffers of `size` (default 4096) as long as
   * the output queue has room (128 buffers), then one kick; `accepted` counts what went into the queue.
   */
  | {
      readonly do: 'guest-write';
      readonly port: string;
      readonly bytes: ByteString;
      readonly size?: number;
      readonly patienceMs?: number;
    }
  /** Takes everything that has arrived at the port; a virtio port's buffers are not posted again. */
  | { readonly do: 'guest-read'; readonly port: string }
  /** One access to a 16550 register, 0..7. */
  | { readonly do: 'register-read'; readonly port: string; readonly register: number }
  | { readonly do: 'register-write'; readonly port: string; readonly register: number; readonly value: number };

/** Events of virtio-serial control messages, by number 0..7. Source: VSER-01. */
export type ControlEvent =
  | 'DEVICE_READY'
  | 'PORT_ADD'
  | 'PORT_REMOVE'
  | 'PORT_READY'
  | 'CONSOLE_PORT'
  | 'RESIZE'
  | 'PORT_OPEN'
  | 'PORT_NAME';
/**
 * What the guest's virtio-serial driver does. It knows each port's queues also after the port was unplugged. Legacy
 * transport, feature multiport only, data queues of 128 buffers, 32 control buffers always posted. Source: VSER-01, RT-37.
 */
export type DriverAction =
  /**
   * Reset (if it was started), features (`multiport` default true), queues, DRIVER_OK, and with multiport DEVICE_READY(1)
   * and then what `guest-messages` does; the outcome is `guest-messages` too.
   */
  | { readonly do: 'driver-start'; readonly controller: string; readonly multiport?: boolean }
  /** Status 0. All buffers are the guest's again. */
  | { readonly do: 'driver-reset'; readonly controller: string }
  /**
   * Takes the control messages that have arrived, in order; each PORT_ADD(1) is answered by PORT_READY(1) when its turn
   * comes and what that brings is appended, until nothing is left.
   */
  | { readonly do: 'guest-messages'; readonly controller: string }
  /** One control message to the device: `id` is the port's number, not its name. */
  | {
      readonly do: 'guest-control';
      readonly controller: string;
      readonly id: number;
      readonly event: ControlEvent;
      readonly value: number;
    }
  /** PORT_OPEN(1) or PORT_OPEN(0) for this port. */
  | { readonly do: 'guest-open'; readonly port: string }
  | { readonly do: 'guest-close'; readonly port: string }
  /** Posts receive buffers of `size` bytes, then one kick. */
  | { readonly do: 'guest-post'; readonly port: string; readonly buffers: number; readonly size: number }
  | { readonly do: 'guest-kick'; readonly port: string; readonly queue: 'in' | 'out' }
  /** How many buffers of the port the device has not given back: `queues`. */
  | { readonly do: 'guest-queues'; readonly port: string }
  /** One byte into the controller's emergency-write register. Source: VSER-03. */
  | { readonly do: 'guest-emergency-write'; readonly controller: string; readonly byte: number };

/**
 * What a witness frontend does: the calls of QEMU's frontend interface, one each. Its handlers record every event and
 * every piece of input; `room` is what its can_read answers (default 0 until set).
 */
export type WitnessAction =
  /** Attaches to a chardev: `done`, or `error` with class `witness` and the text. Source: CHR-30, CHR-31. */
  | { readonly do: 'witness-attach'; readonly port: string; readonly chardev: string }
  | { readonly do: 'witness-detach'; readonly port: string }
  /** set_handlers: `listening` with all handlers and sync_state, or with none (CHR-32). */
  | { readonly do: 'witness-handlers'; readonly port: string; readonly listening: boolean }
  /** Sets can_read's answer and calls accept_input (CHR-38). */
  | { readonly do: 'witness-room'; readonly port: string; readonly room: number }
  /**
   * Its be_change handler from now on: sets all handlers anew and takes the change (`listens`), refuses it, or both in
   * this order; `none` (at first): it has none. It has none either while it has no handlers. Source: SWAP-S06, SWAP-S07.
   */
  | {
      readonly do: 'witness-changes';
      readonly port: string;
      readonly answer: 'none' | 'listens' | 'refuses' | 'listens-and-refuses';
    }
  | { readonly do: 'witness-open'; readonly port: string; readonly open: boolean }
  | { readonly do: 'witness-focus'; readonly port: string }
  /** One write (or write_all): `accepted` with the count, or `errno`. Source: CHR-60, CHR-61. */
  | { readonly do: 'witness-write'; readonly port: string; readonly bytes: ByteString; readonly all?: boolean }
  /** add_watch for output: `done`, or `errno` ENOTSUP when the chardev offers none; its firing is a `watch` record. */
  | { readonly do: 'witness-watch'; readonly port: string }
  /**
   * get_msgfds for at most `max` (1..16): `descriptors` as taken, in order, which are closed after; `errno` ENOTSUP where
   * -1 is returned. Source: SOCK-16, CHR-39.
   */
  | { readonly do: 'witness-take-fds'; readonly port: string; readonly max: number }
  /**
   * set_msgfds with copies of the client's descriptors: `done`, or `errno` ENOTSUP where -1 is returned. The copies are
   * closed when others are given or the witness detaches. Source: SOCK-17.
   */
  | { readonly do: 'witness-give-fds'; readonly port: string; readonly fds: readonly Handle[] }
  /**
   * chr_disconnect, as vhost-user calls it: at once, or from within its handler of the next OPENED that it is told. Only
   * sockets know it; a mux or hub does not pass it on (HUB-11). Source: SOCK-12.
   */
  | { readonly do: 'witness-disconnect'; readonly port: string; readonly within?: 'OPENED' }
  /** wait_connected: `done`, `error` of class `witness`, or `silent` while it waits. Source: SOCK-18, CHR-39. */
  | { readonly do: 'witness-wait-connected'; readonly port: string }
  /** What was recorded since the last time: `records`. */
  | { readonly do: 'witness-records'; readonly port: string };

/** What somebody sits in front of: the display and keyboard of a text console (`vc` chardev). Capability `screen`. */
export type DisplayAction =
  /** What the console shows: `screen`. The model has no terminal: it leaves the lines open. */
  | { readonly do: 'screen'; readonly chardev: string }
  /** These bytes are typed, as one stroke of the keyboard each. Source: VC-02. */
  | { readonly do: 'vc-keys'; readonly chardev: string; readonly bytes: ByteString };

/** Calls of the system under test that a fault can be planted on (simulated targets only). */
export type FaultCall = 'open' | 'dup' | 'read' | 'write' | 'ftruncate' | 'fcntl' | 'accept' | 'sendmsg' | 'recvmsg';
/** What happens to the world around: looking, limits, time, settling and faults. */
export type WorldAction =
  /** What the system holds of the objects that the scenario made: number-free, sorted. */
  | { readonly do: 'observe'; readonly what: 'descriptors' }
  /**
   * The device's own state: `port` (virtio) or `usb-port`; `errno` ENODEV when there is no such device now, `closed`
   * when the process has ended.
   */
  | { readonly do: 'observe'; readonly what: 'port'; readonly port: string }
  /** Lowers the descriptor limit so that exactly `free` more can be opened; `null` lifts it. */
  | { readonly do: 'limit-descriptors'; readonly free: number | null }
  | { readonly do: 'advance'; readonly ms: number }
  /**
   * Keeps target and model from settling until `release`: what clients send stays unread (`send` sees no messages, `qmp`
   * is `silent` and its reply comes to `receive`), and guest accesses have what they do at once, nothing that follows of
   * it. A real QEMU takes either host actions, `send`, `qmp` and `observe`, or guest actions of which only the first may
   * look (guest-read, register-read): it cannot be kept from bringing more input after it.
   */
  | { readonly do: 'hold' }
  | { readonly do: 'release' }
  /** The system's next `times` (default 1) such calls, on `object` if given, end so. */
  | {
      readonly do: 'fault';
      readonly call: FaultCall;
      readonly object?: string;
      readonly times?: number;
      readonly give: { readonly errno: string } | { readonly short: number };
    };

/** One thing that an actor does: plain data, symbolic names only. */
export type Action =
  | HostAction
  | ProcessAction
  | ManagementAction
  | GuestAction
  | DriverAction
  | WitnessAction
  | DisplayAction
  | WorldAction;
