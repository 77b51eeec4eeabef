import type { TelnetDialect } from './telnet.ts';

/** What a socket is bound or connects to. Ports are words of the scenario; an empty one is the kernel's choice. */
export type SocketName =
  | { readonly is: 'path'; readonly path: string }
  | { readonly is: 'abstract'; readonly name: string; readonly padded: boolean; readonly tightTold: boolean }
  /** `shares`: whoever is bound to `::` takes IPv4 as well. */
  | { readonly is: 'inet'; readonly host: string; readonly port: string; readonly shares?: boolean };

/** What is spoken over a socket, as its chardev was asked to. */
export type SocketProtocol = {
  readonly server: boolean;
  readonly telnet: boolean;
  readonly tn3270: boolean;
  readonly websocket: boolean;
};

/** The telnet that a server speaks, `null` for none: clients speak none. Source: TEL-01, TEL-03. */
export function dialectOf({ server, telnet, tn3270 }: SocketProtocol): TelnetDialect | null {
  if (!server) return null;
  if (tn3270) return 'tn3270';
  return telnet ? 'telnet' : null;
}

/** How a server that shares its port is reached by IPv4. Source: ipv6(7), experiment. */
export function mappedHost(host: string): string {
  return `${mapped}${host}`;
}

/** Whether two names are one place. */
export function isSamePlace(one: SocketName, other: SocketName): boolean {
  if (one.is === 'inet') return other.is === 'inet' && one.host === other.host && one.port === other.port;
  if (one.is === 'abstract') return other.is === 'abstract' && one.name === other.name && one.padded === other.padded;
  return other.is === 'path' && one.path === other.path;
}

/** What a TCP chardev is called by: telnet wins, and tn3270 is not shown. Source: SOCK-20. */
function protocolWord({ telnet, websocket }: SocketProtocol): string {
  if (telnet) return 'telnet';
  return websocket ? 'websocket' : 'tcp';
}

const listening = (server: boolean): string => (server ? ',server=on' : '');

/** The file name while not connected. Source: SOCK-20, SOCK-22; `tight` by experiment. */
export function nameAlone(
  at: SocketName | { readonly is: 'fd'; readonly word: string },
  protocol: SocketProtocol,
): string {
  const { server } = protocol;
  switch (at.is) {
    case 'path':
      return `disconnected:unix:${at.path}${listening(server)}`;
    case 'abstract':
      return `disconnected:unix:${at.name},abstract=on${at.tightTold ? ',tight=on' : ''}${listening(server)}`;
    case 'inet':
      return `disconnected:${protocolWord(protocol)}:${at.host}:${at.port}${listening(server)}`;
    case 'fd':
      return `disconnected:fd:${at.word}${listening(server)}`;
  }
}

/** The two ends of a connection; `null` for an unnamed socket. */
export type Ends = { readonly local: SocketName | null; readonly remote: SocketName | null };

function pathOf(name: SocketName | null): string {
  return name?.is === 'path' ? name.path : '';
}

/** How IPv4 looks from a socket of both families. */
const mapped = '::ffff:';

/** `chooser`: what stands for a port that the kernel chose. `from`: as this end sees it. */
function hostAndPort(name: SocketName | null, chooser: string, from: SocketName): string {
  if (name?.is !== 'inet' || from.is !== 'inet') throw new Error('one end of a connection is of TCP, the other is not');
  const seen = from.host.startsWith(mapped) ? mapped : '';
  const plain = name.host.replace(mapped, '');
  const host = seen !== '' || plain.includes(':') ? `[${seen}${plain}]` : plain;
  return `${host}:${name.port === '' ? `{peer:${chooser}}` : name.port}`;
}

/** The file name while connected. `tenSpeaks`: a client over a path shows it. Source: SOCK-21. */
export function nameConnected(
  { local, remote }: Ends,
  protocol: SocketProtocol,
  tenSpeaks: boolean,
  chooser: string,
): string {
  const { server } = protocol;
  if (local?.is !== 'inet') return `unix:${pathOf(server || !tenSpeaks ? local : remote)}${listening(server)}`;
  const word = protocolWord(protocol);
  const [one, other] = [hostAndPort(local, chooser, local), hostAndPort(remote, chooser, local)];
  return `${word}:${one}${listening(server)} <-> ${other}`;
}
