import { type FileObject, plainObject, pollOf } from './description.ts';
import type { Poll } from './process.ts';
import { done, type Errno, fail, type Immediate, ok } from './result.ts';

/** Datagrams that wait at one socket; later ones are dropped. */
const waitingMax = 256;
const bytesMax = 65_507;
/** The first port that a socket without one gets. */
const ephemeralFirst = 49_152;

/** A UDP socket of 127.0.0.1. `port` 0: not bound yet; `remote` 0: connected to nobody. */
export type UdpSocket = FileObject & {
  /** `shared`: others that ask so, too, may have the port (SO_REUSEADDR). */
  bind(port: number, shared: boolean): Immediate<void>;
  connect(port: number): Immediate<void>;
};
type Holder = { readonly shared: boolean; readonly hears: (from: number) => boolean; take(bytes: Uint8Array): void };
/** Who has which port, the latest last. */
export type UdpPorts = Map<number, readonly Holder[]>;

/** A socket that is not bound. Source: udp(7); Linux tells a connected sender of its refusal at the next call. */
export function createUdpSocket(ports: UdpPorts): UdpSocket {
  const queue: Uint8Array[] = [];
  let port = 0;
  let remote = 0;
  let error: Errno | null = null;
  let own: Holder | null = null;
  const takeError = (): Errno | null => {
    const taken = error;
    error = null;
    return taken;
  };
  const bind = (wanted: number, shared: boolean): Immediate<void> => {
    if (port !== 0) return fail('EINVAL');
    let free = wanted;
    if (wanted === 0) for (free = ephemeralFirst; ports.has(free); ) free += 1;
    const others = ports.get(free) ?? [];
    if (others.some((other) => !(other.shared && shared))) return fail('EADDRINUSE');
    port = free;
    own = {
      shared,
      hears: (from) => remote === 0 || remote === from,
      take: (bytes) => void (queue.length < waitingMax ? queue.push(bytes) : 0),
    };
    ports.set(port, [...others, own]);
    return done;
  };
  return {
    bind,
    connect(to: number): Immediate<void> {
      if (port === 0) bind(0, false);
      remote = to;
      return done;
    },
    ...plainObject({
      kind: 'device',
      waits: true,
      read(_description, max: number): Immediate<Uint8Array> {
        const refused = takeError();
        if (refused !== null) return fail(refused);
        const first = queue.shift();
        return first === undefined ? fail('EAGAIN') : ok(first.slice(0, max));
      },
      write(_description, bytes: Uint8Array): Immediate<number> {
        if (remote === 0) return fail('ENOTCONN');
        if (bytes.length > bytesMax) return fail('EMSGSIZE');
        const refused = takeError();
        if (refused !== null) return fail(refused);
        const there = ports.get(remote)?.findLast((holder) => holder.hears(port));
        if (there) there.take(bytes.slice());
        else error = 'ECONNREFUSED';
        return ok(bytes.length);
      },
      wakesReader: () => queue.length > 0 || error !== null,
      poll: (): Poll => pollOf(queue.length > 0, true, false, error !== null),
      ioctl: (_description, request) => (request === 'FIONREAD' ? ok(queue[0]?.length ?? 0) : fail('ENOTTY')),
      reopened: () => fail('ENXIO'),
      detach(): void {
        const others = (ports.get(port) ?? []).filter((holder) => holder !== own);
        if (others.length === 0) ports.delete(port);
        else ports.set(port, others);
      },
    }),
  };
}
