import type { LaunchOptions } from '../../../model/language/action.ts';
import type { CharEvent } from '../../../model/language/char-event.ts';
import { byteTaken, counting, ends, logPath } from '../../char-log.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, done, empty, guestGets, guestSends, peerGets, peerSends, refusal } from '../../steps.ts';

const com1 = { id: 'com1', kind: '16550', board: true, chardev: 'serial0' } as const;
const aWhile: Step = [{ do: 'advance', ms: 250 }];
const mon: LaunchOptions = {
  args: [...counting('record'), '-serial', 'mon:unix:{dir}/s,server=on,wait=off'],
  ports: [com1],
};
const connects: Step = [{ do: 'connect-socket', as: 'peer', path: '{dir}/s' }, done];
const noIoctl = 'Replay: ioctl is not supported for serial devices yet';
const fixed = 'cannot be changed in record/replay mode';
const greeting = 'M3\x08\x01$1-5\x10\x10\x10\x11<<-/53%<<1%-5\x00-ICROSOFT\x00-OUSE\x19!\t';
const toNull = (id: string) => ({ id, backend: { type: 'null', data: {} } });

/** The log has these events on 7.2, and those on the others. */
const loggedBy = (older: readonly CharEvent[], newer: readonly CharEvent[]): Step => [
  { do: 'read-char-log', path: logPath },
  {
    byProfile: {
      'qemu-7.2': { see: 'char-log', finished: true, events: older },
      else: { see: 'char-log', finished: true, events: newer },
    },
  },
];

/** Which chardevs go through the log, and what that does to them. Source: RR-08, RR-11, RR-12. */
export const replayDrivers: readonly Scenario[] = [
  {
    id: 'rr/drivers/mon',
    title: 'of mon: 7.2 records the mux, so no input; 10.0 records what is below it',
    clauses: ['RR-08', 'RR-06'],
    tags: ['slow'],
    launch: mon,
    steps: [
      guestGets('com1', ''),
      connects,
      guestSends('com1', 'x'),
      peerGets('peer', 'x'),
      peerSends('peer', 'yz'),
      aWhile,
      guestGets('com1', 'yz'),
      ...ends,
      loggedBy([byteTaken], [byteTaken, { input: 'y', driver: 0 }, { input: 'z', driver: 0 }]),
    ],
  },
  {
    id: 'rr/drivers/getfd',
    title: 'asking a recorded chardev for descriptors ends the process: 7.2 does so at getfd on a mon: serial',
    clauses: ['RR-12', 'RR-08'],
    profiles: ['qemu-7.2'],
    launch: mon,
    steps: [
      connects,
      [{ do: 'pipe', as: 'p' }, done],
      peerSends('peer', '\x01c'),
      [{ do: 'read', from: 'peer' }, { see: 'data' }],
      peerSends('peer', 'getfd a'),
      [{ do: 'read', from: 'peer' }, { see: 'data' }],
      [{ do: 'write-fds', to: 'peer', bytes: '\n', fds: ['p.read'] }],
      [{ do: 'wait-exit' }, { see: 'exit', status: 1, stderr: [] }],
      peerGets('peer', '\r\nReplay: get msgfd is not supported for serial devices yet\r\n', true),
    ],
  },
  {
    id: 'rr/drivers/getfd-survives',
    title: 'with the chardev below recorded in its place, the monitor knows of no descriptors and lives on',
    clauses: ['RR-12', 'RR-08', 'RR-06'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    tags: ['slow'],
    launch: mon,
    steps: [
      connects,
      [{ do: 'pipe', as: 'p' }, done],
      peerSends('peer', '\x01c'),
      aWhile,
      peerSends('peer', 'getfd a'),
      aWhile,
      [{ do: 'read', from: 'peer' }, { see: 'data' }],
      [{ do: 'write-fds', to: 'peer', bytes: '\n', fds: ['p.read'] }],
      aWhile,
      peerGets('peer', '\r\nError: No file descriptor supplied via SCM_RIGHTS\r\n(qemu) '),
      [{ do: 'qmp', execute: 'query-status' }, { see: 'return' }],
    ],
  },
  {
    id: 'rr/drivers/mouse-word',
    title:
      'a mouse of its own word is recorded by 7.2, with a complaint and without its modem lines; 10.0 leaves it out',
    clauses: ['RR-11', 'RR-08'],
    launch: { args: [...counting('record'), '-serial', 'msmouse'], ports: [com1] },
    steps: [
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            'qemu-7.2': { see: 'data', bytes: '', end: false },
            else: { see: 'data', bytes: greeting, end: false },
          },
        },
      ],
      guestSends('com1', 'a'),
      command('chardev-change', toNull('serial0'), {
        byProfile: { 'qemu-7.2': refusal(`Chardev 'serial0' ${fixed}`), else: empty },
      }),
      [{ do: 'qmp', execute: 'quit' }, empty],
      [
        { do: 'wait-exit' },
        {
          byProfile: {
            'qemu-7.2': { see: 'exit', status: 0, stderr: [`qemu-system-x86_64: -serial msmouse: ${noIoctl}`] },
            else: { see: 'exit', status: 0, stderr: [] },
          },
        },
      ],
      loggedBy([byteTaken], []),
    ],
  },
  {
    id: 'rr/drivers/mouse-named',
    title: 'a mouse that a -serial word names is recorded by 7.2 and refused by 10.0',
    clauses: ['RR-11'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: [...counting('record'), '-chardev', 'msmouse,id=m', '-serial', 'chardev:m'] },
        {
          byProfile: {
            'qemu-7.2': { see: 'launched' },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                `qemu-system-x86_64: -serial chardev:m: ${noIoctl}`,
                "qemu-system-x86_64: -serial chardev:m: could not connect serial device to character backend 'chardev:m'",
              ],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'rr/drivers/terminal',
    title: 'a terminal is recorded by 7.2, which then asks it for nothing; 10.0 leaves it out',
    clauses: ['RR-11', 'RR-08'],
    launch: 'manual',
    steps: [
      [{ do: 'pty', as: 't' }, done],
      [
        {
          do: 'launch',
          args: [...counting('record'), ...['-add-fd', 'fd={fd:t.slave},set=1', '-serial', '/dev/fdset/1']],
          ports: [com1],
        },
        { see: 'launched' },
      ],
      [
        { do: 'register-read', port: 'com1', register: 6 },
        { byProfile: { 'qemu-7.2': { see: 'register', value: 0xb0 }, else: { see: 'register', value: 0 } } },
      ],
      guestSends('com1', 'a'),
      peerGets('t.master', 'a'),
      command('chardev-change', toNull('serial0'), {
        byProfile: { 'qemu-7.2': refusal(`Chardev 'serial0' ${fixed}`), else: empty },
      }),
      [{ do: 'qmp', execute: 'quit' }, empty],
      [{ do: 'wait-exit' }, { see: 'exit', status: 0 }],
      loggedBy([byteTaken], []),
    ],
  },
];
