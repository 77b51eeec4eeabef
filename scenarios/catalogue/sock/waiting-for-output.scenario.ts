import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { closes, connects, done, listed, peerGets, register } from '../../steps.ts';

/** A 16550 on a listening socket chardev `c`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
/** Two of them over a mux. */
const ports: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,mux=on'],
  ports: [
    { id: 'com1', kind: '16550', chardev: 'c' },
    { id: 'com2', kind: '16550', chardev: 'c' },
  ],
};
/** One byte a message: what a unix socket holds of them. */
const held = 278;

/** A guest that waits for room when its peer half closes. */
export const waitingForOutput: readonly Scenario[] = [
  {
    id: 'sock/waiting-for-output/half-close',
    title: 'a disconnect lets a guest go on that waits for room',
    clauses: ['CHR-92', 'Q-SOCK-1', 'SOCK-13'],
    launch: port,
    steps: [
      [
        { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
        { see: 'accepted', count: 600 },
      ],
      connects('p'),
      [
        { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
        { see: 'accepted', count: held + 2 },
      ],
      register('com1', 5, 0),
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { byProfile: { design: { see: 'register', value: 0x60 }, else: { see: 'register', value: 0 } } },
      ],
      [
        { do: 'read', from: 'p', max: held },
        { see: 'data', bytes: 'x'.repeat(held), end: false },
      ],
      peerGets('p', '', true),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { byProfile: { 'qemu-10.0': { see: 'register', value: 0 }, else: { see: 'register', value: 0x60 } } },
      ],
      connects('q'),
      register('com1', 5, 0x60),
      [
        { do: 'read', from: 'q' },
        { byProfile: { 'qemu-10.0': { see: 'data', bytes: 'xx' }, else: { see: 'data', bytes: '' } } },
      ],
    ],
  },
  {
    id: 'sock/waiting-for-output/full-close',
    title: 'a client that closes lets a guest go on: one poll tells who reads and who waits for room',
    clauses: ['CHR-92', 'Q-SOCK-1', 'SOCK-12'],
    launch: port,
    steps: [
      connects('p'),
      [
        { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
        { see: 'accepted', count: held + 2 },
      ],
      register('com1', 5, 0),
      closes('p'),
      register('com1', 5, 0x60),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
    ],
  },
  {
    id: 'sock/waiting-for-output/each-on-its-own',
    title: 'of connections that are over each stays open for who waits on it, and the next one for nobody',
    clauses: ['CHR-92', 'Q-SOCK-1', 'SOCK-12'],
    launch: ports,
    steps: [
      connects('p'),
      [
        { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
        { see: 'accepted', count: held + 2 },
      ],
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      connects('q'),
      [{ do: 'guest-write', port: 'com2', bytes: 'y'.repeat(600) }],
      [{ do: 'shutdown', socket: 'q', how: 'w' }, done],
      connects('r'),
      [{ do: 'shutdown', socket: 'r', how: 'w' }, done],
      connects('t'),
      [{ do: 'read', from: 'q', max: held }],
      peerGets('q', '', true),
      [
        { do: 'read', from: 'p', max: held },
        { see: 'data', bytes: 'x'.repeat(held), end: false },
      ],
      peerGets('p', '', true),
      [
        { do: 'read', from: 'r' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: 'yy', end: true },
            else: { see: 'data', bytes: '', end: true },
          },
        },
      ],
      [
        { do: 'read', from: 't' },
        { byProfile: { 'qemu-7.2': { see: 'data', bytes: 'yyxx' }, else: { see: 'data', bytes: '' } } },
      ],
    ],
  },
];
