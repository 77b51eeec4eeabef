import { starts } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { closes, command, connects, connectsTo, done, guestGets, listed, peerGets, peerSends } from '../../steps.ts';

const silent: Step = [{ do: 'receive' }, { see: 'messages', messages: [] }];
const addWaiting: Step = [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: {
      id: 'c',
      backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: true } },
    },
    patienceMs: 300,
  },
  { see: 'silent' },
];
const launched = (): Step => [{ do: 'wait-launch' }, { see: 'launched' }];
const program = 'qemu-system-x86_64: ';

/** A start that waits for its first client. */
export const wait: readonly Scenario[] = [
  {
    id: 'sock/wait/start',
    title: 'with wait=on, which is the default of a server, the start waits for one client',
    clauses: ['SOCK-01', 'SOCK-02'],
    upstream: ['/char/socket/server/wait-conn/unix'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s,server=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      [{ do: 'wait-launch', patienceMs: 100 }, { see: 'silent' }],
      connects('p'),
      launched(),
      guestGets('com1', ''),
      peerSends('p', 'in'),
      guestGets('com1', 'in'),
      listed(['c', 'unix:{dir}/s,server=on', true]),
    ],
  },
  {
    id: 'sock/wait/start-over-tcp',
    title: 'the same over TCP, with telnet',
    clauses: ['SOCK-02', 'TEL-01'],
    upstream: ['/char/socket/server/wait-conn/tcp'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=on,telnet=on'],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      connectsTo('p', 'a'),
      launched(),
      peerGets('p', '\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00'),
      listed(['c', 'telnet:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:p}', false]),
    ],
  },
  {
    id: 'sock/wait/greeted-by-the-main-loop',
    title: 'what telnet opens with is sent when the start is through: a port of a stopped machine has not heard OPENED',
    clauses: ['SOCK-02', 'TEL-01', 'VSER-20'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,telnet=on'],
          ports: [{ id: 'v', kind: 'virtserialport', chardev: 'c' }],
          paused: true,
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      connects('p'),
      launched(),
      peerGets('p', '\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00'),
      [
        { do: 'driver-start', controller: 'vs0' },
        { see: 'guest-messages', control: [{ event: 'PORT_ADD', port: 1, value: 1 }] },
      ],
      command('cont', {}),
      [
        { do: 'guest-messages', controller: 'vs0' },
        { see: 'guest-messages', control: [{ event: 'PORT_OPEN', port: 1, value: 1 }] },
      ],
    ],
  },
  {
    id: 'sock/wait/left-ungreeted',
    title: 'who has left before the start is through cannot be greeted: its connection is over, what it said lost',
    clauses: ['SOCK-02', 'TEL-01', 'SOCK-12'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: [
            ...['-chardev', 'socket,id=c,path={dir}/s,server=on,telnet=on'],
            ...['-chardev', 'socket,id=d,path={dir}/t,server=on'],
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      connects('p'),
      peerSends('p', 'lost'),
      closes('p'),
      connects('q', '{dir}/t'),
      launched(),
      guestGets('com1', ''),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true], ['d', 'unix:{dir}/t,server=on', false]),
    ],
  },
  {
    id: 'sock/wait/message',
    title: 'the start says what it waits for',
    clauses: ['SOCK-02'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s,server=on', '-chardev', 'nonsense,id=d'],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      [
        { do: 'connect-socket', as: 'p', path: '{dir}/s' },
        {
          see: 'exit',
          status: 1,
          stderr: [
            `${program}-chardev socket,id=c,path={dir}/s,server=on: info: QEMU waiting for connection on: disconnected:unix:{dir}/s,server=on`,
            `${program}-chardev nonsense,id=d: 'nonsense' is not a valid char driver name`,
          ],
        },
      ],
    ],
  },
  {
    id: 'sock/wait/monitor',
    title: 'chardev-add with wait=true holds the monitor until a client has come',
    clauses: ['SOCK-02'],
    launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
    steps: [
      addWaiting,
      silent,
      [{ do: 'connect-socket', as: 'p', path: '{dir}/s' }, done],
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
      listed(['c', 'unix:{dir}/s,server=on', false]),
    ],
  },
  {
    id: 'sock/wait/virtio-guest',
    title:
      'a virtio guest that writes meanwhile is stuck as it looks which buffers came back: nothing of it arrives later',
    clauses: ['SOCK-02', 'VSER-01'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', 'socket,id=v,path={dir}/v,server=on,wait=off'],
      ports: [{ id: 'console', kind: 'virtconsole', chardev: 'v' }],
    },
    steps: [
      starts,
      connects('k', '{dir}/v'),
      addWaiting,
      [{ do: 'guest-write', port: 'console', bytes: 'a'.repeat(200), size: 1 }, { see: 'silent' }],
      [{ do: 'guest-write', port: 'console', bytes: 'b' }, { see: 'silent' }],
      [{ do: 'connect-socket', as: 'p', path: '{dir}/s' }, done],
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
      peerGets('k', ''),
    ],
  },
  {
    id: 'sock/wait/second-client',
    title: 'only the first client is waited for',
    clauses: ['SOCK-02', 'SOCK-03'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s,server=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      connects('p'),
      launched(),
      guestGets('com1', ''),
      [{ do: 'close', handle: 'p' }, done],
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
      connects('q'),
      peerSends('q', 'x'),
      guestGets('com1', 'x'),
    ],
  },
  {
    id: 'sock/wait/monitor-hears-early',
    title:
      'a QMP monitor on a mux may be told that the machine runs before it greets the client that the start waited for',
    clauses: ['SOCK-02', 'MUX-14', 'QMP-01'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,mux=on', '-mon', 'chardev=c,mode=control'],
          patienceMs: 400,
        },
        { see: 'silent' },
      ],
      connects('p'),
      launched(),
      [{ do: 'read', from: 'p' }],
      [{ do: 'write', to: 'p', bytes: '[1]' }],
      peerGets('p', '{"error": {"class": "GenericError", "desc": "QMP input must be a JSON object"}}\r\n'),
    ],
  },
];
