import type { LaunchOptions } from '../../../model/language/action.ts';
import { starts } from '../../driver-steps.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  command,
  connects,
  done,
  empty,
  entries,
  guestGets,
  guestSends,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
  websocketAccepted,
  websocketRequest,
} from '../../steps.ts';

const asks: Step[0] = { do: 'qmp', execute: 'query-chardev' };
const there = 'unix:{dir}/h,server=on';
const gone = `disconnected:${there}`;
const server = ['-chardev', 'socket,id=h,path={dir}/h,server=on,wait=off'];
const onPair = ['-add-fd', 'fd={fd:s.a},set=1', '-chardev', 'pipe,id=c,path=/dev/fdset/1'];

/** What the other chardev is called, and what the two of them show. */
const shown = (filename: string, h: string, open: boolean): ExpectedOutcome =>
  entries(['c', filename, open], ['h', h, false]);
/** Since 10.0 nobody sees that the client has left. */
const unseen = (filename: string, open: boolean): Expectation => ({
  byProfile: {
    'qemu-10.0': shown(filename, there, open),
    'qemu-11.1': shown(filename, there, open),
    else: shown(filename, gone, open),
  },
});
const launches = (options: LaunchOptions): Step => [{ do: 'launch', ...options }, { see: 'launched' }];

/** A port on a pair whose far end reads no more: where that is no end, it writes again and again. Source: Q-EPIPE. */
const writesInVain: readonly Step[] = [
  [{ do: 'socketpair', as: 's' }, done],
  [{ do: 'shutdown', socket: 's.b', how: 'r' }, done],
  launches({
    machine: 'virtio',
    args: [...server, ...onPair],
    ports: [{ id: 'v', kind: 'virtserialport', chardev: 'c' }],
  }),
  starts,
  guestSends('v', 'hello'),
];

/** A client of this very server has the last number, which the server wants for it. */
const wantsItsNumber: readonly Step[] = [
  [{ do: 'limit-descriptors', free: 2 }, done],
  addChardev('h', 'socket', { addr: { type: 'unix', data: { path: '{dir}/h' } }, server: true, wait: false }),
  addChardev('r', 'socket', { addr: { type: 'unix', data: { path: '{dir}/h' } }, server: false, reconnect: 1 }),
];

/** What is less urgent than what the main loop tries in vain again and again. Source: Q-FOUND-16, Q-FOUND-17. */
export const behindAVainTry: readonly Scenario[] = inBothUnits([
  {
    id: 'sock/behind-a-vain-try/of-a-port',
    title: 'while a port writes in vain nobody sees since 10.0 who hangs up; once it has another far end all is seen',
    clauses: ['Q-FOUND-16', 'Q-EPIPE', 'SOCK-15'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...writesInVain,
      connects('k', '{dir}/h'),
      closes('k'),
      [asks, unseen('pipe', false)],
      command('chardev-change', { id: 'c', backend: { type: 'null', data: {} } }),
      [asks, shown('null', gone, false)],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/of-a-reader',
    title: 'the same while a datagram socket is read that is shut',
    clauses: ['Q-FOUND-16', 'SOCK-15'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's', type: 'dgram' }, done],
      [{ do: 'shutdown', socket: 's.a', how: 'rw' }, done],
      launches({ args: [...server, ...onPair], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] }),
      guestGets('com1', ''),
      connects('k', '{dir}/h'),
      closes('k'),
      [asks, unseen('pipe', true)],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/of-a-websocket',
    title: 'the same while a websocket is read whose client has left within a frame',
    clauses: ['Q-FOUND-16', 'Q-WS-1', 'SOCK-15'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      launches({
        args: [...server, '-chardev', 'socket,id=c,path={dir}/c,server=on,wait=off,websocket=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      }),
      guestGets('com1', ''),
      connects('w', '{dir}/c'),
      peerSends('w', websocketRequest()),
      peerGets('w', websocketAccepted(false)),
      peerSends('w', '\x82\x85\x01'),
      closes('w'),
      connects('k', '{dir}/h'),
      closes('k'),
      [
        asks,
        {
          byProfile: {
            design: entries(['c', 'disconnected:unix:{dir}/c,server=on', true], ['h', gone, false]),
            'qemu-7.2': entries(['c', 'unix:{dir}/c,server=on', true], ['h', gone, false]),
            else: entries(['c', 'unix:{dir}/c,server=on', true], ['h', there, false]),
          },
        },
      ],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/an-attempt',
    title: 'while a port writes in vain an attempt is never through: its server has accepted, the client knows nothing',
    clauses: ['Q-FOUND-17', 'Q-EPIPE', 'SOCK-05'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...writesInVain,
      [{ do: 'listen', as: 'l', path: '{dir}/l' }, done],
      addChardev('h2', 'socket', { addr: { type: 'unix', data: { path: '{dir}/l' } }, server: false, reconnect: 1 }),
      [{ do: 'advance', ms: 200 }, done], // its thread connects when it likes (RT-44)
      [{ do: 'accept', as: 'k', on: 'l' }, done],
      [
        asks,
        {
          byProfile: {
            design: entries(['c', 'pipe', false], ['h', gone, false], ['h2', 'unix:{dir}/l', false]),
            else: entries(['c', 'pipe', false], ['h', gone, false], ['h2', 'disconnected:unix:{dir}/l', false]),
          },
        },
      ],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/of-a-deserted-websocket',
    title: 'the same while a websocket is read whose client left within a frame, and whose chardev is gone',
    clauses: ['Q-FOUND-17', 'Q-FOUND-14', 'Q-WS-1'],
    tags: ['slow'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/c,server=on,wait=off,websocket=on'] },
    steps: [
      [{ do: 'listen', as: 'l', path: '{dir}/l' }, done],
      connects('w', '{dir}/c'),
      peerSends('w', websocketRequest()),
      peerGets('w', websocketAccepted(false)),
      peerSends('w', '\x82'),
      closes('w'),
      command('chardev-change', { id: 'c', backend: { type: 'null', data: {} } }),
      addChardev('r', 'socket', {
        addr: { type: 'unix', data: { path: '{dir}/l' } },
        server: false,
        reconnect: 1,
      }),
      [
        asks,
        {
          byProfile: {
            'qemu-7.2': entries(['c', 'null', false], ['r', 'disconnected:unix:{dir}/l', false]),
            else: entries(['c', 'null', false], ['r', 'unix:{dir}/l', false]),
          },
        },
      ],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/of-a-server',
    title: 'the same while a server finds no number for that very client',
    clauses: ['Q-FOUND-17', 'SOCK-03', 'SOCK-05'],
    tags: ['slow'],
    launch: { args: ['-chardev', 'null,id=c'] },
    steps: [
      ...wantsItsNumber,
      [
        asks,
        {
          byProfile: {
            design: entries(['c', 'null', false], ['h', gone, false], ['r', 'unix:{dir}/h', false]),
            else: entries(['c', 'null', false], ['h', gone, false], ['r', 'disconnected:unix:{dir}/h', false]),
          },
        },
      ],
    ],
  },
  {
    id: 'sock/behind-a-vain-try/of-a-server-left-alone',
    title: 'the same where the client is gone before: its attempt keeps the number that the server wants',
    clauses: ['Q-FOUND-17', 'SOCK-03', 'SOCK-05'],
    tags: ['slow'],
    launch: { args: ['-chardev', 'null,id=c'] },
    steps: [
      ...wantsItsNumber,
      removeChardev('r'),
      addChardev(
        'f',
        'file',
        { out: '{dir}/f' },
        {
          byProfile: {
            design: empty,
            else: refusal("Failed to add chardev 'f': Could not open '{dir}/f': Too many open files"),
          },
        },
      ),
    ],
  },
]);
