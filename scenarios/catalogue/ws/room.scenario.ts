import type { LaunchOptions } from '../../../model/language/action.ts';
import { guestOpens, starts, virtio } from '../../driver-steps.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  clientFrame,
  closes,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  websocketAccepted,
  websocketRequest,
} from '../../steps.ts';

const word = 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on';
/** A 16550 on a websocket server at `{dir}/s`. */
const port: LaunchOptions = { args: ['-chardev', word], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };
const meets: readonly Step[] = [
  guestGets('com1', ''),
  connects('p'),
  peerSends('p', websocketRequest()),
  peerGets('p', websocketAccepted()),
];
const idle = 'disconnected:unix:{dir}/s,server=on';
const served = 'unix:{dir}/s,server=on';
const deafens: Step = [{ do: 'shutdown', socket: 'p', how: 'r' }, done];
const ping = (payload: string): string => clientFrame(0x89, payload);
const data = (payload: string): string => clientFrame(0x82, payload);
/** Frames of one byte each. */
const frames = (bytes: string): string => [...bytes].map((byte) => `\x82\x01${byte}`).join('');
/** What a unix socket takes of such frames, and what a websocket keeps of them then; two more bytes wait in the port. */
const [socketFrames, keptFrames] = [278, 2731];
const [halfPing, restOfPing] = [ping('hello').slice(0, 7), ping('hello').slice(7)];
const muchData = data('a'.repeat(4990));
const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(count / 26)).slice(0, count);
/** The guest writes till nothing is taken any more. */
const fills: readonly Step[] = [
  guestSends('com1', letters(socketFrames)),
  guestSends('com1', 'k'.repeat(keptFrames + 3), keptFrames + 2),
];
const quirky = (design: Expectation, others: Expectation): Expectation =>
  ({ byProfile: { design, else: others } }) as Expectation;
const got = (bytes: string, end = false): Expectation => ({ see: 'data', bytes, end });

/** What a websocket keeps for a client that does not read. Source: WS-02, Q-WS-2, Q-FOUND-13. */
export const room: readonly Scenario[] = [
  {
    id: 'ws/room/kept-frames',
    title: 'frames for a client that does not read are kept until they are 8192 bytes or more',
    clauses: ['WS-02', 'CHR-63'],
    launch: port,
    steps: [
      ...meets,
      ...fills,
      peerGets('p', frames(letters(socketFrames))),
      peerGets('p', frames('k'.repeat(keptFrames + 2))),
      guestSends('com1', 'z'),
    ],
  },
  {
    id: 'ws/room/read-first',
    title: 'a human monitor reads and answers all that came before the end of a connection is looked for',
    clauses: ['WS-03', 'HMP-01'],
    launch: {
      args: ['-chardev', word.replace('id=c', 'id=m'), '-mon', 'chardev=m,mode=readline'],
    },
    steps: [
      connects('p'),
      peerSends('p', websocketRequest()),
      [{ do: 'read', from: 'p' }],
      [{ do: 'hold' }, done],
      peerSends('p', data('\r'.repeat(3))),
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      [{ do: 'release' }, done],
      peerGets('p', '\x82\x02\r\n\x82\x07(qemu) '.repeat(3), true),
    ],
  },
  {
    id: 'ws/room/large-write',
    title: 'of one write as much is taken as finds room: 8192 bytes in one frame',
    clauses: ['WS-02', 'CHR-63'],
    launch: virtio([{ id: 'v', kind: 'virtserialport', chardev: 'c' }], word),
    steps: [
      starts,
      guestOpens('v'),
      connects('p'),
      peerSends('p', websocketRequest()),
      peerGets('p', websocketAccepted()),
      [
        { do: 'guest-write', port: 'v', bytes: letters(20_000), size: 65_536 },
        { see: 'accepted', count: 20_000 },
      ],
      peerGets(
        'p',
        `\x82\x7e\x20\0${letters(8192)}\x82\x7e\x20\0${letters(20_000).slice(8192, 16_384)}\x82\x7e\x0e\x20${letters(20_000).slice(16_384)}`,
      ),
    ],
  },
  {
    id: 'ws/room/pong-kept',
    title: 'each ping is answered, also while an answer waits for the client to read',
    clauses: ['WS-03', 'Q-WS-2'],
    launch: port,
    steps: [
      ...meets,
      guestSends('com1', letters(socketFrames)),
      guestSends('com1', 'k'),
      peerSends('p', ping('a')),
      peerSends('p', ping('b')),
      peerSends('p', data('in')),
      guestGets('com1', 'in'),
      peerGets('p', frames(letters(socketFrames))),
      [{ do: 'read', from: 'p' }, quirky(got(`${frames('k')}\x8a\x01a\x8a\x01b`), got(`${frames('k')}\x8a\x01a`))],
      peerSends('p', ping('c')),
      peerGets('p', '\x8a\x01c'),
    ],
  },
  {
    id: 'ws/room/ping-in-pieces',
    title: 'a ping whose end comes with much behind it is answered with its own payload',
    clauses: ['WS-03', 'Q-WS-2'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', halfPing),
      peerSends('p', restOfPing + muchData),
      // 4096 bytes with what it had
      [{ do: 'read', from: 'p' }, quirky(got('\x8a\x05hello'), got(`\x8a\x7e\x10\0hello${muchData.slice(0, 4091)}`))],
    ],
  },
  {
    id: 'ws/room/unread',
    title: 'what a client sends is taken from the wire however much of it waits to be read',
    clauses: ['WS-03', 'CHR-80'],
    launch: port,
    steps: [
      ...meets,
      ...Array.from({ length: 100 }, () => peerSends('p', data('a'.repeat(4088)))),
      peerSends('p', ping('x')),
      peerGets('p', '\x8a\x01x'),
    ],
  },
  {
    id: 'ws/room/pong-refused',
    title: 'a client that takes no pong is through, what it has said before is heard',
    clauses: ['WS-03'],
    launch: port,
    steps: [
      ...meets,
      deafens,
      peerSends('p', ping('a') + data('b')),
      guestGets('com1', 'b'),
      listed(['c', idle, true]),
    ],
  },
  {
    id: 'ws/room/output-refused',
    title: 'a client that takes no output is heard further, and missed when it leaves',
    clauses: ['WS-02', 'SOCK-13', 'Q-FOUND-13'],
    launch: port,
    steps: [
      ...meets,
      deafens,
      guestSends('com1', 'x'),
      listed(['c', served, true]),
      peerSends('p', data('in')),
      [{ do: 'guest-read', port: 'com1' }, quirky(got('in'), got(''))],
      closes('p'),
      [
        { do: 'qmp', execute: 'query-chardev' },
        quirky(
          { see: 'return', value: [{ label: 'c', filename: idle, 'frontend-open': true }] },
          { see: 'return', value: [{ label: 'c', filename: served, 'frontend-open': true }] },
        ),
      ],
      connects('q'),
      peerSends('q', websocketRequest()),
      [{ do: 'read', from: 'q' }, quirky(got(websocketAccepted()), got(''))],
    ],
  },
  {
    id: 'ws/room/refused-while-unread',
    title: 'a client that takes no output is through while nobody reads what it has said',
    clauses: ['WS-02', 'SOCK-13'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'], // 7.2 has read it all (framesOverrun)
    launch: port,
    steps: [
      ...meets,
      peerSends('p', data('a'.repeat(40))),
      deafens,
      guestSends('com1', 'x'),
      listed(['c', idle, true]),
      guestGets('com1', 'a'.repeat(14)),
    ],
  },
  {
    id: 'ws/room/deaf-and-full',
    title: 'what waits for room is not tried when something comes to be read: a client that is deaf, too, stays',
    clauses: ['WS-02', 'CHR-92'],
    launch: port,
    steps: [
      ...meets,
      guestSends('com1', 'x'.repeat(300)),
      deafens,
      peerSends('p', '\x02'),
      listed(['c', served, true]),
    ],
  },
  ...(['close', 'half-close'] as const).map(
    (how): Scenario => ({
      id: `ws/room/waiting-at-${how}`,
      title: `a port that waits for room goes on when the connection ends (${how}), and has the next client`,
      clauses: ['WS-02', 'CHR-92', 'Q-SOCK-1'],
      profiles: ['design', 'qemu-10.0', 'qemu-11.1'], // 7.2 waits for ever, or goes on sending what it has kept
      launch: port,
      steps: [
        ...meets,
        ...fills,
        how === 'close' ? closes('p') : [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
        listed(['c', idle, true]),
        guestSends('com1', 'lost'),
        connects('q'),
        peerSends('q', websocketRequest()),
        peerGets('q', websocketAccepted()),
        guestSends('com1', 'xyz'),
        peerGets('q', frames('xyz')),
      ],
    }),
  ),
];
