import type { PortSpec } from '../../../model/language/action.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  type command,
  connects,
  done,
  guestGets,
  guestSends,
  peerGets,
  peerSends,
  serverAt,
  told,
} from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const page = 'p'.repeat(4096);
const onPipe = ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'] as const;
const ofOnePage: Step = [{ do: 'pipe', as: 'p', capacity: 4096 }, done];
const asksFor = (execute: string, parameters: Parameters<typeof command>[1], expectation: Expectation): Step => [
  { do: 'qmp', execute, arguments: parameters, patienceMs: 300 },
  expectation,
];
/** The main loop sleeps in open(2) while `meanwhile` happens and a command comes, then a reader of the FIFO. */
const behindOpen = (meanwhile: Step): readonly Step[] => [
  [{ do: 'mkfifo', path: '{dir}/fifo' }, done],
  asksFor('chardev-add', { id: 'z', backend: { type: 'file', data: { out: '{dir}/fifo' } } }, { see: 'silent' }),
  meanwhile,
  asksFor('chardev-change', { id: 'c', backend: { type: 'ringbuf', data: {} } }, { see: 'silent' }),
  [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, done],
  [
    { do: 'receive' },
    {
      byProfile: {
        'qemu-7.2': { see: 'messages' },
        else: { see: 'messages', messages: [{ return: {} }, { return: {} }] },
      },
    },
  ],
];

/** A command that came while the main loop was stuck waits behind what the loop watches. Source: FILE-06, CHR-90, experiment. */
export const stuckLoop: readonly Scenario[] = [
  {
    id: 'race/stuck-loop/room-before-command',
    title: 'a port whose room came while the main loop was stuck goes on before the change that came as well',
    clauses: ['FILE-06', 'UART-02', 'CHR-90'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], // nothing is stuck in open(2) in the repaired design
    launch: 'manual',
    steps: [
      ofOnePage,
      [{ do: 'launch', args: onPipe, ports: [com1] }, { see: 'launched' }],
      peerSends('p.write', page),
      guestSends('com1', 'he', 2),
      ...behindOpen(peerGets('p.read', page)),
      peerGets('p.read', 'he'),
    ],
  },
  {
    id: 'race/stuck-loop/input-before-command',
    title: 'input that came while the main loop was stuck is delivered before the change that came as well',
    clauses: ['FILE-06', 'CHR-32'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'], ports: [com1] },
        { see: 'launched' },
      ],
      connects('k'),
      guestGets('com1', ''),
      ...behindOpen(peerSends('k', 'abc')),
      guestGets('com1', 'abc'),
    ],
  },
  {
    id: 'race/stuck-loop/watch-before-command',
    title:
      'an output watch that became ready while a write-all held the main loop fires before the break that came as well',
    clauses: ['CHR-61', 'CHR-90'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 8192 }, done],
      [{ do: 'launch', args: onPipe, ports: [{ id: 'w', kind: 'witness', chardev: 'c' }] }, { see: 'launched' }],
      peerSends('p.write', page + page),
      [{ do: 'witness-handlers', port: 'w', listening: true }, done],
      [{ do: 'witness-watch', port: 'w' }, done],
      [{ do: 'witness-write', port: 'w', bytes: 'a', all: true }, { see: 'silent' }],
      peerGets('p.read', page + page),
      asksFor('chardev-send-break', { id: 'c' }, { see: 'silent' }),
      [{ do: 'advance', ms: 1 }, done],
      [
        { do: 'witness-records', port: 'w' },
        { see: 'records', records: [{ event: 'OPENED' }, { watch: 'out' }, { event: 'BREAK' }] },
      ],
    ],
  },
  {
    id: 'race/stuck-loop/command-before-timer',
    title:
      'a write-all whose reader leaves ends within 100 microseconds: the change that waited is made before a pty looks for its client',
    clauses: ['CHR-61', 'CHR-62', 'PTY-03'],
    launch: 'manual',
    steps: [
      ofOnePage,
      [
        {
          do: 'launch',
          args: [...onPipe, '-chardev', 'pty,id=y'],
          ports: [
            { id: 'w', kind: 'witness', chardev: 'c' },
            { id: 'v', kind: 'witness', chardev: 'y' },
          ],
        },
        { see: 'launched' },
      ],
      peerSends('p.write', page),
      [{ do: 'witness-changes', port: 'v', answer: 'listens' }, done],
      [{ do: 'witness-handlers', port: 'v', listening: true }, done],
      [{ do: 'witness-write', port: 'w', bytes: 'a', all: true }, { see: 'silent' }],
      [{ do: 'open-pty', as: 't', chardev: 'y' }, done],
      [{ do: 'close', handle: 'p.read' }, done],
      asksFor('chardev-change', { id: 'y', backend: { type: 'socket', data: serverAt('{dir}/s') } }, { see: 'silent' }),
      [{ do: 'advance', ms: 2500 }, done],
      told('v'),
    ],
  },
];
