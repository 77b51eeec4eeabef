import type { PortSpec } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { closes, connects, done, peerSends } from '../../steps.ts';

const named = 'unix:{dir}/n,server=on';
const gone = `disconnected:${named}`;
const listens = (id: string, more = ''): readonly string[] => [
  '-chardev',
  `socket,id=${id},path={dir}/${id},server=on,wait=off${more}`,
];
const onSerial: PortSpec = { id: 'com1', kind: '16550', chardev: 'n' };
const real: NonNullable<Scenario['profiles']> = ['qemu-7.2', 'qemu-10.0', 'qemu-11.1']; // the design is not stuck in open(2)
const asks = (on: string): Step => [{ do: 'qmp', on, execute: 'query-chardev', patienceMs: 100 }, { see: 'silent' }];

const sleeper = { id: 'z', backend: { type: 'file', data: { out: '{dir}/fifo' } } };

/** A server `n`, and QMP clients of whom two ask for the chardevs while the first one's command sleeps in open(2). */
function behindOpen(
  ports: readonly PortSpec[],
  before: readonly Step[],
  meanwhile: readonly Step[],
  more = '',
): readonly Step[] {
  const monitors = ['qmp', 'one', 'other'].map((id) => ({ id, mode: 'qmp', via: 'pair' }) as const);
  return [
    [{ do: 'launch', args: listens('n', more), ports, monitors }, { see: 'launched' }],
    ...before,
    [{ do: 'mkfifo', path: '{dir}/fifo' }, done],
    [{ do: 'qmp', execute: 'chardev-add', arguments: sleeper, patienceMs: 300 }, { see: 'silent' }],
    asks('one'),
    asks('other'),
    ...meanwhile,
    [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, done],
    [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
  ];
}

/** Answers that list `n`, as it is called in each, beside another chardev. */
function answers(names: readonly string[], open: boolean, other: Value): readonly { readonly return: Value }[] {
  return names.map((filename) => ({ return: [{ label: 'n', filename, 'frontend-open': open }, other] }));
}

function lists(names: readonly string[], open: boolean, other: Value): ExpectedOutcome {
  return { see: 'messages', messages: answers(names, open, other) };
}
const slept = { label: 'z', filename: 'file', 'frontend-open': false };
const waited = { label: 'w', filename: 'unix:{dir}/w,server=on', 'frontend-open': false };

/**
 * Commands that waited for a stuck main loop: it looks once at all that it watches, then takes the first; what it had found
 * before and one more look come before the next. Source: QMP-09, GLib's main context, experiment.
 */
export const waitingCommands: readonly Scenario[] = [
  {
    id: 'race/waiting-commands/one-look',
    title: 'before the first a client is seen to leave; the one behind it comes before the second',
    clauses: ['QMP-09', 'FILE-06', 'SOCK-03'],
    profiles: real,
    launch: 'manual',
    steps: [
      ...behindOpen([onSerial], [connects('k', '{dir}/n')], [closes('k'), connects('l', '{dir}/n')]),
      [{ do: 'receive', on: 'one' }, lists([gone], true, slept)],
      [{ do: 'receive', on: 'other' }, lists([named], true, slept)],
    ],
  },
  {
    id: 'race/waiting-commands/hang-up',
    title: 'a connection that nobody reads from ends behind all of them since 10.0, in its turn before',
    clauses: ['QMP-09', 'FILE-06', 'SOCK-15'],
    profiles: real,
    launch: 'manual',
    steps: [
      ...behindOpen([], [], [connects('k', '{dir}/n'), closes('k')]),
      [{ do: 'receive', on: 'one' }, lists([named], false, slept)],
      [
        { do: 'receive', on: 'other' },
        { byProfile: { 'qemu-7.2': lists([gone], false, slept), else: lists([named], false, slept) } },
      ],
    ],
  },
  {
    id: 'race/waiting-commands/longest-ago',
    title: 'the monitor that was served longest ago is asked first, whoever of them was made first',
    clauses: ['QMP-09', 'FILE-06', 'SOCK-03'],
    profiles: real,
    launch: 'manual',
    steps: [
      ...behindOpen(
        [onSerial],
        [connects('k', '{dir}/n'), [{ do: 'qmp', on: 'one', execute: 'query-status' }, { see: 'return' }]],
        [closes('k'), connects('l', '{dir}/n')],
      ),
      [{ do: 'receive', on: 'one' }, lists([named], true, slept)],
      [{ do: 'receive', on: 'other' }, lists([gone], true, slept)],
    ],
  },
  {
    id: 'race/waiting-commands/two-left',
    title:
      'of a client with oob who asks three times: the one who left is seen before the first, the next one, who left too, before the second',
    clauses: ['QMP-09', 'FILE-06', 'SOCK-03'],
    profiles: real,
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: listens('n'),
          ports: [onSerial],
          monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }],
        },
        { see: 'launched' },
      ],
      connects('k', '{dir}/n'),
      [{ do: 'mkfifo', path: '{dir}/fifo' }, done],
      [{ do: 'qmp', execute: 'chardev-add', arguments: sleeper, patienceMs: 300 }, { see: 'silent' }],
      ...['qmp', 'qmp', 'qmp'].map(asks),
      closes('k'),
      connects('l', '{dir}/n'),
      closes('l'),
      connects('m', '{dir}/n'),
      [{ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' }, done],
      [
        { do: 'receive' },
        { see: 'messages', messages: [{ return: {} }, ...answers([gone, gone, named], true, slept)] },
      ],
    ],
  },
  {
    id: 'race/waiting-commands/greeted-a-look-later',
    title: 'a client of a telnet server is accepted before the first, and greeted before the second',
    clauses: ['QMP-09', 'FILE-06', 'TEL-01'],
    profiles: real,
    launch: 'manual',
    steps: [
      ...behindOpen([onSerial], [], [connects('k', '{dir}/n')], ',telnet=on'),
      [{ do: 'receive', on: 'one' }, lists([gone], true, slept)],
      [{ do: 'receive', on: 'other' }, lists([named], true, slept)],
    ],
  },
  {
    id: 'race/waiting-commands/behind-a-wait',
    title: 'one client that asks twice while a frontend waits for its connection is answered likewise',
    clauses: ['QMP-09', 'SOCK-18', 'SOCK-03'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: [...listens('n'), ...listens('w')],
          ports: [onSerial, { id: 'w', kind: 'witness', chardev: 'w' }],
        },
        { see: 'launched' },
      ],
      connects('k', '{dir}/n'),
      [{ do: 'witness-wait-connected', port: 'w' }, { see: 'silent' }],
      asks('qmp'),
      asks('qmp'),
      closes('k'),
      connects('l', '{dir}/n'),
      connects('v', '{dir}/w'),
      [{ do: 'receive' }, lists([gone, named], true, waited)],
    ],
  },
  {
    id: 'race/waiting-commands/awaited-client-leaves',
    title: 'the client that was waited for, and has left again, is seen to leave before the first command',
    clauses: ['QMP-09', 'SOCK-18', 'SOCK-12'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: listens('n'),
          ports: [{ id: 'w', kind: 'witness', chardev: 'n' }],
        },
        { see: 'launched' },
      ],
      [{ do: 'witness-handlers', port: 'w', listening: true }, done],
      [{ do: 'witness-room', port: 'w', room: 10 }, done],
      [{ do: 'witness-wait-connected', port: 'w' }, { see: 'silent' }],
      asks('qmp'),
      [{ do: 'hold' }, done],
      connects('k', '{dir}/n'),
      closes('k'),
      [{ do: 'release' }, done],
      [
        { do: 'receive' },
        { see: 'messages', messages: [{ return: [{ label: 'n', filename: gone, 'frontend-open': true }] }] },
      ],
    ],
  },
  {
    id: 'race/waiting-commands/errors-at-once',
    title: 'what is no JSON is answered without a look between, before what is typed behind it at a mux',
    clauses: ['QMP-09', 'QMP-07', 'MUX-09'],
    launch: {
      args: ['-chardev', 'socket,id=n,path={dir}/n,server=on,wait=off,mux=on', '-mon', 'chardev=n,mode=control'],
      ports: [onSerial],
    },
    steps: [
      connects('k', '{dir}/n'),
      peerSends('k', '\x01c'),
      [{ do: 'read', from: 'k' }, { see: 'data' }],
      peerSends('k', 'x}\x01h'), // two errors, and help behind or before both: either goes, not between
      [{ do: 'read', from: 'k' }, { see: 'data' }],
    ],
  },
];
