import type { InetAddress } from './inet-address.ts';
import { toBigint } from './integer.ts';
import type { Profile } from './language/profile.ts';
import type { Value } from './language/value.ts';
import { asRecord, type JsonRecord, type Member, type Shape } from './schema.ts';
import type { SocketName, SocketProtocol } from './socket-address.ts';

/** Where a socket chardev gets its socket from. */
export type SocketSource =
  | { readonly from: 'name'; readonly name: string }
  | { readonly from: 'number'; readonly word: string }
  | { readonly from: 'place'; readonly at: SocketName }
  | { readonly from: 'inet'; readonly address: InetAddress }
  | { readonly from: 'elsewhere'; readonly type: string };

/** Where a udp chardev sends to, or what it is bound to; `type` other than inet is refused. */
export type UdpAddress = { readonly type: string; readonly host: string; readonly port: string };

/** What a chardev is to be made of, however it was asked for. */
export type Backend = { readonly logfile: string | null; readonly logappend: boolean } & (
  | { readonly type: 'null' }
  | { readonly type: 'ringbuf' | 'memory'; readonly size: bigint }
  | { readonly type: 'file'; readonly out: string; readonly in: string | null; readonly append: boolean }
  | { readonly type: 'pipe' | 'serial' | 'parallel'; readonly device: string }
  | {
      readonly type: 'socket';
      readonly source: SocketSource;
      readonly protocol: SocketProtocol;
      readonly wait: boolean | null;
      /** Seconds, and milliseconds. */
      readonly reconnect: bigint | null;
      readonly reconnectMs: bigint | null;
      readonly tlsCredentials: string | null;
      readonly tlsAuthorization: string | null;
    }
  | { readonly type: 'mux'; readonly base: string }
  | { readonly type: 'hub'; readonly members: readonly string[] }
  | { readonly type: 'pty'; readonly path: string | null }
  | { readonly type: 'udp'; readonly remote: UdpAddress; readonly local: UdpAddress | null }
  | { readonly type: 'stdio' | 'testdev' | 'msmouse' | 'wctablet' }
  /** Pixels, from cells of 8 by 16 where no pixels are given; 0: the usual size. */
  | { readonly type: 'vc'; readonly width: number; readonly height: number }
  /** Known to QEMU, but not to this model. */
  | { readonly type: 'other'; readonly word: string }
);

const string: Shape = { is: 'string' };
const boolean: Shape = { is: 'boolean' };
const integer: Shape = { is: 'integer' };
const log: readonly Member[] = [
  { name: 'logfile', shape: string, optional: true },
  { name: 'logappend', shape: boolean, optional: true },
];
const device: readonly Member[] = [...log, { name: 'device', shape: string }];
const ring: readonly Member[] = [...log, { name: 'size', shape: integer, optional: true }];
const inetListen: readonly Member[] = [
  { name: 'host', shape: string },
  { name: 'port', shape: string },
  { name: 'numeric', shape: boolean, optional: true },
  { name: 'to', shape: { is: 'uint16' }, optional: true },
  { name: 'ipv4', shape: boolean, optional: true },
  { name: 'ipv6', shape: boolean, optional: true },
  { name: 'keep-alive', shape: boolean, optional: true },
  { name: 'mptcp', shape: boolean, optional: true },
];
const address = {
  is: 'union',
  branches: {
    inet: inetListen,
    unix: [
      { name: 'path', shape: string },
      { name: 'abstract', shape: boolean, optional: true },
      { name: 'tight', shape: boolean, optional: true },
    ],
    vsock: null,
    fd: [{ name: 'str', shape: string }],
  },
} as const satisfies Shape;
const socket: readonly Member[] = [
  ...log,
  { name: 'addr', shape: address },
  { name: 'tls-creds', shape: string, optional: true },
  { name: 'tls-authz', shape: string, optional: true },
  { name: 'server', shape: boolean, optional: true },
  { name: 'wait', shape: boolean, optional: true },
  { name: 'nodelay', shape: boolean, optional: true },
  { name: 'telnet', shape: boolean, optional: true },
  { name: 'tn3270', shape: boolean, optional: true },
  { name: 'websocket', shape: boolean, optional: true },
];
const seconds: Member = { name: 'reconnect', shape: integer, optional: true };
const milliseconds: Member = { name: 'reconnect-ms', shape: integer, optional: true };

const inet: readonly Member[] = [
  { name: 'host', shape: string },
  { name: 'port', shape: string },
  { name: 'numeric', shape: boolean, optional: true },
  { name: 'to', shape: integer, optional: true },
  { name: 'ipv4', shape: boolean, optional: true },
  { name: 'ipv6', shape: boolean, optional: true },
];
const anyAddress: Shape = { is: 'union', branches: { ...address.branches, inet } };
const extents = ['width', 'height', 'cols', 'rows'];

const branches = {
  file: [
    ...log,
    { name: 'in', shape: string, optional: true },
    { name: 'out', shape: string },
    { name: 'append', shape: boolean, optional: true },
  ],
  serial: device,
  parallel: device,
  pipe: device,
  socket,
  null: log,
  ringbuf: ring,
  memory: ring,
  mux: [...log, { name: 'chardev', shape: string }],
  pty: log,
  udp: [...log, { name: 'remote', shape: anyAddress }, { name: 'local', shape: anyAddress, optional: true }],
  msmouse: log,
  wctablet: log,
  braille: log,
  testdev: log,
  stdio: [...log, { name: 'signal', shape: boolean, optional: true }],
  vc: [...log, ...extents.map((name): Member => ({ name, shape: integer, optional: true }))],
  spicevmc: [...log, { name: 'type', shape: string }],
  spiceport: [...log, { name: 'fqdn', shape: string }],
  dbus: [...log, { name: 'name', shape: string }],
  'qemu-vdagent': [...log, ...['mouse', 'clipboard'].map((name) => ({ name, shape: boolean, optional: true }))],
} as const;
const linkedPty: readonly Member[] = [...log, { name: 'path', shape: string, optional: true }];
const hubMembers: readonly Member[] = [...log, { name: 'chardevs', shape: { is: 'array', of: string } }];
const shapes = new WeakMap<Profile, Shape>();

function newShape({ hub, reconnectSeconds, reconnectMs, ptyPathOption }: Profile): Shape {
  return {
    is: 'union',
    branches: {
      ...(hub ? {} : { console: log }),
      ...branches,
      socket: [...socket, ...(reconnectSeconds ? [seconds] : []), ...(reconnectMs ? [milliseconds] : [])],
      ...(ptyPathOption ? { pty: linkedPty } : {}),
      ...(hub ? { hub: hubMembers } : {}),
    },
  };
}

/** The schema of `backend` in chardev-add and chardev-change. Source: CHR-04, experiments on both versions. */
export function backendShape(profile: Profile): Shape {
  const known = shapes.get(profile);
  if (known !== undefined) return known;
  const made = newShape(profile);
  shapes.set(profile, made);
  return made;
}

/** The types that query-chardev-backends lists, sorted. Source: CHR-17, experiment. */
export function backendNames(profile: Profile): readonly string[] {
  const simple = ['file', 'memory', 'msmouse', 'mux', 'null', 'parallel', 'pipe', 'pty', 'qemu-vdagent', 'ringbuf'];
  const others = ['serial', 'socket', 'stdio', 'testdev', 'udp', 'vc', 'wctablet'];
  return [...simple, ...(profile.hub ? ['hub'] : []), ...others].sort();
}

/** Reads a `backend` that fits the schema. */
export function backendOf(value: Value): Backend {
  const { type, data: given } = record(value);
  const data = record(given);
  const common = { logfile: text(data['logfile']), logappend: data['logappend'] === true };
  switch (type) {
    case 'null':
      return { type, ...common };
    case 'ringbuf':
    case 'memory':
      return { type, size: toBigint(data['size'] ?? null) ?? 65536n, ...common };
    case 'file':
      return { type, out: text(data['out']) ?? '', in: text(data['in']), append: data['append'] === true, ...common };
    case 'pipe':
    case 'serial':
    case 'parallel':
      return { type, device: text(data['device']) ?? '', ...common };
    case 'socket': {
      const from = record(data['addr']);
      return {
        type,
        source: sourceOf(String(from['type']), record(from['data'])),
        protocol: {
          server: data['server'] !== false,
          telnet: data['telnet'] === true,
          tn3270: data['tn3270'] === true,
          websocket: data['websocket'] === true,
        },
        wait: typeof data['wait'] === 'boolean' ? data['wait'] : null,
        reconnect: toBigint(data['reconnect'] ?? null),
        reconnectMs: toBigint(data['reconnect-ms'] ?? null),
        tlsCredentials: text(data['tls-creds']),
        tlsAuthorization: text(data['tls-authz']),
        ...common,
      };
    }
    case 'mux':
      return { type, base: text(data['chardev']) ?? '', ...common };
    case 'hub':
      return { type, members: (data['chardevs'] as readonly Value[]).map(String), ...common };
    case 'pty':
      return { type, path: text(data['path']), ...common };
    case 'udp': {
      const local = data['local'] === undefined ? null : udpAddressOf(data['local']);
      return { type, remote: udpAddressOf(data['remote']), local, ...common };
    }
    case 'stdio':
    case 'testdev':
    case 'msmouse':
    case 'wctablet':
      return { type, ...common };
    case 'vc':
      return { type, width: extent(data, 'width', 'cols', 8), height: extent(data, 'height', 'rows', 16), ...common };
    default:
      return { type: 'other', word: String(type), ...common };
  }
}

/** A measure of a text console: pixels before cells, cut to 32 bits. Source: VC-01. */
function extent(data: JsonRecord, pixels: string, cells: string, cell: number): number {
  const measure = (member: string): number => {
    const given = data[member] ?? 0;
    return Number(BigInt.asIntN(32, typeof given === 'string' ? BigInt(given) : (toBigint(given) ?? 0n)));
  };
  return data[pixels] === undefined ? measure(cells) * cell : measure(pixels);
}

function sourceOf(type: string, data: JsonRecord): SocketSource {
  if (type === 'fd') return { from: 'name', name: text(data['str']) ?? '' };
  if (type === 'inet') return { from: 'inet', address: inetOf(data) };
  if (type === 'unix') {
    const path = text(data['path']) ?? '';
    const tight = data['tight'];
    const at: SocketName =
      data['abstract'] === true
        ? { is: 'abstract', name: path, padded: tight === false, tightTold: tight === true }
        : { is: 'path', path };
    return { from: 'place', at };
  }
  return { from: 'elsewhere', type };
}

function udpAddressOf(value: Value | undefined): UdpAddress {
  const { type, data } = record(value);
  const { host, port } = record(data);
  return { type: String(type), host: text(host) ?? '', port: text(port) ?? '' };
}

function inetOf(data: JsonRecord): InetAddress {
  const flag = (name: string): boolean | null => (typeof data[name] === 'boolean' ? data[name] : null);
  const to = portWord(data['to']);
  const numeric = data['numeric'] === true;
  return {
    host: text(data['host']) ?? '',
    port: text(data['port']) ?? '',
    to,
    ipv4: flag('ipv4'),
    ipv6: flag('ipv6'),
    numeric,
  };
}

/** A port given as a number, in the scenario's words where it has some. */
function portWord(value: Value | undefined): string | null {
  if (typeof value === 'object' && value !== null && '$port' in value) return `{port:${String(value['$port'])}}`;
  return value === undefined ? null : String(toBigint(value));
}

function record(value: Value | undefined): JsonRecord {
  return asRecord(value) ?? {};
}

function text(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
