import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, done, refusal, serverAt } from '../../steps.ts';

const inet = (port: string): Value => ({ type: 'inet', data: { host: '127.0.0.1', port } });

/** Name, what is made, backend type and data, and what is said. */
const rows: readonly (readonly [name: string, what: string, type: string, data: Value, text: string])[] = [
  ['listener', 'a listener', 'socket', serverAt('{dir}/s'), 'Failed to create Unix socket'],
  [
    'client',
    'a client',
    'socket',
    { addr: { type: 'unix', data: { path: '{dir}/s' } }, server: false },
    'Failed to create socket',
  ],
  [
    'tcp-listener',
    'a listener on TCP',
    'socket',
    { addr: inet('0'), server: true, wait: false },
    'Failed to create a socket',
  ],
  [
    'tcp-listener-in-a-range',
    'a listener on TCP at one of two ports, whose first failure is passed over,',
    'socket',
    {
      addr: { type: 'inet', data: { host: '127.0.0.1', port: '{port:a}', to: { $port: 'a+1' } } },
      server: true,
      wait: false,
    },
    'Failed to recreate failed listening socket',
  ],
  [
    'tcp-client',
    'a client on TCP',
    'socket',
    { addr: inet('{port:nobody}'), server: false },
    'Failed to create socket family 2',
  ],
  [
    'tcp-client-over-ipv6',
    'a client on IPv6',
    'socket',
    { addr: { type: 'inet', data: { host: '::1', port: '{port:nobody}' } }, server: false },
    'Failed to create socket family 10',
  ],
  ['udp', 'a UDP chardev', 'udp', { remote: inet('1') }, 'Failed to create socket family 2'],
];

/** Sockets while no descriptor is free: each kind says it in its own words. Source: SOCK-04, experiment. */
export const noNumber: readonly Scenario[] = rows.map(([name, what, type, data, text]) => ({
  id: `sock/no-number/${name}`,
  title: `${what} cannot be made without a free descriptor, whatever its address`,
  clauses: [name === 'udp' ? 'UDP-01' : name.includes('client') ? 'SOCK-04' : 'SOCK-01'],
  ...(name.endsWith('ipv6') ? { needs: ['ipv6'] } : name.includes('tcp') || name === 'udp' ? { needs: ['tcp'] } : {}),
  launch: {},
  steps: [
    [{ do: 'limit-descriptors', free: 0 }, done],
    addChardev('c', type, data, refusal(`Failed to add chardev 'c': ${text}: Too many open files`)),
  ],
}));
