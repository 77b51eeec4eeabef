import type { TcpAddress } from '../../host/process.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { InetAddress } from './backend-spec.ts';

const portModulus = 65_536;
/** Services that every system knows by name. */
const services: Readonly<Record<string, number>> = { http: 80, telnet: 23 };
const anyHost = { inet: '0.0.0.0', inet6: '::' } as const;
const loopback = { inet: '127.0.0.1', inet6: '::1' } as const;

/** Which family is asked for; null: either. */
function familyOf({ ipv4, ipv6 }: InetAddress): 'inet' | 'inet6' | null {
  if (ipv4 === true) return ipv6 === true ? null : 'inet';
  if (ipv6 === true) return 'inet6';
  if (ipv4 === false) return 'inet6';
  return ipv6 === false ? 'inet' : null;
}

/** `listens`: nothing stands for every address of a family. */
function hostsOf(address: InetAddress, listens: boolean): Attempt<readonly string[]> {
  const family = familyOf(address);
  if (address.host === '' && listens && address.port !== '') {
    const both = address.ipv4 === true && address.ipv6 === true;
    if (family !== null) return success([anyHost[family]]);
    return success(both ? [anyHost.inet6] : [anyHost.inet, anyHost.inet6]);
  }
  const host = hostOf(address);
  return host.ok ? success([host.value]) : host;
}

function hostOf(address: InetAddress): Attempt<string> {
  const family = familyOf(address);
  const { host } = address;
  const isNumeric4 = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  if (isNumeric4 || host.includes(':')) {
    const fits = family === null || (family === 'inet') === isNumeric4;
    return fits ? success(host) : failure('Address family for hostname not supported');
  }
  // the simulated host's own name has no address of the newer family
  if (host === 'localhost' && !address.numeric && family !== 'inet6') return success(loopback.inet);
  return failure('Name or service not known');
}

/** The number of a port as text: modulo 65536; none is 0. */
function portOf(text: string): number | null {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(BigInt(text) % BigInt(portModulus));
  return services[text] ?? null;
}

function resolve(address: InetAddress, listens: boolean): Attempt<readonly TcpAddress[]> {
  if (address.ipv4 === false && address.ipv6 === false) return failure('Cannot disable IPv4 and IPv6 at same time');
  const port = portOf(address.port);
  const hosts = port === null ? failure('Servname not supported for ai_socktype') : hostsOf(address, listens);
  if (!hosts.ok) return failure(`address resolution failed for ${address.host}:${address.port}: ${hosts.text}`);
  return success(hosts.value.map((host) => ({ host, port: port ?? 0 })));
}

/** Turns a host and a port, as they were given, into numbers. Source: SOCK-11. */
export function resolveInet(address: InetAddress): Attempt<TcpAddress> {
  const found = resolve(address, false);
  const [first] = found.ok ? found.value : [];
  return found.ok ? success(first ?? { host: '', port: 0 }) : found;
}

/**
 * Where a server listens, a socket each. One that asks for neither family or for both has `::` for both, as far as IPv4 is
 * free there; else it is for IPv6 alone. Source: SOCK-10, SOCK-11, QEMU util/qemu-sockets.c (try_bind), seen on all releases.
 */
export function resolveListening(address: InetAddress): Attempt<readonly TcpAddress[]> {
  const found = resolve(address, true);
  const { ipv4, ipv6 } = address;
  const ipv6Only = !((ipv4 === null && ipv6 === null) || (ipv4 === true && ipv6 === true));
  return found.ok ? success(found.value.map((where) => ({ ...where, ipv6Only }))) : found;
}
