import { type Context, opened } from './context.ts';
import { installObject } from './make-calls.ts';
import type { Process } from './process.ts';
import { fail, type Immediate, ok } from './result.ts';
import { createUdpSocket, type UdpSocket } from './udp-socket.ts';

type UdpCalls = Pick<Process, 'datagramSocket' | 'bindPort' | 'connectPort'>;

function udpAt(context: Context, fd: number): Immediate<UdpSocket> {
  const object = opened(context, fd)?.description.object;
  if (object === undefined) return fail('EBADF');
  return 'bind' in object && 'connect' in object ? ok(object as UdpSocket) : fail('ENOTSOCK');
}

/** The calls that only UDP sockets know. */
export function udpCalls(context: Context): UdpCalls {
  const { udpPorts } = context.machine;
  return {
    datagramSocket: (options) =>
      installObject(context, { object: createUdpSocket(udpPorts), access: 'rw', name: options?.name ?? '' }, options),
    bindPort(fd, port, options) {
      const at = udpAt(context, fd);
      return at.ok ? at.value.bind(port, options?.shared ?? false) : at;
    },
    connectPort(fd, port) {
      const at = udpAt(context, fd);
      return at.ok ? at.value.connect(port) : at;
    },
  };
}
