import { guestHears, hostOpened, starts } from '../../driver-steps.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Scenario } from '../../scenario.ts';
import { command, done } from '../../steps.ts';

const server = 'socket,id=s,host=127.0.0.1,port={port:a},server=on,wait=off';

/** A client of a server of the same process, whose attempt runs in a thread of its own. Source: SOCK-05. */
function servedByItself(name: string, options: string): Scenario {
  return {
    id: `sock/served-by-itself/${name}`,
    title: 'a client that reconnects is connected once the main loop has nothing else to do: its server is first',
    clauses: ['SOCK-05', 'SOCK-03'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', `${server}${options}`, '-chardev', 'null,id=c'],
      ports: [
        { id: 'v', kind: 'virtserialport', chardev: 's' },
        { id: 'w', kind: 'virtserialport', chardev: 'c' },
      ],
    },
    steps: [
      starts,
      command('chardev-change', {
        id: 'c',
        backend: {
          type: 'socket',
          data: {
            addr: { type: 'inet', data: { host: '127.0.0.1', port: '{port:a}' } },
            server: false,
            reconnect: 1,
          },
        },
      }),
      guestHears(hostOpened(1), hostOpened(2)),
    ],
  };
}

/** Both ports are told, in this order. */
export const servedByItselfScenarios: readonly Scenario[] = inBothUnits([
  servedByItself('at-once', ''),
  servedByItself('with-a-greeting', ',telnet=on'),
  {
    id: 'sock/served-by-itself/not-yet-shaken-hands',
    title: 'a port on a mux waits, in vain or not, while its client has not shaken hands for a websocket',
    clauses: ['Q-EPIPE', 'WS-02', 'SOCK-14'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', `${server},websocket=on`, '-chardev', 'mux,id=m,chardev=s'],
      ports: [{ id: 'v', kind: 'virtserialport', chardev: 'm' }],
    },
    steps: [
      starts,
      [{ do: 'connect-socket', as: 'k', port: 'a' }, done],
      [
        { do: 'guest-write', port: 'v', bytes: 'early' },
        { see: 'accepted', count: 5 },
      ],
      [
        { do: 'guest-queues', port: 'v' },
        { byProfile: { design: { see: 'queues', in: 0, out: 0 }, else: { see: 'queues', in: 0, out: 1 } } },
      ],
    ],
  },
]);
