import type { TcpAddress } from '../../host/process.ts';
import type { Link } from './socket-link.ts';

function placeText({ host, port }: TcpAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** How a socket chardev is called. Source: SOCK-20, SOCK-21, SOCK-22. */
export function socketName(link: Link): string {
  const { machine, ends } = link;
  const server = ends.server ? ',server=on' : '';
  if (link.stage !== 'connected') return `disconnected:${ends.address}${server}`;
  const info = machine.process.socketInfo(link.connection);
  if (!info.ok) return ends.server && ends.address.startsWith('unix:') ? `${ends.address}${server}` : 'unix:';
  const { local, peer, path, peerPath } = info.value;
  if (local !== null && peer !== null) {
    return `${ends.scheme ?? 'tcp'}:${placeText(local)}${server} <-> ${placeText(peer)}`;
  }
  if (ends.server) return `unix:${path},server=on`;
  return `unix:${machine.profile.clientShowsPeer ? peerPath : ''}`;
}
