import type { TcpAddress } from './process.ts';
import { done, fail, type Immediate } from './result.ts';
import type { Socket } from './unix-socket.ts';

/** The TCP ports of a machine that has only its loopback interface. */
export type Ports = {
  /** Sockets by the port that they are bound to; those that were closed are left out when it is asked for. */
  readonly bound: Map<number, Socket[]>;
  bind(socket: Socket, where: TcpAddress): Immediate<void>;
  /**
   * Names both ends of a new connection: the server's is where it was reached, the client's a port of its own. `server`: the
   * host that it is bound to.
   */
  joined(socket: Socket, where: TcpAddress, server: string): void;
};

const ephemeralFirst = 32768;
const portMax = 65535;

/** Whether a socket bound there is met under the host. Source: ipv6(7), seen on 6.18. */
function serves({ host: bound, ipv6Only = false }: TcpAddress, host: string): boolean {
  if (bound === '::') return host.includes(':') || !ipv6Only;
  return bound === host || (bound === '0.0.0.0' && !host.includes(':'));
}

const mapped = '::ffff:';

/** An address as the other end of its connection sees it: IPv4 comes to a socket of IPv6 in a form of its own. */
export function seenFrom(own: TcpAddress | null, other: TcpAddress | null): TcpAddress | null {
  if (own === null || other === null) return other;
  const plain = other.host.replace(mapped, '');
  return { ...other, host: own.host.startsWith(mapped) ? `${mapped}${plain}` : plain };
}

/** Who listens there: connections to the wildcard host are ones to the loopback host. */
export function portAt(ports: Ports, where: TcpAddress): Socket | undefined {
  const open = (ports.bound.get(where.port) ?? []).filter(({ state }) => !state.closed);
  return open.find(
    ({ state }) => state.phase === 'listening' && state.local !== null && serves(state.local, where.host),
  );
}

/** No port is bound. Ephemeral ones are given out in ascending order and not twice. */
export function createPorts(): Ports {
  const bound = new Map<number, Socket[]>();
  let next = ephemeralFirst;
  const pick = (): number => {
    while (bound.has(next)) next += 1;
    if (next > portMax) throw new Error('the simulated host has no port left');
    next += 1;
    return next - 1;
  };
  return {
    bound,
    bind(socket, where): Immediate<void> {
      const { state } = socket;
      if (state.family !== 'inet') return fail('EINVAL');
      const port = where.port === 0 ? pick() : where.port;
      const others = (bound.get(port) ?? []).filter((other) => !other.state.closed);
      const taken = others.some(({ state: { phase, local } }) => {
        return phase === 'listening' && local !== null && (serves(local, where.host) || serves(where, local.host));
      });
      if (taken) return fail('EADDRINUSE');
      bound.set(port, [...others, socket]);
      state.local = { ...where, port };
      return done;
    },
    joined(socket, where, server): void {
      const host = where.host === '0.0.0.0' ? '127.0.0.1' : where.host === '::' ? '::1' : where.host;
      socket.state.local ??= { host, port: pick() };
      const seen = server.includes(':') && !host.includes(':') ? `${mapped}${host}` : host;
      if (socket.state.peer !== null) socket.state.peer.state.local = { host: seen, port: where.port };
    },
  };
}
