import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addTcpServer,
  clientFrame,
  connects,
  connectsTo,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  removeChardev,
  websocketAccepted,
  websocketHeaders,
  websocketRequest,
} from '../../steps.ts';

/** A 16550 on a websocket server at `{dir}/s`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};
const idle = 'disconnected:unix:{dir}/s,server=on';
const served = 'unix:{dir}/s,server=on';
const meets: readonly Step[] = [guestGets('com1', ''), connects('p')];
const refused = (status: string, more: string): string =>
  `HTTP/1.1 ${status}\r\nServer: QEMU VNC\r\nDate: {date}\r\nConnection: close\r\n${more}`;
const bad = refused('400 Bad Request', 'Sec-WebSocket-Version: 13\r\n');

/** Headers without one, and with others instead. */
function headers(without: string, ...others: readonly string[]): readonly string[] {
  return [...websocketHeaders.filter((line) => !line.startsWith(`${without}:`)), ...others];
}

function asks(name: string, title: string, request: string, reply: string, ends: boolean): Scenario {
  return {
    id: `ws/handshake/${name}`,
    title,
    clauses: ['WS-01'],
    launch: port,
    steps: [...meets, peerSends('p', request), peerGets('p', reply, ends), listed(['c', ends ? idle : served, true])],
  };
}

function accepts(name: string, title: string, request: string, protocol = false): Scenario {
  return asks(name, title, request, websocketAccepted(protocol), false);
}

function refuses(name: string, title: string, request: string, reply: string = bad): Scenario {
  return asks(name, title, request, reply, true);
}

/** A first line of one word: nothing is said to it before 11.1. */
function refusesOneWord(name: string, title: string, request: string): Scenario {
  return {
    id: `ws/handshake/${name}`,
    title,
    clauses: ['WS-01', 'Q-FOUND-18'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', request),
      [
        { do: 'read', from: 'p' },
        {
          byProfile: {
            'qemu-7.2': { see: 'data', bytes: '', end: true },
            'qemu-10.0': { see: 'data', bytes: '', end: true },
            'qemu-11.1': { see: 'data', bytes: bad, end: true },
            else: { see: 'data', bytes: bad, end: true },
          },
        },
      ],
      listed(['c', idle, true]),
    ],
  };
}

const many = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `X-${at}: y`);
const longest = `GET / HTTP/1.1\r\nX: ${'a'.repeat(4096 - 23)}\r\n\r\n`;

/** The HTTP request that a websocket client begins with. */
export const handshake: readonly Scenario[] = [
  refusesOneWord(
    'no-first-line',
    'a request whose first line is empty is refused',
    '\r\nSec-WebSocket-Version: 13\r\n\r\n',
  ),
  refusesOneWord(
    'one-word',
    'a request whose first line is one word is refused',
    `GET\r\n${websocketHeaders.join('\r\n')}\r\n\r\n`,
  ),
  accepts('plain', 'a request with all that is needed is accepted', websocketRequest()),
  accepts(
    'protocol',
    'the protocol binary is confirmed',
    websocketRequest(headers('', 'Sec-WebSocket-Protocol: binary')),
    true,
  ),
  accepts(
    'protocols',
    'binary among others will do',
    websocketRequest(headers('', 'Sec-WebSocket-Protocol: chat, binary')),
    true,
  ),
  accepts('origin', 'an origin is not looked at', websocketRequest(headers('', 'Origin: http://elsewhere')), false),
  accepts(
    'case',
    'names, the upgrade and the connection are read without regard to case',
    websocketRequest([
      'HOST:example',
      'upgrade: WebSocket',
      'connection: keep-alive, upgrade',
      ...headers('Host').filter((line) => line.startsWith('Sec-')),
    ]),
  ),
  accepts('most-headers', '32 lines of headers are not too many', websocketRequest(headers('', ...many(27)))),
  refuses('too-many-headers', '33 lines of headers are too many', websocketRequest(headers('', ...many(28)))),
  refuses('method', 'only GET is served', websocketRequest(websocketHeaders, 'POST / HTTP/1.1')),
  refuses('version', 'only HTTP/1.1 is served', websocketRequest(websocketHeaders, 'GET / HTTP/1.0')),
  refuses(
    'path',
    'only / is served',
    websocketRequest(websocketHeaders, 'GET /x HTTP/1.1'),
    refused('404 Not Found', '\r\n'),
  ),
  refuses('two-words', 'the first line has three words', websocketRequest(websocketHeaders, 'GET /')),
  refuses('four-words', 'and no more', websocketRequest(websocketHeaders, 'GET / HTTP/1.1 x')),
  refuses('no-colon', 'a header line has a colon', websocketRequest(headers('', 'nonsense'))),
  refuses('no-host', 'Host is needed', websocketRequest(headers('Host'))),
  refuses('no-upgrade', 'Upgrade is needed', websocketRequest(headers('Upgrade'))),
  refuses('no-connection', 'Connection is needed', websocketRequest(headers('Connection'))),
  refuses(
    'kept-connection',
    'and must name the upgrade',
    websocketRequest(headers('Connection', 'Connection: keep-alive')),
  ),
  refuses('no-version', 'the version of the protocol is needed', websocketRequest(headers('Sec-WebSocket-Version'))),
  refuses(
    'other-version',
    'and must be 13',
    websocketRequest(headers('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 12')),
  ),
  refuses('no-key', 'a key is needed', websocketRequest(headers('Sec-WebSocket-Key'))),
  refuses('short-key', 'of 24 characters', websocketRequest(headers('Sec-WebSocket-Key', 'Sec-WebSocket-Key: abc'))),
  refuses(
    'other-protocol',
    'a protocol that is not binary is refused',
    websocketRequest(headers('', 'Sec-WebSocket-Protocol: chat')),
  ),
  refuses('longest', 'a request of 4096 bytes is still read', longest),
  {
    id: 'ws/handshake/too-long',
    title: 'a request that has not ended after 4096 bytes is too long',
    clauses: ['WS-01'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', `GET / HTTP/1.1\r\nX: ${'a'.repeat(4096 - 19)}`),
      peerGets('p', refused('403 Request Entity Too Large', '\r\n'), true),
      listed(['c', idle, true]),
    ],
  },
  {
    id: 'ws/handshake/too-long-in-pieces',
    title: 'no byte beyond 4096 of a request is read, and what waits beyond makes its end a reset',
    clauses: ['WS-01'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', `GET / HTTP/1.1\r\nX: ${'a'.repeat(1000 - 19)}`),
      peerSends('p', 'a'.repeat(3097)),
      peerGets('p', refused('403 Request Entity Too Large', '\r\n')),
      listed(['c', idle, true]),
    ],
  },
  refuses('no-headers', 'a request without headers is malformed whatever its path', 'GET /x HTTP/1.1\r\n\r\n'),
  ...['', ',wait=off'].map(
    (more): Scenario => ({
      id: `ws/handshake/too-long-at-once${more === '' ? '-awaited' : ''}`,
      title: `what is unread of a request that came at once resets the connection${more === '' ? ' of a server that waits' : ''}`,
      clauses: ['WS-01', 'SOCK-11'],
      launch: 'manual',
      steps: [
        [
          {
            do: 'launch',
            args: ['-chardev', `socket,id=c,host=127.0.0.1,port={port:a},server=on,websocket=on${more}`],
            paused: more === '',
          },
        ],
        connectsTo('p', 'a'),
        peerSends('p', `GET / HTTP/1.1\r\nX: ${'a'.repeat(4097 - 19)}`),
        peerGets('p', refused('403 Request Entity Too Large', '\r\n')),
        peerGets('p', '', true),
      ],
    }),
  ),
  {
    id: 'ws/handshake/pieces',
    title: 'the request may come in pieces, and until it is complete nobody is connected',
    clauses: ['WS-01', 'WS-02'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', websocketRequest().slice(0, 40)),
      peerGets('p', ''),
      listed(['c', idle, true]),
      peerSends('p', websocketRequest().slice(40)),
      peerGets('p', websocketAccepted()),
      listed(['c', served, true]),
      guestSends('com1', 'o'),
      peerGets('p', '\x82\x01o'),
    ],
  },
  {
    id: 'ws/handshake/lost-output',
    title: 'what the guest sends before the handshake is over is gone',
    clauses: ['WS-02', 'SOCK-14'],
    launch: port,
    steps: [
      ...meets,
      guestSends('com1', 'early'),
      peerSends('p', websocketRequest()),
      peerGets('p', websocketAccepted()),
    ],
  },
  {
    id: 'ws/handshake/left',
    title: 'a client that leaves instead of asking makes room for the next',
    clauses: ['WS-01', 'SOCK-03'],
    bugs: ['BUG-078'],
    launch: port,
    steps: [
      ...meets,
      [{ do: 'close', handle: 'p' }],
      connects('q'),
      peerSends('q', websocketRequest()),
      peerGets('q', websocketAccepted()),
    ],
  },
  {
    id: 'ws/handshake/frame-behind-it',
    title: 'a frame right behind the request waits until more comes',
    clauses: ['WS-02'],
    launch: port,
    steps: [
      ...meets,
      peerSends('p', websocketRequest() + clientFrame(0x82, 'early')),
      peerGets('p', websocketAccepted()),
      guestGets('com1', ''),
      peerSends('p', clientFrame(0x89, 'x')),
      guestGets('com1', 'early'),
      peerGets('p', '\x8a\x01x'),
    ],
  },
  {
    id: 'ws/handshake/telnet',
    title: 'the greeting of telnet follows in a frame, and its filter reads what frames bring',
    clauses: ['WS-02', 'TEL-01', 'TEL-02'],
    launch: {
      args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on,telnet=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      ...meets,
      peerSends('p', websocketRequest()),
      peerGets('p', `${websocketAccepted()}\x82\x0c\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00`),
      peerSends('p', clientFrame(0x82, 'a\xff\xfd\x01b')),
      guestGets('com1', 'ab'),
    ],
  },
  {
    id: 'ws/handshake/tcp',
    title: 'the same over TCP',
    clauses: ['WS-01', 'SOCK-20', 'SOCK-21'],
    upstream: ['/char/websocket'],
    steps: [
      addTcpServer('c', 'a', { websocket: true }),
      connectsTo('p', 'a'),
      listed(['c', 'disconnected:websocket:127.0.0.1:{port:a},server=on', false]),
      peerSends('p', websocketRequest()),
      peerGets('p', websocketAccepted()),
      listed(['c', 'websocket:127.0.0.1:{port:a},server=on <-> 127.0.0.1:{peer:p}', false]),
      removeChardev('c'),
    ],
  },
];
