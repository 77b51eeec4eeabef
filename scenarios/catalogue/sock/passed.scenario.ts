import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  connects,
  connectsTo,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  removeChardev,
  resets,
} from '../../steps.ts';

const passes = (name: string, handle: string): Step => [
  { do: 'qmp', execute: 'getfd', arguments: { fdname: name }, fds: [handle] },
  { see: 'return', value: {} },
];
const onName = (name: string, server: boolean): Step =>
  addChardev('c', 'socket', { addr: { type: 'fd', data: { str: name } }, server, ...(server ? { wait: false } : {}) });
const port: LaunchOptions['ports'] = [{ id: 'com1', kind: '16550', chardev: 'c' }];
const round: readonly Step[] = [
  guestGets('com1', ''),
  guestSends('com1', 'PING'),
  peerGets('p', 'PING'),
  peerSends('p', 'PONG'),
  guestGets('com1', 'PONG'),
];
/** Started on an inherited socket. */
const starts = (words: string, more: Partial<LaunchOptions> = {}): Step => [
  { do: 'launch', args: ['-chardev', `socket,id=c,fd={fd:l}${words}`], ports: port, ...more },
  { see: 'launched' },
];

/** Sockets that a chardev is given by descriptor, connected or listening. */
export const passed: readonly Scenario[] = [
  {
    id: 'sock/passed/listening-tcp',
    title: 'a listening TCP socket that was passed serves, one client after another',
    clauses: ['SOCK-22', 'GETFD-07'],
    upstream: ['/char/socket/server/mainloop-fdpass/tcp'],
    steps: [
      [{ do: 'listen', as: 'l', port: 'a' }, done],
      passes('x', 'l'),
      onName('x', true),
      closes('l'),
      connectsTo('p', 'a'),
      listed(['c', 'tcp:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:p}', false]),
      resets('p'),
      connectsTo('q', 'a'),
      listed(['c', 'tcp:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:q}', false]),
      removeChardev('c'),
      peerGets('q', '', true),
    ],
  },
  {
    id: 'sock/passed/waiting-clients',
    title: 'a listening socket that was passed listens anew: two more clients wait, however many its maker let wait',
    clauses: ['SOCK-03', 'SOCK-22'],
    steps: [
      [{ do: 'listen', as: 'l', port: 'a' }, done],
      passes('x', 'l'),
      onName('x', true),
      ...['p', 'q', 'r'].map((each) => connectsTo(each, 'a')),
      [
        { do: 'connect-socket', as: 's', port: 'a' },
        { see: 'errno', errno: 'EAGAIN' },
      ],
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/passed/waits-on-unix',
    title: 'the start waits for a client of an inherited listening unix socket',
    clauses: ['SOCK-02', 'SOCK-22'],
    upstream: ['/char/socket/server/wait-conn-fdpass/unix'],
    launch: 'manual',
    steps: [[{ do: 'listen', as: 'l', path: '{dir}/s' }, done], connects('p'), starts(',server=on,wait=on'), ...round],
  },
  {
    id: 'sock/passed/waits-on-tcp',
    title: 'the start waits for a client of an inherited listening TCP socket',
    clauses: ['SOCK-02', 'SOCK-22'],
    upstream: ['/char/socket/server/wait-conn-fdpass/tcp'],
    launch: 'manual',
    steps: [[{ do: 'listen', as: 'l', port: 'a' }, done], connectsTo('p', 'a'), starts(',server=on,wait=on'), ...round],
  },
  {
    id: 'sock/passed/connected-unix',
    title: 'an inherited connected unix socket is connected from the start',
    clauses: ['SOCK-22', 'SOCK-12'],
    upstream: ['/char/socket/client/mainloop-fdpass/unix', '/char/socket/client/wait-conn-fdpass/unix'],
    launch: 'manual',
    steps: [
      [{ do: 'listen', as: 'far', path: '{dir}/s' }, done],
      connects('l'),
      [{ do: 'accept', as: 'p', on: 'far' }, done],
      starts(''),
      ...round,
      closes('p'),
      guestSends('com1', 'lost'),
    ],
  },
  {
    id: 'sock/passed/connected-tcp',
    title: 'an inherited connected TCP socket is connected from the start',
    clauses: ['SOCK-22', 'SOCK-12'],
    upstream: ['/char/socket/client/mainloop-fdpass/tcp', '/char/socket/client/wait-conn-fdpass/tcp'],
    launch: 'manual',
    steps: [
      [{ do: 'listen', as: 'far', port: 'a' }, done],
      connectsTo('l', 'a'),
      [{ do: 'accept', as: 'p', on: 'far' }, done],
      starts(''),
      ...round,
      closes('p'),
      guestSends('com1', 'lost'),
    ],
  },
];
