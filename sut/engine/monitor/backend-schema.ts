import type { Profile } from '../../../model/language/profile.ts';
import type { BackendSpec, DatagramAddress, LoggedSpec, SocketAddress } from '../chardev/backend-spec.ts';
import { consoleSize } from '../chardev/console.ts';
import {
  type ArgumentType,
  boolean,
  flagAt,
  integer,
  type Member,
  needed,
  objectAt,
  optional,
  optionalInteger,
  optionalText,
  shortInteger,
  text,
  textAt,
  textsAt,
} from './argument-schema.ts';
import { isObject, type JsonObject } from './json-value.ts';

const common: readonly Member[] = [optional('logfile', text), optional('logappend', boolean)];
const data = (...members: readonly Member[]): readonly Member[] => [
  needed('data', { kind: 'struct', members: [...common, ...members] }),
];

const socketAddress: ArgumentType = {
  kind: 'union',
  tag: 'type',
  common: [needed('type', { kind: 'enum', values: ['inet', 'unix', 'vsock', 'fd'] })],
  branches: {
    inet: [
      needed('data', {
        kind: 'struct',
        members: [
          needed('host', text),
          needed('port', text),
          optional('numeric', boolean),
          optional('to', shortInteger),
          optional('ipv4', boolean),
          optional('ipv6', boolean),
          optional('keep-alive', boolean),
          optional('mptcp', boolean),
        ],
      }),
    ],
    unix: [
      needed('data', {
        kind: 'struct',
        members: [needed('path', text), optional('abstract', boolean), optional('tight', boolean)],
      }),
    ],
    vsock: [needed('data', { kind: 'struct', members: [needed('cid', text), needed('port', text)] })],
    fd: [needed('data', { kind: 'struct', members: [needed('str', text)] })],
  },
};

function socketMembers(profile: Profile): readonly Member[] {
  const milliseconds = profile.reconnectMs ? [optional('reconnect-ms', integer)] : [];
  return data(
    needed('addr', socketAddress),
    optional('tls-creds', text),
    optional('tls-authz', text),
    optional('server', boolean),
    optional('wait', boolean),
    optional('nodelay', boolean),
    optional('telnet', boolean),
    optional('tn3270', boolean),
    optional('websocket', boolean),
    ...(profile.reconnectSeconds ? [optional('reconnect', integer)] : []),
    ...milliseconds,
  );
}

/** Types that QEMU's schema has and this engine does not build yet: they pass the schema and are refused by name. */
const unbuilt: Readonly<Record<string, readonly Member[]>> = {
  braille: data(),
  spicevmc: data(needed('type', text)),
  spiceport: data(needed('fqdn', text)),
  'qemu-vdagent': data(optional('mouse', boolean), optional('clipboard', boolean)),
  dbus: data(needed('name', text)),
};

/** What chardev-add and chardev-change take as `backend`. Source: CHR-04. */
export function backendType(profile: Profile): ArgumentType {
  const device = data(needed('device', text));
  const branches: Record<string, readonly Member[]> = {
    null: data(),
    ringbuf: data(optional('size', integer)),
    memory: data(optional('size', integer)),
    file: data(optional('in', text), needed('out', text), optional('append', boolean)),
    pipe: device,
    serial: device,
    parallel: device,
    socket: socketMembers(profile),
    pty: profile.ptyPathOption ? data(optional('path', text)) : data(),
    udp: data(needed('remote', socketAddress), optional('local', socketAddress)),
    stdio: data(optional('signal', boolean)),
    testdev: data(),
    msmouse: data(),
    wctablet: data(),
    vc: data(
      optional('width', integer),
      optional('height', integer),
      optional('cols', integer),
      optional('rows', integer),
    ),
    mux: data(needed('chardev', text)),
    ...(profile.hub ? { hub: data(needed('chardevs', { kind: 'array', of: text })) } : {}),
  };
  Object.assign(branches, unbuilt, profile.hub ? {} : { console: data() });
  const values = Object.keys(branches);
  return { kind: 'union', tag: 'type', common: [needed('type', { kind: 'enum', values })], branches };
}

function addressOf(kind: string, where: JsonObject): SocketAddress {
  if (kind === 'fd') return { kind, text: textAt(where, 'str') };
  const flag = (name: string): boolean | null => (where.has(name) ? flagAt(where, name, false) : null);
  if (kind === 'unix') {
    const abstract = flagAt(where, 'abstract', false);
    return { kind: 'path', path: textAt(where, 'path'), abstract, tight: flag('tight') };
  }
  if (kind !== 'inet') return { kind: 'unbuilt', word: kind };
  return {
    kind,
    host: textAt(where, 'host'),
    port: textAt(where, 'port'),
    to: optionalInteger(where, 'to'),
    ipv4: flag('ipv4'),
    ipv6: flag('ipv6'),
    numeric: flag('numeric') === true,
  };
}

function socketSpec(given: JsonObject): BackendSpec {
  const address = objectAt(given, 'addr');
  const kind = textAt(address, 'type');
  const where = objectAt(address, 'data');
  return {
    type: 'socket',
    address: addressOf(kind, where),
    server: flagAt(given, 'server', true),
    wait: given.has('wait') ? flagAt(given, 'wait', false) : null,
    reconnectSeconds: optionalInteger(given, 'reconnect'),
    reconnectMs: optionalInteger(given, 'reconnect-ms'),
    tlsCredentials: optionalText(given, 'tls-creds'),
    tlsAuthorization: optionalText(given, 'tls-authz'),
    websocket: flagAt(given, 'websocket', false),
    telnet: flagAt(given, 'telnet', false),
    tn3270: flagAt(given, 'tn3270', false),
  };
}

/** What the distributions' builds leave out, by release. Source: both QEMUs. */
function driverless(word: string, profile: Profile): BackendSpec {
  const absent = word === 'console' || (word === 'braille' && profile.wording === '10.0');
  return { type: absent ? 'absent' : 'unbuilt', word };
}

function datagramAddress(address: JsonObject): DatagramAddress {
  if (textAt(address, 'type') !== 'inet') return { kind: 'other' };
  const where = objectAt(address, 'data');
  return { kind: 'inet', host: textAt(where, 'host'), port: textAt(where, 'port') };
}

function specOf(type: string, given: JsonObject): BackendSpec | null {
  switch (type) {
    case 'null':
      return { type };
    case 'ringbuf':
    case 'memory':
      return { type, size: optionalInteger(given, 'size') };
    case 'file':
      return { type, out: textAt(given, 'out'), in: optionalText(given, 'in'), append: flagAt(given, 'append', false) };
    case 'pipe':
    case 'serial':
    case 'parallel':
      return { type, device: textAt(given, 'device') };
    case 'socket':
      return socketSpec(given);
    case 'pty':
      return { type, path: optionalText(given, 'path') };
    case 'stdio':
    case 'testdev':
    case 'msmouse':
    case 'wctablet':
      return { type };
    case 'vc':
      return { type, size: consoleSize((key) => optionalInteger(given, key)) };
    case 'udp':
      return {
        type,
        remote: datagramAddress(objectAt(given, 'remote')),
        local: given.has('local') ? datagramAddress(objectAt(given, 'local')) : null,
      };
    case 'mux':
      return { type, base: textAt(given, 'chardev') };
    case 'hub':
      return { type, members: textsAt(given, 'chardevs') };
    default:
      return null;
  }
}

/** A checked `backend` argument. */
export function readBackend(backend: JsonObject, profile: Profile): LoggedSpec {
  const type = textAt(backend, 'type');
  const data = backend.get('data');
  const spec = isObject(data) ? specOf(type, data) : null;
  if (spec === null) return { backend: driverless(type, profile), logfile: null, logappend: false };
  const given = objectAt(backend, 'data');
  return { backend: spec, logfile: optionalText(given, 'logfile'), logappend: flagAt(given, 'logappend', false) };
}
