import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import { inBothUnits } from '../../reconnect.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
  tcpAddress,
} from '../../steps.ts';

const idle = 'disconnected:tcp:127.0.0.1:{port:a}';
const connected = (peer: string): string => `tcp:127.0.0.1:{peer:${peer}} <-> 127.0.0.1:{port:a}`;
const hears: Step = [{ do: 'listen', as: 'l', port: 'a' }, done];
const accepts = (as: string): Step => [{ do: 'accept', as, on: 'l' }, done];
function addClient(more: Readonly<Record<string, Value>> = {}, port = 'a'): Step {
  return addChardev('c', 'socket', { addr: tcpAddress(`{port:${port}}`), server: false, ...more });
}
/** A 16550 on a TCP client `c`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a}'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};

/** TCP clients on the loopback host. */
export const tcpClient: readonly Scenario[] = inBothUnits([
  {
    id: 'sock/tcp-client/traffic',
    title: 'a client connects within the start, talks, and stays down once its peer has left',
    clauses: ['SOCK-04', 'SOCK-21', 'SOCK-12'],
    upstream: ['/char/socket/client/mainloop/tcp'],
    launch: 'manual',
    steps: [
      hears,
      [{ do: 'launch', ...port }, { see: 'launched' }],
      guestGets('com1', ''),
      accepts('p'),
      listed(['c', connected('p'), true]),
      peerSends('p', 'ping'),
      guestGets('com1', 'ping'),
      guestSends('com1', 'pong'),
      peerGets('p', 'pong'),
      closes('p'),
      listed(['c', idle, true]),
      [
        { do: 'accept', as: 'q', on: 'l' },
        { see: 'errno', errno: 'EAGAIN' },
      ],
    ],
  },
  {
    id: 'sock/tcp-client/not-accepted-yet',
    title: 'the connection stands before anybody accepts it',
    clauses: ['SOCK-04', 'SOCK-21'],
    steps: [
      hears,
      addClient(),
      listed(['c', connected('?'), false]),
      accepts('p'),
      listed(['c', connected('p'), false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/tcp-client/accepted-after-the-answer',
    title: 'an answer that waits to be read calls the connections by the ends that the scenario has by then',
    clauses: ['SOCK-04', 'SOCK-21', 'SOCK-02'],
    launch: { monitors: ['qmp', 'other'].map((id) => ({ id, mode: 'qmp' as const, via: 'pair' as const })) },
    steps: [
      hears,
      addClient(),
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'w',
            backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '{dir}/w' } }, wait: true } },
          },
          patienceMs: 300,
        },
        { see: 'silent' },
      ],
      [{ do: 'qmp', on: 'other', execute: 'query-chardev', patienceMs: 100 }, { see: 'silent' }],
      connects('k', '{dir}/w'),
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
      accepts('p'),
      closes('p'),
      [
        { do: 'receive', on: 'other' },
        {
          see: 'messages',
          messages: [
            {
              return: [
                { label: 'c', filename: connected('p'), 'frontend-open': false },
                { label: 'w', filename: 'unix:{dir}/w,server=on', 'frontend-open': false },
              ],
            },
          ],
        },
      ],
    ],
  },
  {
    id: 'sock/tcp-client/refused',
    title: 'a refused connection fails the add, with host and port as they were given',
    clauses: ['SOCK-04'],
    steps: [
      addChardev(
        'c',
        'socket',
        { addr: tcpAddress('{port:a}'), server: false },
        refusal("Failed to add chardev 'c': Failed to connect to '127.0.0.1:{port:a}': Connection refused"),
      ),
      listed(),
    ],
  },
  {
    id: 'sock/tcp-client/telnet-word',
    title: 'telnet on a client changes its name and nothing else',
    clauses: ['TEL-03', 'SOCK-21'],
    launch: 'manual',
    steps: [
      hears,
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},telnet=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      accepts('p'),
      listed(['c', 'telnet:127.0.0.1:{peer:p} <-> 127.0.0.1:{port:a}', true]),
      peerGets('p', ''),
      peerSends('p', 'a\xff\xf3b\xff\xffc'),
      guestGets('com1', 'a\xff\xf3b\xff\xffc'),
    ],
  },
  {
    id: 'sock/tcp-client/reconnects',
    title: 'a client with reconnect comes again after a disconnect and after failures',
    clauses: ['SOCK-05', 'SOCK-06'],
    tags: ['slow'],
    upstream: ['/char/socket/client/mainloop-reconnect/tcp'],
    steps: [
      addClient({ reconnect: 1 }),
      listed(['c', idle, false]),
      [{ do: 'advance', ms: 300 }, done],
      hears,
      [{ do: 'advance', ms: 1100 }, done],
      accepts('p'),
      listed(['c', connected('p'), false]),
      [{ do: 'reset', handle: 'p' }, done],
      listed(['c', idle, false]),
      [{ do: 'advance', ms: 1300 }, done],
      accepts('q'),
      listed(['c', connected('q'), false]),
      removeChardev('c'),
      peerGets('q', '', true),
    ],
  },
  {
    id: 'sock/tcp-client/reconnects-in-milliseconds',
    title: 'reconnect-ms counts milliseconds',
    clauses: ['SOCK-05', 'SOCK-06'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    tags: ['slow'],
    steps: [
      hears,
      addClient({ 'reconnect-ms': 400 }),
      [{ do: 'advance', ms: 100 }, done],
      accepts('p'),
      [{ do: 'reset', handle: 'p' }, done],
      listed(['c', idle, false]),
      [
        { do: 'accept', as: 'q', on: 'l' },
        { see: 'errno', errno: 'EAGAIN' },
      ],
      [{ do: 'advance', ms: 700 }, done],
      accepts('q'),
      listed(['c', connected('q'), false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/tcp-client/own-server',
    title: 'a client connects to a server of the same process',
    clauses: ['SOCK-04', 'SOCK-12'],
    steps: [
      addChardev('s', 'socket', { addr: tcpAddress('{port:a}'), wait: false }),
      addClient({}, 'a+65536'),
      listed(['c', connected('?'), false], ['s', 'tcp:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:?}', false]),
      removeChardev('c'),
      removeChardev('s'),
      [
        { do: 'connect-socket', as: 'p', port: 'a' },
        { see: 'errno', errno: 'ECONNREFUSED' },
      ],
    ],
  },
]);
