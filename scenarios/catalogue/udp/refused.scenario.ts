import type { Value } from '../../../model/language/value.ts';
import { portIs, starts, stateOf, virtio } from '../../driver-steps.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { addChardev, command, guestSends, listed, refusal, removeChardev, startFails } from '../../steps.ts';

const inet = (host: string, port: string): Value => ({ type: 'inet', data: { host, port } });
const unix: Value = { type: 'unix', data: { path: '{dir}/u' } };

type Row = readonly [name: string, title: string, data: Value, text: string];
const rows: readonly Row[] = [
  ['no-remote', 'a remote is needed', {}, "Parameter 'backend.data.remote' is missing"],
  [
    'empty-port',
    'the remote port is needed',
    { remote: inet('127.0.0.1', '') },
    "Failed to add chardev 'u': remote port not specified",
  ],
  [
    'unix-remote',
    'the remote is an internet address',
    { remote: unix },
    "Failed to add chardev 'u': socket type unsupported for datagram",
  ],
  [
    'fd-remote',
    'and no descriptor',
    { remote: { type: 'fd', data: { str: 'x' } } },
    "Failed to add chardev 'u': socket type unsupported for datagram",
  ],
  [
    'unknown-member',
    'other members are refused',
    { remote: inet('127.0.0.1', '9'), x: 1 },
    "Parameter 'backend.data.x' is unexpected",
  ],
];

/** Before 11.1 a datagram chardev does not count as open, and a port discards its output. */
const portWaits = (otherwise: ExpectedOutcome): Step =>
  portIs('v', { byProfile: { 'qemu-11.1': stateOf(1, 'host', 'throttled'), else: otherwise } });

/** What a datagram chardev refuses, and that it needs nobody at the other end. Source: UDP-01. */
export const refused: readonly Scenario[] = [
  ...rows.map(
    ([name, title, data, text]): Scenario => ({
      id: `udp/refused/${name}`,
      title,
      clauses: ['UDP-01'],
      steps: [addChardev('u', 'udp', data, refusal(text)), listed()],
    }),
  ),
  {
    id: 'udp/refused/nobody-there',
    title: 'nobody has to be at the other end, and the host may be left empty',
    clauses: ['UDP-01', 'UDP-04'],
    steps: [
      addChardev('u', 'udp', { remote: inet('127.0.0.1', '9') }),
      addChardev('v', 'udp', { remote: inet('', '9'), local: inet('127.0.0.1', '0') }),
      listed(['u', 'udp', false], ['v', 'udp', false]),
      removeChardev('u'),
      removeChardev('v'),
    ],
  },
  {
    id: 'udp/refused/word-without-port',
    title: 'the command line needs a port, too',
    clauses: ['UDP-01', 'CHR-09'],
    launch: 'manual',
    steps: [startFails(['-chardev', 'udp,id=a'], '-chardev udp,id=a: chardev: udp: remote port not specified')],
  },
  ...(['localaddr=127.0.0.1', 'localport={port:own}', 'host=127.0.0.1'] as const).map(
    (more): Scenario => ({
      id: `udp/refused/word-with-${more.split('=')[0]}`,
      title: 'host, local address and local port may be left out, each by itself',
      clauses: ['UDP-01', 'CHR-09'],
      launch: { args: ['-chardev', `udp,id=u,port={port:peer},${more}`] },
      steps: [listed(['u', 'udp', false])],
    }),
  ),
  {
    id: 'udp/refused/never-opened',
    title: 'a datagram chardev is never told to be open, and what nobody hears counts as sent',
    clauses: ['UDP-04', 'CHR-52'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 tells it OPENED
    launch: { ports: [{ id: 'w', kind: 'witness' }] },
    steps: [
      addChardev('u', 'udp', { remote: inet('127.0.0.1', '9') }),
      [{ do: 'witness-attach', port: 'w', chardev: 'u' }, { see: 'done' }],
      [{ do: 'witness-handlers', port: 'w', listening: true }, { see: 'done' }],
      [
        { do: 'witness-records', port: 'w' },
        { see: 'records', records: [] },
      ],
      [
        { do: 'witness-write', port: 'w', bytes: 'abc' },
        { see: 'accepted', count: 3 },
      ],
    ],
  },
  {
    id: 'udp/refused/waits-for-good',
    title:
      'a port whose datagram is refused has nothing to wait for, and is throttled for good, with another far end, too',
    clauses: ['Q-FOUND-19', 'CHR-90', 'UDP-04', 'VSER-55'],
    launch: virtio([{ id: 'v', kind: 'virtserialport', chardev: 'u' }], 'udp,id=u,host=127.0.0.1,port={port:nobody}'),
    steps: [
      starts,
      guestSends('v', 'p'.repeat(3 * 4096)), // the second of three is told that nobody has the port
      portWaits(stateOf(1)),
      command('chardev-change', { id: 'u', backend: { type: 'ringbuf', data: {} } }),
      portWaits(stateOf(1, 'host')),
    ],
  },
];
