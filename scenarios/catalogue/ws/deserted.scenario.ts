import type { Expectation, Scenario, Step } from '../../scenario.ts';
import {
  addTcpServer,
  clientFrame,
  closes,
  connects,
  connectsTo,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  removeChardev,
  swapChardev,
  websocketAccepted,
  websocketRequest,
} from '../../steps.ts';

const word = 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on';
const shakes: readonly Step[] = [peerSends('p', websocketRequest()), peerGets('p', websocketAccepted())];
const only72 = (there: Expectation, others: Expectation): Expectation =>
  ({ byProfile: { 'qemu-7.2': there, else: others } }) as Expectation;
const got = (bytes: string, end = false): Expectation => ({ see: 'data', bytes, end });
const tells = (bytes: string): Step => [
  { do: 'write', to: 'p', bytes },
  only72({ see: 'wrote', count: bytes.length }, { see: 'errno', errno: 'EPIPE' }),
];
const hears = (bytes: string, end = false): Step => [{ do: 'read', from: 'p' }, only72(got(bytes, end), got('', true))];
const ping = (payload: string): string => clientFrame(0x89, payload);
const data = (payload: string): string => clientFrame(0x82, payload);
const close = clientFrame(0x88, '');
const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(count / 26)).slice(0, count);
const frames = (bytes: string): string => [...bytes].map((byte) => `\x82\x01${byte}`).join('');
/** Frames of one byte that a unix socket takes. */
const socketFrames = 278;
const bare = { args: ['-chardev', word] };
const port = { ...bare, ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] } as const;

/** What becomes of a websocket whose chardev goes. Source: Q-FOUND-14, CHR-13. */
export const deserted: readonly Scenario[] = [
  {
    id: 'ws/deserted/removed',
    title: 'a websocket is closed with its chardev; 7.2 answers its pings until it asks to close',
    clauses: ['Q-FOUND-14', 'CHR-13', 'WS-03'],
    launch: bare,
    steps: [
      connects('p'),
      ...shakes,
      removeChardev('c'),
      hears(''),
      tells(ping('a')),
      hears('\x8a\x01a'),
      tells(data('lost')),
      hears(''),
      tells(close),
      hears('\x88\x16\x03\xe8peer requested close', true),
    ],
  },
  {
    id: 'ws/deserted/tcp',
    title: 'the same over TCP: who leaves is let go',
    clauses: ['Q-FOUND-14', 'CHR-13'],
    steps: [
      addTcpServer('c', 'a', { websocket: true }),
      connectsTo('p', 'a'),
      ...shakes,
      removeChardev('c'),
      hears(''),
      closes('p'),
      listed(),
    ],
  },
  {
    id: 'ws/deserted/changed',
    title: 'a websocket is closed when its port goes to another chardev; 7.2 keeps it until it breaks the rules',
    clauses: ['Q-FOUND-14', 'SWAP-S01', 'WS-03'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      connects('p'),
      ...shakes,
      swapChardev('c', 'null', {}),
      hears(''),
      tells(data('lost')),
      guestGets('com1', ''),
      tells(clientFrame(0x81, 'x')),
      hears('\x889\x03\xebonly binary, close, ping, and pong frames are supported', true),
    ],
  },
  {
    id: 'ws/deserted/kept-frames',
    title: 'frames that wait for a client are lost with the chardev; 7.2 goes on sending them',
    clauses: ['Q-FOUND-14', 'WS-02'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      connects('p'),
      ...shakes,
      guestSends('com1', letters(socketFrames)),
      guestSends('com1', 'kept'),
      swapChardev('c', 'null', {}),
      [{ do: 'read', from: 'p' }, only72(got(frames(letters(socketFrames))), got(frames(letters(socketFrames)), true))],
      hears(frames('kept')),
      closes('p'),
    ],
  },
  {
    id: 'ws/deserted/left-before',
    title: 'a websocket whose client has asked to close is closed with its chardev',
    clauses: ['WS-03', 'CHR-13'],
    launch: bare,
    steps: [
      connects('p'),
      ...shakes,
      peerSends('p', data('unread') + close),
      removeChardev('c'),
      peerGets('p', '\x88\x16\x03\xe8peer requested close', true),
    ],
  },
  {
    id: 'ws/deserted/half-a-frame',
    title: 'a client that leaves within a frame is never missed by 7.2, and its descriptor number stays taken',
    clauses: ['Q-FOUND-14', 'Q-WS-1'],
    launch: bare,
    steps: [
      connects('p'),
      ...shakes,
      peerSends('p', data('abcde').slice(0, -2)),
      removeChardev('c'),
      [{ do: 'shutdown', socket: 'p', how: 'w' }, { see: 'done' }],
      hears(''),
    ],
  },
];
