import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  clientFrame,
  closes,
  command,
  connects,
  connectsTo,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  websocketAccepted,
  websocketRequest,
} from '../../steps.ts';

/** A 16550 on a websocket server at `{dir}/s`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
const idle = 'disconnected:unix:{dir}/s,server=on';
const served = 'unix:{dir}/s,server=on';
const meets: readonly Step[] = [
  guestGets('com1', ''),
  connects('p'),
  peerSends('p', websocketRequest()),
  peerGets('p', websocketAccepted()),
];
const first = {
  whole: 0x82,
  begun: 0x02,
  more: 0x00,
  last: 0x80,
  text: 0x81,
  close: 0x88,
  ping: 0x89,
  pong: 0x8a,
} as const;
const closing = (code: number, text: string): string =>
  `\x88${String.fromCharCode(text.length + 2, code >> 8, code & 0xff)}${text}`;
const closed = closing(1000, 'peer requested close');
const unsupported = closing(1003, 'only binary, close, ping, and pong frames are supported');

/** What a client sends, what the guest gets of it, and what comes back. */
function brings(name: string, title: string, sent: string, got: string, reply = ''): Scenario {
  return {
    id: `ws/frames/${name}`,
    title,
    clauses: ['WS-03'],
    launch: port,
    steps: [...meets, peerSends('p', sent), guestGets('com1', got), peerGets('p', reply), listed(['c', served, true])],
  };
}

/** What a client sends that ends the connection. */
function ends(name: string, title: string, sent: string, reply: string): Scenario {
  return {
    id: `ws/frames/${name}`,
    title,
    clauses: ['WS-03'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', sent),
      peerGets('p', reply, true),
      listed(['c', idle, true]),
      guestGets('com1', ''),
    ],
  };
}

/** What the profiles with a quirk see, and the design. */
function differs(design: Expectation, others: Expectation): Expectation {
  return { byProfile: { design, else: others } } as Expectation;
}
const got = (bytes: string): Expectation => ({ see: 'data', bytes });
const idleOverTcp = 'disconnected:websocket:127.0.0.1:{port:a},server=on';
const portOverTcp: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off,websocket=on'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
const meetsOverTcp: readonly Step[] = [
  guestGets('com1', ''),
  connectsTo('p', 'a'),
  peerSends('p', websocketRequest()),
  peerGets('p', websocketAccepted()),
];
/** The connection is over where the end was heard within a frame. */
const seenOverTcp: Step = [
  { do: 'qmp', execute: 'query-chardev' },
  differs(
    { see: 'return', value: [{ label: 'c', filename: idleOverTcp, 'frontend-open': true }] },
    {
      see: 'return',
      value: [
        {
          label: 'c',
          filename: 'websocket:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:p}',
          'frontend-open': true,
        },
      ],
    },
  ),
];
const pingPair = clientFrame(first.ping, 'a') + clientFrame(first.ping, 'b');

/** Frames of a client, and what is said to them. */
export const frames: readonly Scenario[] = [
  {
    id: 'ws/frames/help-in-characters',
    title: 'a mux writes its help in many pieces: the head, the name of a key, and every other character by itself',
    clauses: ['WS-03', 'MUX-09'],
    launch: {
      args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.whole, '\x01h')),
      [
        { do: 'read', from: 'p', max: 18 },
        { see: 'data', bytes: '\x82\x02\n\r\x82\x03C-a\x82\x01 \x82\x01h\x82\x01 ', end: false },
      ],
      [{ do: 'read', from: 'p' }],
    ],
  },
  brings('binary', 'the payload of a binary frame reaches the guest', clientFrame(first.whole, 'hi'), 'hi'),
  brings('two', 'frames may come together', clientFrame(first.whole, 'ab') + clientFrame(first.whole, 'cd'), 'abcd'),
  brings('empty', 'a frame may be empty', clientFrame(first.whole, '') + clientFrame(first.whole, 'e'), 'e'),
  brings(
    'fragments',
    'a message may come in fragments',
    clientFrame(first.begun, 'ab') + clientFrame(first.more, 'cd') + clientFrame(first.last, 'e'),
    'abcde',
  ),
  brings(
    'fragment-anew',
    'a fragment may name itself binary again',
    clientFrame(first.begun, 'ab') + clientFrame(first.begun, 'cd'),
    'abcd',
  ),
  brings('reserved-bits', 'reserved bits are not looked at', clientFrame(0xf2, 'r'), 'r'),
  brings('medium-length', 'a length may have 16 bits', '\x82\xfe\0\x03\x01\x02\x03\x04yxz', 'xzy'),
  brings('long-length', 'a length may have 64 bits', '\x82\xff\0\0\0\0\0\0\0\x03\x01\x02\x03\x04yxz', 'xzy'),
  brings('ping', 'a ping is answered with its payload', clientFrame(first.ping, 'hello'), '', '\x8a\x05hello'),
  brings('empty-ping', 'an empty ping is answered', clientFrame(first.ping, ''), '', '\x8a\0'),
  brings(
    'longest-ping',
    'a ping may bring 125 bytes',
    clientFrame(first.ping, 'x'.repeat(125)),
    '',
    `\x8a\x7d${'x'.repeat(125)}`,
  ),
  brings('pong', 'a pong is not answered', clientFrame(first.pong, 'x') + clientFrame(first.whole, 'q'), 'q'),
  brings(
    'ping-behind-data',
    'data and a ping in one piece',
    clientFrame(first.whole, 'b') + clientFrame(first.ping, 'a'),
    'b',
    '\x8a\x01a',
  ),
  ends('close', 'a close is answered and ends the connection', clientFrame(first.close, ''), closed),
  ends('close-with-status', 'its status is not echoed', clientFrame(first.close, '\x03\xe9bye'), closed),
  ends('text', 'text is refused', clientFrame(first.text, 'hi'), unsupported),
  ends('unknown', 'an unknown kind is refused', clientFrame(0x83, 'hi'), unsupported),
  ends('nothing-to-continue', 'a continuation of nothing is refused', clientFrame(first.last, 'hi'), unsupported),
  ends('unmasked', 'a frame without mask is refused', '\x82\x05hello', closing(1002, 'client frames must be masked')),
  ends(
    'control-too-large',
    'a control frame of more than 125 bytes is refused',
    clientFrame(first.ping, 'x'.repeat(126)),
    closing(1002, 'control frame is too large'),
  ),
  ends(
    'fragmented-ping',
    'a control frame in fragments is refused',
    clientFrame(0x09, 'x'),
    closing(1008, 'only binary frames may be fragmented'),
  ),
  ends(
    'fragmented-text',
    'so is text in fragments',
    clientFrame(0x01, 'x'),
    closing(1008, 'only binary frames may be fragmented'),
  ),
  {
    id: 'ws/frames/output',
    title: 'each write of the guest is one frame without mask',
    clauses: ['WS-02'],
    launch: port,
    steps: [...meets, guestSends('com1', 'out'), peerGets('p', '\x82\x01o\x82\x01u\x82\x01t')],
  },
  {
    id: 'ws/frames/pieces',
    title: 'frames may come byte by byte; of an unfinished one four bytes at a time are passed on',
    clauses: ['WS-03'],
    launch: port,
    steps: [
      ...meets,
      ...[...clientFrame(first.whole, 'abcde').slice(0, 9)].map((byte) => peerSends('p', byte)),
      guestGets('com1', ''),
      peerSends('p', clientFrame(first.whole, 'abcde').slice(9, 10)),
      guestGets('com1', 'abcd'),
      peerSends('p', clientFrame(first.whole, 'abcde').slice(10)),
      guestGets('com1', 'e'),
    ],
  },
  {
    id: 'ws/frames/ping-without-room',
    title: 'a ping is answered whatever room the guest has',
    clauses: ['WS-03'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.whole, '0123456789'.repeat(3)) + clientFrame(first.ping, 'x')),
      peerGets('p', '\x8a\x01x'),
    ],
  },
  {
    id: 'ws/frames/left-within-frame',
    title: 'a peer that leaves within a frame is disconnected',
    clauses: ['WS-03', 'Q-WS-1'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', '\x82'),
      closes('p'),
      [
        { do: 'qmp', execute: 'query-chardev' },
        differs(
          { see: 'return', value: [{ label: 'c', filename: idle, 'frontend-open': true }] },
          { see: 'return', value: [{ label: 'c', filename: served, 'frontend-open': true }] },
        ),
      ],
      connects('q'),
      peerSends('q', websocketRequest()),
      [{ do: 'read', from: 'q' }, differs(got(websocketAccepted()), got(''))],
    ],
  },
  {
    id: 'ws/frames/yanked-within-frame',
    title: 'a yank within a frame ends the connection, at the latest when the client hears of it',
    clauses: ['CHR-21', 'WS-03', 'Q-WS-1'],
    launch: portOverTcp,
    steps: [
      ...meetsOverTcp,
      peerSends('p', '\x82'),
      command('yank', { instances: [{ type: 'chardev', id: 'c' }] }),
      seenOverTcp,
      peerSends('p', '\x81'), // answered by a reset, which both hear of
      listed(['c', idleOverTcp, true]),
    ],
  },
  {
    id: 'ws/frames/reset-behind-the-end',
    title: 'a peer that resets behind its end, within a frame, is disconnected by the end already',
    clauses: ['WS-03', 'Q-WS-1'],
    launch: portOverTcp,
    steps: [
      ...meetsOverTcp,
      peerSends('p', '\x82'),
      [{ do: 'shutdown', socket: 'p', how: 'w' }, { see: 'done' }],
      seenOverTcp,
      [{ do: 'reset', handle: 'p' }, { see: 'done' }],
      seenOverTcp,
    ],
  },
  {
    id: 'ws/frames/left-between-frames',
    title: 'a peer that leaves between frames is disconnected, and the next is served',
    clauses: ['WS-03', 'SOCK-12'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.whole, 'x')),
      closes('p'),
      guestGets('com1', 'x'),
      listed(['c', idle, true]),
      connects('q'),
      peerSends('q', websocketRequest()),
      peerGets('q', websocketAccepted()),
    ],
  },
  {
    id: 'ws/frames/two-pings',
    title: 'two pings in one piece get two answers',
    clauses: ['WS-03', 'Q-WS-2'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', pingPair),
      [{ do: 'read', from: 'p' }, differs(got('\x8a\x01a\x8a\x01b'), got('\x8a\x08a\x89\x81\x01\x02\x03\x04c'))],
    ],
  },
  {
    id: 'ws/frames/ping-before-data',
    title: 'a ping is answered with its own payload, whatever stands behind it',
    clauses: ['WS-03', 'Q-WS-2'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.ping, 'a') + clientFrame(first.whole, 'b')),
      guestGets('com1', 'b'),
      [{ do: 'read', from: 'p' }, differs(got('\x8a\x01a'), got('\x8a\x08a\x82\x81\x01\x02\x03\x04c'))],
    ],
  },
  {
    id: 'ws/frames/ping-between-fragments',
    title: 'a ping between fragments leaves the message alone',
    clauses: ['WS-03', 'Q-WS-2'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.begun, 'he')),
      guestGets('com1', 'he'),
      peerSends('p', clientFrame(first.ping, 'p')),
      peerGets('p', '\x8a\x01p'),
      peerSends('p', clientFrame(first.last, 'llo')),
      [{ do: 'guest-read', port: 'com1' }, differs(got('llo'), got(''))],
      [{ do: 'read', from: 'p' }, differs(got(''), got('\x8a\x03llo'))],
    ],
  },
  {
    id: 'ws/frames/data-before-close',
    title: 'data in front of a close is delivered',
    clauses: ['WS-03', 'Q-WS-3'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.whole, 'ab') + clientFrame(first.close, '')),
      [{ do: 'guest-read', port: 'com1' }, differs(got('ab'), got(''))],
      peerGets('p', closed, true),
    ],
  },
  {
    id: 'ws/frames/data-before-bad-frame',
    title: 'data in front of a bad frame is delivered',
    clauses: ['WS-03', 'Q-WS-3'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.whole, 'ab') + clientFrame(first.text, '')),
      [{ do: 'guest-read', port: 'com1' }, differs(got('ab'), got(''))],
      peerGets('p', unsupported, true),
    ],
  },
  {
    id: 'ws/frames/round',
    title: 'pings are answered, data comes in, a close is answered by one',
    clauses: ['WS-01', 'WS-02', 'WS-03'],
    upstream: ['/char/websocket'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', clientFrame(first.ping, 'hello')),
      peerGets('p', '\x8a\x05hello'),
      peerSends('p', clientFrame(first.whole, 'world')),
      guestGets('com1', 'world'),
      peerSends('p', clientFrame(first.close, '')),
      peerGets('p', closed, true),
    ],
  },
];
