import type { TcpAddress } from './process.ts';
import { done, fail, type Immediate } from './result.ts';
import type { Socket } from './unix-socket.ts';

/** The TCP ports of a machine that has only its loopback interface. */
export type Ports = {
  /** Sockets by the port that they are bound to; those that were closed are left out when it is asked for. */
  readonly bound: Map<number, Socket[]>;
  bind(socket: Socket, where: TcpAddress): Immediate<void>;
  /** Names both ends of a new connection: the server's is where it was reached, the client's a port of its own. */
  joined(socket: Socket, where: TcpAddress): void;
};

const ephemeralFirst = 32768;
const portMax = 65535;

/** Whether a socket bound to the first host is met under the second. */
function serves(bound: string, host: string): boolean {
  return bound === host || bound === '::' || (bound === '0.0.0.0' && !host.includes(':'));
}

/** Who listens there: connections to the wildcard host are ones to the loopback host. */
export function portAt(ports: Ports, where: TcpAddress): Socket | undefined {
  const open = (ports.bound.get(where.port) ?? []).filter(({ state }) => !state.closed);
  return open.find(({ state }) => state.phase === 'listening' && serves(state.local?.host ?? '', where.host));
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
      const taken = others.some(({ state: other }) => {
        const host = other.local?.host ?? '';
        return other.phase === 'listening' && (serves(host, where.host) || serves(where.host, host));
      });
      if (taken) return fail('EADDRINUSE');
      bound.set(port, [...others, socket]);
      state.local = { host: where.host, port };
      return done;
    },
    joined(socket, where): void {
      const host = where.host === '0.0.0.0' ? '127.0.0.1' : where.host === '::' ? '::1' : where.host;
      socket.state.local ??= { host, port: pick() };
      if (socket.state.peer !== null) socket.state.peer.state.local = { host, port: where.port };
    },
  };
}
