import type { LaunchOptions } from '../../../model/language/action.ts';
import { addDevice } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { connects, done, listed, peerGets, peerSends } from '../../steps.ts';

const greeting =
  '{"QMP": {"version": {"qemu": {"micro": {version.micro}, "minor": {version.minor}, "major": {version.major}}, "package": "{package}"}, "capabilities": ["oob"]}}\r\n';
const monitors: LaunchOptions = {
  args: ['n', 'h'].flatMap((id) => [
    ...['-chardev', `socket,id=${id},path={dir}/${id},server=on,wait=off`],
    ...['-mon', `chardev=${id},mode=${id === 'n' ? 'control' : 'readline'}`],
  ]),
};

const stuckInOpen: readonly Step[] = [
  [{ do: 'mkfifo', path: '{dir}/f' }, done],
  [
    {
      do: 'qmp',
      execute: 'chardev-add',
      arguments: { id: 'f', backend: { type: 'file', data: { out: '{dir}/f' } } },
      patienceMs: 300,
    },
    { see: 'silent' },
  ],
];
const goesOn: readonly Step[] = [
  [{ do: 'open', as: 'f', path: '{dir}/f', access: 'r', flags: ['nonblock'] }, done],
  [{ do: 'advance', ms: 100 }, done],
];
/** Monitor `n` loses its client, once the main loop comes by. */
const yanksLater: Step = [
  { do: 'qmp', execute: 'yank', arguments: { instances: [{ type: 'chardev', id: 'n' }] }, patienceMs: 300 },
  { see: 'silent' },
];
/** A monitor on a mux on a pipe, before any other frontend of it. */
function onMux(toMonitor: readonly Step[]): readonly Step[] {
  const args = [
    '-chardev',
    'pipe,id=m,path={dir}/m,mux=on',
    '-mon',
    'chardev=m,mode=control',
    ...(monitors.args ?? []),
  ];
  return [
    [{ do: 'mkfifo', path: '{dir}/m.in' }, done],
    [{ do: 'mkfifo', path: '{dir}/m.out' }, done],
    [{ do: 'launch', machine: 'virtio', paused: true, args }, { see: 'launched' }],
    [{ do: 'open', as: 'i', path: '{dir}/m.in', access: 'w' }, done],
    [{ do: 'open', as: 'o', path: '{dir}/m.out', access: 'rw' }, done],
    peerGets('o', greeting),
    ...toMonitor,
    peerSends('i', '{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}\n'),
    peerGets('o', '{"return": {}}\r\n'),
    ...stuckInOpen,
    peerSends('i', '{"exec-oob":"yank","id":1,"arguments":{"instances":[]}}\n'),
    connects('p', '{dir}/n'),
    [{ do: 'advance', ms: 100 }, done],
    peerGets('p', greeting),
  ];
}

/** What monitors on chardevs do while the main loop is stuck in an open. Source: CHR-37, FILE-06. */
export const mainLoopStuck: readonly Scenario[] = [
  {
    id: 'monitor/main-loop-stuck/greets',
    title: 'a QMP monitor on a socket greets a client while the main loop is stuck, a human one does not',
    clauses: ['CHR-37', 'FILE-06'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // the design does not wait for the reader of a FIFO
    launch: monitors,
    steps: [
      ...stuckInOpen,
      connects('p', '{dir}/n'),
      connects('q', '{dir}/h'),
      [{ do: 'advance', ms: 100 }, done],
      peerGets('p', greeting),
      peerGets('q', ''),
      peerSends('p', '{"execute":"qmp_capabilities"}\n'),
      peerGets('p', ''),
      ...goesOn,
      peerGets('p', '{"return": {}}\r\n'),
    ],
  },
  {
    id: 'monitor/main-loop-stuck/an-end-between-commands',
    title: 'the thread that reads commands sees the end of a connection, and the next client, before the next command',
    clauses: ['CHR-37', 'CHR-21', 'SOCK-03'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // as above
    launch: monitors,
    steps: [
      connects('p', '{dir}/n'),
      ...stuckInOpen,
      connects('q', '{dir}/n'),
      yanksLater,
      yanksLater,
      ...goesOn,
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }, { return: {} }, { return: {} }] }],
      peerGets('p', greeting, true),
      peerGets('q', greeting, true),
      listed(
        ['f', 'file', false],
        ['h', 'disconnected:unix:{dir}/h,server=on', true],
        ['n', 'disconnected:unix:{dir}/n,server=on', true],
      ),
    ],
  },
  {
    id: 'monitor/main-loop-stuck/alone-on-a-mux',
    title: 'a QMP monitor on a mux that nobody else is on is served while the main loop is stuck',
    clauses: ['CHR-37', 'QMP-12'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // as above
    launch: 'manual',
    steps: [...onMux([]), peerGets('o', '{"return": {}, "id": 1}\r\n'), ...goesOn],
  },
  {
    id: 'monitor/main-loop-stuck/beside-a-device-on-a-mux',
    title: 'a QMP monitor whose mux got another frontend later is served by the main loop, and waits for it',
    clauses: ['CHR-37', 'CHR-33'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // as above
    launch: 'manual',
    steps: [
      ...onMux([addDevice({ driver: 'usb-serial', id: 'u', chardev: 'm' }), peerSends('i', '\x01c')]),
      peerGets('o', ''),
      ...goesOn,
      peerGets('o', '{"return": {}, "id": 1}\r\n'),
    ],
  },
];
