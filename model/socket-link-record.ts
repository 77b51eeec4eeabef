import type { Negotiation } from './negotiation.ts';
import type { SocketName, SocketProtocol } from './socket-address.ts';
import type { TelnetState } from './telnet.ts';
import type { Websocket } from './websocket.ts';

/**
 * A connection that is over and waited on. `number`: what its watches look at, `null` where they look at a websocket's frames;
 * `open`: whether that is still the connection, or whatever has the number by now. `since`, `until`: when watches were put up on it.
 */
export type Lingering = {
  readonly number: number | null;
  readonly open: boolean;
  readonly since: number;
  readonly until: number;
};

/** A socket chardev's connection and what it comes from. Source: SOCK. */
export type SocketLink = {
  readonly protocol: SocketProtocol;
  /** QEMU's number of the listening socket. */
  readonly listener: number | null;
  /** That of the other family, of a server at every address. Source: SOCK-11, experiment. */
  readonly beside: number | null;
  /** The path that is unlinked at the end. Source: CHR-13. */
  readonly listensAt: string | null;
  /** Whether a hang-up ends the connection: not for datagrams. */
  readonly stream: boolean;
  /** Where a client connects, and how long after a failure it tries again, nanoseconds; 0: never. Source: SOCK-05. */
  readonly target: SocketName | null;
  /** The same as error texts have it. */
  readonly told: string;
  readonly reconnectNs: number;
  /** When the next attempt is due. Source: SOCK-06. */
  readonly dueNs: number | null;
  /** QEMU's number of what its attempt has connected, until the main loop hears of that. Source: SOCK-05, experiment. */
  readonly arrived: number | null;
  /** A connection that is not open yet: its number, and how far its negotiation is. */
  readonly negotiating: { readonly number: number; readonly at: Negotiation } | null;
  readonly websocket: Websocket | null;
  /** Connections that are over, on which output watches are still up. Source: Q-SOCK-1. */
  readonly lingering: readonly Lingering[];
  /** Where in a telnet command the input is; it outlives the connection. Source: Q-TEL-1. */
  readonly telnet: TelnetState;
  /** QEMU's numbers of descriptors that came and were not claimed. Source: SOCK-16. */
  readonly received: readonly number[];
  /** Descriptions that go with the next output. Source: SOCK-17. */
  readonly given: readonly number[];
  /** The last attempt failed, and that was said. Source: SOCK-05. */
  readonly complained: boolean;
};

/** The connection with some members replaced. */
export function changedLink(link: SocketLink, members: Partial<SocketLink>): SocketLink {
  return Object.assign(copyOf(link), members);
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(link: SocketLink): SocketLink {
  return {
    protocol: link.protocol,
    listener: link.listener,
    beside: link.beside,
    listensAt: link.listensAt,
    stream: link.stream,
    target: link.target,
    told: link.told,
    reconnectNs: link.reconnectNs,
    dueNs: link.dueNs,
    arrived: link.arrived,
    negotiating: link.negotiating,
    websocket: link.websocket,
    lingering: link.lingering,
    telnet: link.telnet,
    received: link.received,
    given: link.given,
    complained: link.complained,
  };
}
