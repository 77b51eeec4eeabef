import type { Value } from '../../../model/language/value.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  done,
  empty,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
} from '../../steps.ts';

const addr = { type: 'unix', data: { path: '{dir}/s' } };
const client = (more: { readonly [key: string]: Value } = {}, expectation: Expectation = empty): Step =>
  addChardev('c', 'socket', { addr, server: false, ...more }, expectation);
const listen: Step = [{ do: 'listen', as: 'l', path: '{dir}/s' }, done];
const accept = (as: string): Step => [{ do: 'accept', as, on: 'l' }, done];
const nobody: Step = [
  { do: 'accept', as: 'none', on: 'l' },
  { see: 'errno', errno: 'EAGAIN' },
];
const after = (ms: number): Step => [{ do: 'advance', ms }, done];
const down = 'disconnected:unix:{dir}/s';
/** The filename of a connected client: 7.2 does not tell the peer's path. */
const up = (open: boolean): Step => [
  { do: 'qmp', execute: 'query-chardev' },
  {
    byProfile: {
      'qemu-7.2': { see: 'return', value: [{ label: 'c', filename: 'unix:', 'frontend-open': open }] },
      else: { see: 'return', value: [{ label: 'c', filename: 'unix:{dir}/s', 'frontend-open': open }] },
    },
  },
];

/** Unix sockets that connect. */
export const clients: readonly Scenario[] = inBothUnits([
  {
    id: 'sock/client/connects-at-once',
    upstream: ['/char/socket/client/mainloop/unix'],
    title: 'a client is connected when chardev-add has answered, and stays down once disconnected',
    clauses: ['SOCK-04', 'SOCK-21', 'SOCK-20'],
    steps: [
      listen,
      client(),
      accept('p'),
      up(false),
      closes('p'),
      listed(['c', down, false]),
      nobody,
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/client/nobody-listens',
    title: 'a client that cannot connect fails the add',
    clauses: ['SOCK-04', 'CHR-06'],
    steps: [
      client({}, refusal("Failed to add chardev 'c': Failed to connect to '{dir}/s': No such file or directory")),
      listed(),
      listen,
      closes('l'),
      client({}, refusal("Failed to add chardev 'c': Failed to connect to '{dir}/s': Connection refused")),
    ],
  },
  {
    id: 'sock/client/both-ways',
    upstream: ['/char/socket/client/mainloop/unix'],
    title: 'bytes go both ways, from before the port was there too',
    clauses: ['SOCK-04', 'CHR-83'],
    launch: 'manual',
    needs: ['serial'],
    steps: [
      listen,
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      accept('p'),
      guestGets('com1', ''),
      peerSends('p', 'in'),
      guestGets('com1', 'in'),
      guestSends('com1', 'out'),
      peerGets('p', 'out'),
      up(true),
    ],
  },
  {
    id: 'sock/client/removal',
    title: 'removal of a connected client ends its peer',
    clauses: ['CHR-13'],
    steps: [listen, client(), accept('p'), removeChardev('c'), peerGets('p', '', true)],
  },
  {
    id: 'sock/client/reconnect',
    upstream: ['/char/socket/client/mainloop-reconnect/unix'],
    title: 'a client with reconnect comes back the time after each disconnect that it was told',
    clauses: ['SOCK-05', 'SOCK-06', 'SOCK-12'],
    tags: ['slow'],
    steps: [
      listen,
      client({ reconnect: 1 }),
      accept('p'),
      up(false),
      closes('p'),
      listed(['c', down, false]),
      after(700),
      nobody,
      after(600),
      accept('q'),
      up(false),
      removeChardev('c'),
      peerGets('q', '', true),
    ],
  },
  {
    id: 'sock/client/reconnect-until-somebody-listens',
    title: 'a client with reconnect is added though nobody listens, and tries again and again',
    clauses: ['SOCK-05', 'SOCK-06'],
    tags: ['slow'],
    steps: [
      client({ reconnect: 1 }),
      listed(['c', down, false]),
      after(1300),
      listed(['c', down, false]),
      listen,
      nobody,
      after(1000),
      accept('p'),
      up(false),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/client/reconnect-in-months',
    title: 'a client that is to try again after 115 days is patient',
    clauses: ['SOCK-05', 'SOCK-06'],
    tags: ['slow'],
    steps: [
      client({ reconnect: 10_000_000 }),
      listed(['c', down, false]),
      listen,
      after(1300),
      nobody,
      listed(['c', down, false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/client/reconnect-in-milliseconds',
    upstream: ['/char/socket/client/mainloop-reconnect/unix'],
    title: 'the time may be given in milliseconds',
    clauses: ['SOCK-05', 'SOCK-06'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    tags: ['slow'],
    steps: [
      listen,
      client({ 'reconnect-ms': 300 }),
      accept('p'),
      closes('p'),
      after(100),
      nobody,
      after(400),
      accept('q'),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/client/removed-while-it-waits',
    bugs: ['BUG-070'],
    title: 'a client that waits to connect again can be removed and never comes back',
    clauses: ['CHR-13', 'SOCK-06'],
    tags: ['slow'],
    steps: [
      listen,
      client({ reconnect: 1 }),
      accept('p'),
      closes('p'),
      removeChardev('c'),
      after(1300),
      nobody,
      listed(),
    ],
  },
  {
    id: 'sock/client/negative-reconnect',
    title: 'a negative time is none',
    clauses: ['SOCK-06', 'SOCK-04'],
    steps: [
      client(
        { reconnect: -1 },
        refusal("Failed to add chardev 'c': Failed to connect to '{dir}/s': No such file or directory"),
      ),
      listen,
      client({ reconnect: -1 }),
      accept('p'),
      closes('p'),
      listed(['c', down, false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/client/id-taken',
    title: 'the second of two of one id fails while the first is connected, and harms it not',
    clauses: ['CHR-03', 'CHR-21'],
    upstream: ['/char/socket/client/dupid-reconnect/unix'],
    bugs: ['BUG-003'],
    steps: [
      listen,
      client({ reconnect: 1 }),
      accept('p'),
      client({ reconnect: 1 }, refusal("Chardev with id 'c' already exists")),
      up(false),
      nobody,
      removeChardev('c'),
    ],
  },
]);
