import { addDevice } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  command,
  connects,
  done,
  guestGets,
  guestSends,
  listens,
  offers,
  peerGets,
  peerSends,
  writes,
} from '../../steps.ts';

const full = 'f'.repeat(65536);
const fillAndSwitchOn: readonly Step[] = [
  [{ do: 'mkfifo', path: '{dir}/f.in' }, done],
  [{ do: 'mkfifo', path: '{dir}/f.out' }, done],
  [
    {
      do: 'launch',
      args: ['-chardev', 'pipe,id=m,path={dir}/f,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
    },
    { see: 'launched' },
  ],
  [{ do: 'open', as: 'i', path: '{dir}/f.in', access: 'w' }, done],
  [{ do: 'open', as: 'o', path: '{dir}/f.out', access: 'rw' }, done],
  guestGets('com1', ''),
  peerSends('i', '\x01t'),
  guestSends('com1', 'a\n'),
  [
    { do: 'read', from: 'o' },
    { see: 'data', bytes: 'a\n', end: false },
  ],
  peerSends('o', full),
];
const greeting =
  '{"QMP": {"version": {"qemu": {"micro": {version.micro}, "minor": {version.minor}, "major": {version.major}}, "package": "{package}"}, "capabilities": ["oob"]}}\r\n';
const drain: Step = [
  { do: 'read', from: 'o', max: 65536 },
  { see: 'data', bytes: full, end: false },
];

/** Time stamps of a mux in front of a slow peer. */
export const stamp: readonly Scenario[] = [
  {
    id: 'mux/stamp/freezes',
    title: 'a stamp waits for the peer and stops the whole process; a repaired one is kept for later',
    clauses: ['Q-MUX-2', 'MUX-12', 'CHR-61'],
    bugs: ['BUG-021'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      ...fillAndSwitchOn,
      [
        { do: 'guest-write', port: 'com1', bytes: 'b', patienceMs: 300 },
        { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'silent' } } },
      ],
      [
        { do: 'qmp', execute: 'query-status', patienceMs: 300 },
        { byProfile: { design: { see: 'return' }, else: { see: 'silent' } } },
      ],
      drain,
      [{ do: 'advance', ms: 1 }, done],
      [
        { do: 'read', from: 'o' },
        { see: 'data', bytes: '[00:00:00.000] b', end: false },
      ],
      guestSends('com1', 'c'),
      [
        { do: 'read', from: 'o' },
        { see: 'data', bytes: 'c', end: false },
      ],
    ],
  },
  {
    id: 'mux/stamp/monitor-waits-behind',
    title: 'a QMP monitor on a mux that the main loop serves, too, writes after a stamp that this waits with',
    clauses: ['CHR-60', 'CHR-61', 'CHR-37', 'Q-MUX-2'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // a repaired stamp waits for nobody
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'mkfifo', path: '{dir}/f.in' }, done],
      [{ do: 'mkfifo', path: '{dir}/f.out' }, done],
      [
        {
          do: 'launch',
          machine: 'virtio',
          paused: true,
          args: ['-chardev', 'pipe,id=m,path={dir}/f,mux=on', '-mon', 'chardev=m,mode=control'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
        },
        { see: 'launched' },
      ],
      [{ do: 'open', as: 'i', path: '{dir}/f.in', access: 'w' }, done],
      [{ do: 'open', as: 'o', path: '{dir}/f.out', access: 'rw' }, done],
      peerGets('o', greeting),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 'm' }), // the last to set handlers, wherever the monitor's thread is
      peerSends('i', '\x01c'),
      peerSends('i', '{"execute":"qmp_capabilities"}\n'),
      peerGets('o', '{"return": {}}\r\n'),
      peerSends('i', '\x01t'),
      peerSends('o', full),
      command('cont', {}), // refused to its end: a line begins, for whoever writes next
      [{ do: 'guest-write', port: 'com1', bytes: 'b', patienceMs: 300 }, { see: 'silent' }],
      drain,
      [{ do: 'advance', ms: 100 }, done],
      peerGets('o', '[00:00:00.000] b{"timestamp": {time}, "event": "RESUME"}\r\n'),
    ],
  },
  {
    id: 'mux/stamp/lost-byte-counts-negatively',
    title: 'with stamps on, a refused byte is subtracted from the count; a repaired mux stops there',
    clauses: ['Q-MUX-1', 'MUX-12'],
    launch: { ports: [{ id: 'w', kind: 'witness' }] },
    steps: [
      [{ do: 'write-file', path: '{dir}/in', bytes: '\x01t' }, done],
      [{ do: 'pipe', as: 'p' }, done],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'p' } } },
      ],
      addChardev('c', 'file', { in: '{dir}/in', out: '/dev/fdset/1', append: true }),
      addChardev('m', 'mux', { chardev: 'c' }),
      attaches('w', 'm'),
      listens('w'),
      offers('w', 10),
      writes('w', 'plain,'),
      [{ do: 'fault', call: 'write', object: 'p', give: { short: 1 } }, done],
      [{ do: 'fault', call: 'write', object: 'p', give: { errno: 'EAGAIN' } }, done],
      [
        { do: 'witness-write', port: 'w', bytes: 'ab' },
        { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'accepted', count: 0 } } },
      ],
      [
        { do: 'read', from: 'p.read' },
        { see: 'data', bytes: 'plain,a', end: false },
      ],
    ],
  },
  {
    id: 'mux/stamp/help',
    title: 'the help is stamped as any output of the mux is',
    clauses: ['MUX-09', 'MUX-12'],
    launch: {
      args: ['-chardev', 'socket,id=m,path={dir}/m,server=on,wait=off,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
    },
    steps: [
      connects('c', '{dir}/m'),
      peerSends('c', '\x01t'),
      peerSends('c', '\x01h'),
      [
        { do: 'read', from: 'c', max: 46 },
        { see: 'data', bytes: '\n[00:00:00.000] \rC-a h    print this help\n[00:', end: false },
      ],
    ],
  },
  {
    id: 'mux/stamp/peer-reads-nothing',
    title: 'a stamp for a peer that reads nothing is given up, and nobody waits for it',
    clauses: ['MUX-12', 'CHR-61'],
    launch: {
      args: ['-chardev', 'socket,id=m,path={dir}/m,server=on,wait=off,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
    },
    steps: [
      connects('c', '{dir}/m'),
      guestGets('com1', ''),
      peerSends('c', '\x01t'),
      guestSends('com1', 'a\n'),
      [{ do: 'shutdown', socket: 'c', how: 'r' }, done],
      peerSends('c', '\x01h'),
      peerSends('c', 'heard'),
      guestGets('com1', 'heard'),
    ],
  },
];
