import type { Value } from '../../../model/language/value.ts';
import type { Expectation, Scenario } from '../../scenario.ts';
import { addChardev, listed, refusal, removeChardev } from '../../steps.ts';

const addr = { type: 'unix', data: { path: '{dir}/s' } };
const ofFd = { type: 'fd', data: { str: 'none' } };

/** What is refused whatever the version. */
const cases: readonly (readonly [string, string, { readonly [key: string]: Value }, string])[] = [
  [
    'reconnect-on-server',
    'a server does not reconnect',
    { addr, server: true, reconnect: 1 },
    "'reconnect' option is incompatible with socket in server listen mode",
  ],
  [
    'reconnect-zero-on-server',
    'not even in no time',
    { addr, server: true, reconnect: 0 },
    "'reconnect' option is incompatible with socket in server listen mode",
  ],
  [
    'wait-on-client',
    'a client does not wait',
    { addr, server: false, wait: true },
    "'wait' option is incompatible with socket in client connect mode",
  ],
  [
    'no-wait-on-client',
    'and need not be told so',
    { addr, server: false, wait: false },
    "'wait' option is incompatible with socket in client connect mode",
  ],
  [
    'websocket-client',
    'there is no websocket client',
    { addr, server: false, websocket: true },
    'Websocket client is not implemented',
  ],
  [
    'reconnect-with-fd',
    'a descriptor cannot be connected again',
    { addr: ofFd, server: false, reconnect: 1 },
    "'reconnect' option is incompatible with 'fd' address type",
  ],
  [
    'authorization-without-tls',
    'an authorization object needs credentials',
    { addr, 'tls-authz': 'z' },
    "'tls_authz' option requires 'tls_creds' option",
  ],
  ['unknown-credentials', 'credentials must exist', { addr, 'tls-creds': 'z' }, "No TLS credentials with id 'z'"],
];

const noSeconds = refusal("Parameter 'backend.data.reconnect' is unexpected");
const refused = (data: { readonly [key: string]: Value }, text: string): Expectation =>
  'reconnect' in data ? { byProfile: { 'qemu-11.1': noSeconds, else: refusal(text) } } : refusal(text);

/** Options that a socket chardev refuses together. */
export const validation: readonly Scenario[] = [
  ...cases.map(
    ([name, title, data, text]): Scenario => ({
      id: `sock/validation/${name}`,
      title,
      clauses: ['SOCK-07', 'CHR-02'],
      ...(text.includes('incompatible') ? { bugs: ['BUG-092'] } : {}),
      steps: [addChardev('c', 'socket', data, refused(data, `Failed to add chardev 'c': ${text}`)), listed()],
    }),
  ),
  {
    id: 'sock/validation/two-reconnects',
    title: 'seconds and milliseconds exclude each other, and 7.2 knows seconds alone',
    clauses: ['SOCK-07', 'SOCK-05'],
    steps: [
      addChardev(
        'c',
        'socket',
        { addr, server: false, reconnect: 1, 'reconnect-ms': 1 },
        {
          byProfile: {
            'qemu-7.2': refusal("Parameter 'backend.data.reconnect-ms' is unexpected"),
            'qemu-11.1': noSeconds,
            else: refusal("Failed to add chardev 'c': 'reconnect' and 'reconnect-ms' are mutually exclusive"),
          },
        },
      ),
    ],
  },
  {
    id: 'sock/validation/milliseconds-on-a-server',
    title: 'a server takes a reconnect time in milliseconds and ignores it',
    clauses: ['SOCK-08'],
    profiles: ['design', 'qemu-10.0'],
    steps: [
      addChardev('c', 'socket', { addr, server: true, wait: false, 'reconnect-ms': 5 }),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', false]),
      removeChardev('c'),
    ],
  },
  ...(
    [
      ['server', { addr, server: true, wait: false }, 'socket in server listen mode'],
      ['descriptor', { addr: ofFd, server: false }, "'fd' address type"],
    ] as const
  ).map(
    ([name, data, what]): Scenario => ({
      id: `sock/validation/milliseconds-refused-${name}`,
      title: `what seconds were refused with, milliseconds are since 11.1: ${name}`,
      clauses: ['SOCK-07', 'SOCK-08'],
      profiles: ['qemu-11.1'],
      steps: [5, 0].map((ms) =>
        addChardev(
          'c',
          'socket',
          { ...data, 'reconnect-ms': ms },
          refusal(`Failed to add chardev 'c': 'reconnect-ms' option is incompatible with ${what}`),
        ),
      ),
    }),
  ),
];
