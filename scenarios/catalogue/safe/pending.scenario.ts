import type { LaunchOptions, PortSpec } from '../../../model/language/action.ts';
import { guestOpens, portIs, starts, stateOf, virtio } from '../../driver-steps.ts';
import type { ExpectedMessage, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { done, guestSends, listed, ringHolds } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const monitors: LaunchOptions['monitors'] = [
  { id: 'qmp', mode: 'qmp', via: 'pair' },
  { id: 'other', mode: 'qmp', via: 'pair' },
];
const onPort: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [com1], monitors };
const onVirtio: LaunchOptions = { ...virtio([port], 'ringbuf,id=c'), monitors };
const execute = (name: string, given: object, id: number): string =>
  JSON.stringify({ execute: name, arguments: given, id });
const change = (type: string, id: number): string =>
  execute('chardev-change', { id: 'c', backend: { type, data: {} } }, id);
const yes = (id: number): ExpectedMessage => ({ return: {}, id });
const no = (desc: string, id: number): ExpectedMessage => ({ error: { class: 'GenericError', desc }, id });
const messages = (...all: readonly ExpectedMessage[]): ExpectedOutcome => ({ see: 'messages', messages: all });

/**
 * Two clients speak in one instant: the first asks for a change, the other for something before it can have happened. Both
 * are read a byte at a time: spaces make sure that the first one's is through first.
 */
function inOneInstant(first: string, second: string): readonly Step[] {
  return [
    [{ do: 'hold' }, done],
    [{ do: 'send', bytes: first }],
    [{ do: 'send', on: 'other', bytes: ' '.repeat(first.length) + second }],
    [{ do: 'release' }, done],
  ];
}
const told = (first: ExpectedOutcome, other: ExpectedOutcome): readonly Step[] => [
  [{ do: 'receive' }, first],
  [{ do: 'receive', on: 'other' }, other],
];

/**
 * What others may do while a change waits for its turn. Where it never waits, either client may be served first: scenarios
 * that depend on it are the design's alone. Source: ENG-14..ENG-24.
 */
export const pending: readonly Scenario[] = [
  {
    id: 'safe/pending/listed',
    profiles: ['design'],
    title: 'while a change waits, the old chardev is listed and nothing else is',
    clauses: ['ENG-03', 'ENG-17', 'SAFE-16', 'SWAP-S01'],
    launch: onPort,
    steps: [
      ...inOneInstant(change('ringbuf', 1), execute('query-chardev', {}, 2)),
      ...told(messages(yes(1)), messages({ return: [{ label: 'c', filename: 'null', 'frontend-open': true }], id: 2 })),
      guestSends('com1', 'new'),
      ringHolds('c', 'new'),
    ],
  },
  {
    id: 'safe/pending/second-change',
    profiles: ['design'],
    title: 'a second change while one waits is refused without effect; the first is done',
    clauses: ['ENG-14', 'SAFE-17', 'SAFE-11', 'SAFE-14'],
    launch: onPort,
    steps: [
      ...inOneInstant(change('ringbuf', 1), change('null', 2)),
      ...told(messages(yes(1)), messages(no("Chardev 'c' has a change in progress", 2))),
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'safe/pending/removal',
    title: 'a chardev whose change waits is busy',
    clauses: ['ENG-17', 'SAFE-11'],
    launch: onPort,
    steps: [
      ...inOneInstant(change('ringbuf', 1), execute('chardev-remove', { id: 'c' }, 2)),
      ...told(messages(yes(1)), messages(no("Chardev 'c' is busy", 2))),
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'safe/pending/taken-as-base',
    title: 'nor can it become the base of a mux meanwhile',
    clauses: ['ENG-17', 'SAFE-11'],
    launch: onPort,
    steps: [
      ...inOneInstant(
        change('ringbuf', 1),
        execute('chardev-add', { id: 'm', backend: { type: 'mux', data: { chardev: 'c' } } }, 2),
      ),
      [{ do: 'receive' }, messages(yes(1))],
      [
        { do: 'receive', on: 'other' },
        {
          byProfile: {
            'qemu-7.2': messages(no("Failed to add chardev 'm': Device 'c' is in use", 2)),
            else: messages(no("Failed to add chardev 'm': chardev 'c' is already in use", 2)),
          },
        },
      ],
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'safe/pending/unplug',
    profiles: ['design'],
    title: 'a change whose frontend is unplugged meanwhile ends, and its requester is told so',
    clauses: ['ENG-23', 'ENG-30', 'SAFE-14', 'SAFE-15', 'SAFE-08'],
    launch: onVirtio,
    steps: [
      starts,
      guestOpens('v'),
      [{ do: 'receive' }],
      [{ do: 'receive', on: 'other' }],
      ...inOneInstant(change('null', 1), execute('device_del', { id: 'v' }, 2)),
      [{ do: 'advance', ms: 200 }, done],
      [
        { do: 'receive' },
        messages(no("Chardev 'c' change cancelled: handler unregistered", 1), {
          event: 'DEVICE_DELETED',
          data: { device: 'v', path: '/machine/peripheral/v' },
        }),
      ],
      listed(['c', 'ringbuf', false]),
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      listed(),
    ],
  },
  {
    id: 'safe/pending/stop',
    profiles: ['design'],
    title: 'a machine that stops takes its ports out of a change that waits',
    clauses: ['ENG-18', 'ENG-23', 'SAFE-15', 'VSER-54'],
    launch: onVirtio,
    steps: [
      starts,
      guestOpens('v'),
      [{ do: 'receive' }],
      [{ do: 'receive', on: 'other' }],
      ...inOneInstant(change('null', 1), '{"execute":"stop","id":2}'),
      [{ do: 'receive' }, messages(no("Chardev 'c' change cancelled: handler unregistered", 1), { event: 'STOP' })],
      portIs('v', stateOf(1, 'guest', 'host')),
      listed(['c', 'ringbuf', true]),
    ],
  },
  {
    id: 'safe/pending/own-next-command',
    title: 'the next command of the same client waits for the answer',
    clauses: ['ENG-30', 'SWAP-S21', 'SAFE-14'],
    launch: onPort,
    steps: [
      [{ do: 'hold' }, done],
      [{ do: 'send', bytes: change('ringbuf', 1) + execute('query-chardev', {}, 2) }],
      [{ do: 'release' }, done],
      [
        { do: 'receive' },
        messages(yes(1), { return: [{ label: 'c', filename: 'ringbuf', 'frontend-open': true }], id: 2 }),
      ],
    ],
  },
  {
    id: 'safe/pending/requester-leaves',
    title: 'a requester that leaves does not end its change',
    clauses: ['ENG-23', 'SAFE-11'],
    launch: { ...onPort, monitors: [...(monitors ?? []), { id: 'm', mode: 'qmp', via: 'listen' }] },
    needs: ['listening-monitors'],
    steps: [
      [{ do: 'connect', monitor: 'm', as: 'leaver' }],
      [{ do: 'send', on: 'leaver', bytes: change('ringbuf', 1) }, messages(yes(1))],
      [{ do: 'disconnect', on: 'leaver' }, done],
      listed(['c', 'ringbuf', true]),
    ],
  },
];
