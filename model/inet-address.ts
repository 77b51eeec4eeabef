import { ModelLimit } from './limit.ts';
import type { SocketName } from './socket-address.ts';
import type { Outcomed } from './state.ts';

/** An address of the internet as an option gives it. `to`: the last port to try, as a word. */
export type InetAddress = {
  readonly host: string;
  readonly port: string;
  readonly to: string | null;
  readonly ipv4: boolean | null;
  readonly ipv6: boolean | null;
  readonly numeric: boolean;
};

type Family = 'ipv4' | 'ipv6';

/** A port in the scenario's words: a name and how far above it, or a plain number. */
export type PortWord = { readonly name: string; readonly above: number };

/** Ports above a named one that are the scenario's own. */
const aboveMax = 9;

/** Reads `{port:NAME+K}`, wrapped to 16 bits; `null` if it is no such word. Source: SOCK-11. */
export function readPort(word: string): PortWord | null {
  const match = /^\s*\+?0*\{port:([^{}+]+)(?:\+([0-9]+))?\}$/.exec(word);
  if (match === null) return null;
  const [, name = '', above = '0'] = match;
  return { name, above: Number(above) % 65536 };
}

/** The same as it is shown. */
export function showPort({ name, above }: PortWord): string {
  if (above > aboveMax) throw new ModelLimit(`a port ${above} above ${name}`);
  return above === 0 ? `{port:${name}}` : `{port:${name}+${above}}`;
}

const failed = ({ host, port }: InetAddress, why: string): Outcomed<never> => ({
  ok: false,
  text: `address resolution failed for ${host}:${port}: ${why}`,
});

/** Which family of addresses is asked for, `null` for either. */
function familyAsked({ ipv4, ipv6 }: InetAddress): Family | null {
  if (ipv4 === true && ipv6 === true) return 'ipv6';
  if (ipv4 === true || ipv6 === false) return 'ipv4';
  return ipv6 === true || ipv4 === false ? 'ipv6' : null;
}

/**
 * Where a server may listen: at a number, `::` for both families where IPv4 is free there (`shares`).
 * Source: SOCK-11, experiment on all three releases.
 */
export type ListenHost = { readonly host: string; readonly shares: boolean };

const isIpv4 = (host: string): boolean => /^127(\.[0-9]{1,3}){3}$|^0\.0\.0\.0$/.test(host);
const isIpv6 = (host: string): boolean => host === '::1' || host === '::';

/** The number of a host, or why there is none. */
function resolveHost(address: InetAddress): Outcomed<string> {
  const { host, ipv4, ipv6 } = address;
  const family = familyAsked(address);
  if (ipv4 === false && ipv6 === false) return { ok: false, text: 'Cannot disable IPv4 and IPv6 at same time' };
  if (host === '') return failed(address, 'Name or service not known');
  if (isIpv4(host) || isIpv6(host)) {
    const both = ipv4 === true && ipv6 === true;
    const fits = both || family === null || family === (isIpv4(host) ? 'ipv4' : 'ipv6');
    return fits ? { ok: true, value: host } : failed(address, 'Address family for hostname not supported');
  }
  if (/\.invalid$/.test(host) || address.numeric) return failed(address, 'Name or service not known');
  if (host === 'localhost' && family === 'ipv4' && ipv6 !== true) return { ok: true, value: '127.0.0.1' };
  throw new ModelLimit(`the host ${host}`);
}

/** A port that the kernel is to choose, or a word of the scenario; the text if it is no port at all. */
function resolvePort(address: InetAddress): Outcomed<PortWord | 'any'> {
  const { port } = address;
  const word = readPort(port);
  if (word !== null) return { ok: true, value: word };
  if (port === '' || (/^\s*[0-9]+$/.test(port) && Number(port) % 65536 === 0)) return { ok: true, value: 'any' };
  if (!/^\s*[+-]?[0-9]+$/.test(port) || port.includes('-'))
    return failed(address, 'Servname not supported for ai_socktype');
  throw new ModelLimit(`the port ${port}, which may be anybody's`);
}

/** No host is every address: a socket for each family that is not left out. Source: SOCK-11, experiment. */
function listenHosts(address: InetAddress): Outcomed<readonly ListenHost[]> {
  const { host, port, ipv4, ipv6 } = address;
  const shares = (ipv4 === null && ipv6 === null) || (ipv4 === true && ipv6 === true);
  const at = (name: string): ListenHost => ({ host: name, shares: shares && name === '::' });
  // neither host nor port is nothing to look up. Source: experiment on both releases
  if (host !== '' || port === '') {
    const resolved = resolveHost(address);
    return resolved.ok ? { ok: true, value: [at(resolved.value)] } : resolved;
  }
  const family = familyAsked(address);
  const hosts = family === null ? ['0.0.0.0', '::'] : family === 'ipv6' ? ['::'] : ['0.0.0.0'];
  return { ok: true, value: hosts.map(at) };
}

/** Where a server shall listen: at each of the hosts, at the first of the ports that is free; no port: the kernel chooses. */
export type ListenPlan = { readonly hosts: readonly ListenHost[]; readonly ports: readonly PortWord[] };

/** Resolves a server's address. Source: SOCK-10, SOCK-11, SOCK-20; texts by experiment on both versions. */
export function planListening(address: InetAddress): Outcomed<ListenPlan> {
  const port = portOf(address);
  if (!port.ok) return port;
  const hosts = listenHosts(address);
  if (!hosts.ok) return hosts;
  if (port.value === 'any') {
    if (address.to !== null) throw new ModelLimit('a range of ports from 0');
    return { ok: true, value: { hosts: hosts.value, ports: [] } };
  }
  const { name, above } = port.value;
  const last = address.to === null ? { name, above } : readPort(address.to);
  if (last === null || last.name !== name || last.above < above)
    throw new ModelLimit(`the ports from ${address.port} to ${address.to}`);
  const ports = Array.from({ length: last.above - above + 1 }, (_, index) => ({ name, above: above + index }));
  return { ok: true, value: { hosts: hosts.value, ports } };
}

/** The port, unless the families are refused, which is told first. */
function portOf(address: InetAddress): Outcomed<PortWord | 'any'> {
  if (address.ipv4 === false && address.ipv6 === false)
    return { ok: false, text: 'Cannot disable IPv4 and IPv6 at same time' };
  const port = resolvePort(address);
  if (port.ok) return port;
  if (!isIpv4(address.host) && !isIpv6(address.host) && address.host !== '')
    throw new ModelLimit('which of host and port is found wrong');
  return port;
}

/** Where a client shall connect. Source: SOCK-04, SOCK-11. */
export function resolveTarget(address: InetAddress): Outcomed<SocketName> {
  const port = portOf(address);
  if (!port.ok) return port;
  const host = resolveHost(address);
  if (!host.ok) return host;
  const shown = port.value === 'any' ? '0' : showPort(port.value);
  return { ok: true, value: { is: 'inet', host: host.value, port: shown } };
}

/** The wildcard of a host's family. */
export function wildcardOf(host: string): string {
  return host.includes(':') ? '::' : '0.0.0.0';
}
