import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, listed, refusal, removeChardev, startFails } from '../../steps.ts';

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
];
