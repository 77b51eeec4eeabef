import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, connects, done, removeChardev } from '../../steps.ts';

/** A 16550 on a listening socket chardev `c`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
/** Fills what the client `p` has of it: 278 on their way, one in the shift register, one behind it. */
const fills: Step = [
  { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
  { see: 'accepted', count: 280 },
];
const takes = (handle: string): Step => [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: [handle] }];
const changes = (id: string, type: string): Step => [
  { do: 'qmp', execute: 'chardev-change', arguments: { id, backend: { type, data: {} } } },
  { see: 'return' },
];
const shuts = (socket: string): Step => [{ do: 'shutdown', socket, how: 'w' }, done];
/** Room for the guest, unless its watch is left on a number: then as `lost` says. */
const lineStatus = (lost: number, kept: number): Step => [
  { do: 'register-read', port: 'com1', register: 5 },
  {
    byProfile: {
      design: { see: 'register', value: 0x60 },
      'qemu-7.2': { see: 'register', value: kept },
      else: { see: 'register', value: lost },
    },
  },
];

/** A guest that waits for room on a connection that is over waits for whatever has its number. Source: Q-SOCK-1. */
export const lostNumber: readonly Scenario[] = [
  {
    id: 'sock/lost-number/next-client-elsewhere',
    title:
      'a next client with another number than the lost one leaves the guest waiting, and who takes that one does not',
    clauses: ['Q-SOCK-1', 'CHR-92', 'SOCK-13'],
    launch: port,
    steps: [
      [{ do: 'pipe', as: 'd' }, done],
      takes('d.write'),
      connects('p'),
      fills,
      [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } }],
      connects('q'),
      shuts('p'),
      lineStatus(0, 0),
      [
        { do: 'guest-write', port: 'com1', bytes: 'y' },
        { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'accepted', count: 0 } } },
      ],
      takes('d.write'),
      lineStatus(0x60, 0),
      [
        { do: 'read', from: 'q' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'y' },
            'qemu-7.2': { see: 'data', bytes: '' },
            else: { see: 'data', bytes: 'xx' },
          },
        },
      ],
    ],
  },
  {
    id: 'sock/lost-number/no-output-there',
    title: 'what takes the lost number and never has room for output leaves the guest waiting',
    clauses: ['Q-SOCK-1', 'CHR-92', 'SOCK-13'],
    launch: port,
    steps: [
      [{ do: 'pipe', as: 'd' }, done],
      connects('p'),
      fills,
      shuts('p'),
      takes('d.read'),
      lineStatus(0, 0),
      connects('q'),
      lineStatus(0, 0),
      [{ do: 'close', handle: 'd.write' }, done],
      lineStatus(0x60, 0),
    ],
  },
  {
    id: 'sock/lost-number/of-a-new-terminal',
    title:
      'a connection whose number a stdio chardev has closed, and a pty chardev got, hangs up: nobody has the slave of that',
    clauses: ['DEF-04', 'STDIO-02', 'SOCK-13', 'PTY-01'],
    launch: {
      args: [
        '-chardev',
        'stdio,id=io',
        '-chardev',
        'socket,id=c,path={dir}/s,server=on,wait=off',
        '-chardev',
        'socket,id=d,path={dir}/t,server=on,wait=off',
      ],
      ports: [{ id: 'v', kind: 'virtserialport', chardev: 'c' }],
    },
    steps: [
      changes('io', 'null'),
      connects('p'), // with the number of standard input
      connects('q', '{dir}/t'), // and that of standard output
      addChardev('again', 'stdio'),
      removeChardev('again'),
      changes('io', 'pty'),
      [
        { do: 'observe', what: 'port', port: 'v' },
        { see: 'port', host: false },
      ],
    ],
  },
];
