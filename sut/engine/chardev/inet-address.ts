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

function hostOf(address: InetAddress, passive: boolean): Attempt<string> {
  const family = familyOf(address);
  const { host } = address;
  const isNumeric4 = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  if (isNumeric4 || host.includes(':')) {
    const fits = family === null || (family === 'inet') === isNumeric4;
    return fits ? success(host) : failure('Address family for hostname not supported');
  }
  if (host === '' && passive && address.port !== '') return success(anyHost[family ?? 'inet']);
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

/** Turns a host and a port, as they were given, into numbers. `passive`: for listening. Source: SOCK-10, SOCK-11. */
export function resolveInet(address: InetAddress, passive: boolean): Attempt<TcpAddress> {
  if (address.ipv4 === false && address.ipv6 === false) return failure('Cannot disable IPv4 and IPv6 at same time');
  const port = portOf(address.port);
  const host = port === null ? failure('Servname not supported for ai_socktype') : hostOf(address, passive);
  if (!host.ok) return failure(`address resolution failed for ${address.host}:${address.port}: ${host.text}`);
  return success({ host: host.value, port: port ?? 0 });
}
