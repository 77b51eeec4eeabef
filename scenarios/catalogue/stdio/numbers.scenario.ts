import { guestOpens, portIs, posts, starts, stateOf } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  connects,
  done,
  empty,
  guestGets,
  guestSends,
  listed,
  peerSends,
  refusal,
  removeChardev,
  swapChardev,
} from '../../steps.ts';

const inUse = (id: string): string => `Failed to add chardev '${id}': cannot use stdio by multiple character devices`;
const server = 'socket,path={dir}/s,server=on,wait=off';
const launch = {
  args: ['-chardev', 'stdio,id=s', '-chardev', `${server},id=c`],
  ports: [
    { id: 'com1', kind: '16550', chardev: 's' },
    { id: 'com2', kind: '16550', chardev: 'c' },
  ],
} as const;
const holds = (...flags: readonly 'append'[]): Step => [
  { do: 'observe', what: 'descriptors' },
  { see: 'descriptors', held: [{ object: '{dir}/log', access: 'w', flags, closeOnExec: true }] },
];

/** What stdio does to numbers 0 and 1 when others have them by now. Source: STDIO-01, STDIO-02, experiments. */
export const numbers: readonly Scenario[] = [
  {
    id: 'stdio/numbers/flags-go-to-who-has-them',
    title: 'the flags that a failed stdio gives back are those of when it was taken, and go to whatever has the number',
    clauses: ['STDIO-01', 'STDIO-02'],
    launch: {},
    steps: [
      addChardev('s', 'stdio'),
      removeChardev('s'),
      addChardev('a', 'ringbuf', { logfile: '{dir}/other' }),
      addChardev('b', 'ringbuf', { logfile: '{dir}/third' }),
      addChardev('t', 'stdio'),
      removeChardev('a'),
      removeChardev('b'),
      addChardev('c', 'ringbuf', { logfile: '{dir}/log', logappend: true }),
      holds('append'),
      addChardev('u', 'stdio', {}, refusal(inUse('u'))),
      holds(),
    ],
  },
  {
    id: 'stdio/numbers/flags-of-a-listener',
    title: 'a socket that listens blocks, as the file does that has its number when a failed stdio gives flags back',
    clauses: ['STDIO-01', 'STDIO-02', 'SOCK-02'],
    launch: {},
    steps: [
      addChardev('s', 'stdio'),
      removeChardev('s'),
      addChardev('c', 'socket', { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: false }),
      addChardev('a', 'ringbuf', { logfile: '{dir}/other' }),
      addChardev('t', 'stdio'),
      removeChardev('c'),
      addChardev('l', 'ringbuf', { logfile: '{dir}/log', logappend: false }),
      removeChardev('a'),
      addChardev('u', 'stdio', {}, refusal(inUse('u'))),
      holds(),
    ],
  },
  {
    id: 'stdio/numbers/connection-on-a-number-that-is-closed',
    title: 'a connection whose number a stdio that goes closes is over as soon as its input is looked at',
    clauses: ['STDIO-01', 'STDIO-02', 'SOCK-12'],
    launch,
    steps: [
      swapChardev('c', 'stdio', {}, refusal('cannot use stdio by multiple character devices')),
      swapChardev('s', 'stdio'),
      connects('k'),
      listed(['c', 'unix:{dir}/s,server=on', true], ['s', 'stdio', true]),
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 's', backend: { type: 'file', data: { out: '{dir}/f' } } },
        },
        empty,
      ],
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true], ['s', 'file', true]),
      connects('k2'),
      listed(['c', 'unix:{dir}/s,server=on', true], ['s', 'file', true]),
    ],
  },
  {
    id: 'stdio/numbers/input-of-who-has-them',
    title:
      'a stdio whose numbers another stdio has closed reads what a pty gets that has its number; a repaired one is alone',
    clauses: ['STDIO-01', 'PTY-01'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'in' }, done],
      [
        {
          do: 'launch',
          args: ['-chardev', 'stdio,id=s', '-chardev', 'null,id=c'],
          inherit: { '0': 'in.read' },
          ports: [{ id: 'com1', kind: '16550', chardev: 's' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      swapChardev('s', 'stdio', {}, refusal('cannot use stdio by multiple character devices')),
      swapChardev('c', 'stdio'),
      swapChardev('c', 'pty', {}, { see: 'return', value: { pty: '{pty:c}' } }),
      [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
      peerSends('t', 'Z'),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: { design: { see: 'data', bytes: '', end: false }, else: { see: 'data', bytes: 'Z', end: false } },
        },
      ],
    ],
  },
  {
    id: 'stdio/numbers/reset-of-who-has-them',
    title: 'of two chardevs that read one connection, one finds it reset, the other its end: each reads once in a pass',
    clauses: ['STDIO-01', 'SOCK-13', 'CHR-54'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'in' }, done],
      [
        {
          do: 'launch',
          args: ['-chardev', 'stdio,id=s', '-chardev', 'null,id=c', '-chardev', `${server},id=h`],
          inherit: { '0': 'in.read' },
          ports: [
            { id: 'v', kind: 'virtserialport', chardev: 's' },
            { id: 'w', kind: 'virtconsole', chardev: 'h' },
          ],
        },
        { see: 'launched' },
      ],
      starts,
      guestOpens('v'),
      guestOpens('w'),
      posts('w', 1, 1),
      posts('v', 1, 1),
      swapChardev('s', 'stdio', {}, refusal('cannot use stdio by multiple character devices')),
      swapChardev('c', 'stdio'),
      swapChardev('c', 'null'),
      connects('k'),
      guestSends('w', 'unread'),
      closes('k'),
      portIs('v', stateOf(1, 'guest', 'host')),
    ],
  },
  {
    id: 'stdio/numbers/flags-of-a-monitor',
    title:
      'a connection to a monitor does not block, nor does what has its number when a failed stdio gives flags back',
    clauses: ['STDIO-01', 'STDIO-02', 'QMP-01'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'm', mode: 'qmp', via: 'listen' },
      ],
    },
    steps: [
      addChardev('s', 'stdio'),
      removeChardev('s'),
      [{ do: 'connect', monitor: 'm', as: 'k' }, { see: 'greeting' }],
      addChardev('a', 'ringbuf', { logfile: '{dir}/other' }),
      addChardev('t', 'stdio'),
      [{ do: 'disconnect', on: 'k' }, done],
      addChardev('l', 'ringbuf', { logfile: '{dir}/log', logappend: false }),
      removeChardev('a'),
      addChardev('u', 'stdio', {}, refusal(inUse('u'))),
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{dir}/log', access: 'w', flags: ['nonblock'], closeOnExec: true }] },
      ],
    ],
  },
];
