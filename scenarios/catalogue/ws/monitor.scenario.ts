import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { clientFrame, connects, done, peerGets, peerSends, websocketRequest } from '../../steps.ts';

const monitored = (mode: 'control' | 'control,pretty=on' | 'readline'): LaunchOptions => ({
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on', '-mon', `chardev=c,mode=${mode}`],
});
/** A frame from the system, which tells how long its text is, with the words for times and packages. */
const frame = (text: string): string => {
  const { length } = text;
  const size = length < 126 ? String.fromCharCode(length) : `\x7e${String.fromCharCode(length >> 8, length & 0xff)}`;
  return `\x82${size}${text}`;
};
const framed = (lines: readonly string[]): string => lines.map((each) => frame(`${each}\r\n`)).join('');
const returned = ['{', '    "return": {', '    }', '}'];
/** How long the frames of a greeting are depends on the digits of the release. */
const asks = (...reply: readonly string[]): readonly Step[] => [
  connects('p'),
  peerSends('p', websocketRequest()),
  [{ do: 'read', from: 'p' }],
  peerSends('p', clientFrame(0x82, '{"execute":"qmp_capabilities"}')),
  peerGets('p', reply.slice(0, 1).join('')),
  peerSends('p', clientFrame(0x82, '{"execute":"stop"}')),
  peerGets('p', reply.slice(1).join('')),
];
const line = 'closefd q';
/** Each key draws the line anew. */
const echo = [...line].map((_, at) => frame(`${'\x1b[D'.repeat(at)}${line.slice(0, at + 1)}\x1b[K`)).join('');
const stuck: Step = [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: {
      id: 'd',
      backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '{dir}/d' } }, wait: true } },
    },
    patienceMs: 300,
  },
  { see: 'silent' },
];

/** Monitors on websockets. */
export const monitor: readonly Scenario[] = [
  {
    id: 'ws/monitor/frames',
    title: 'each message of a monitor is a frame',
    clauses: ['WS-02', 'QMP-01'],
    launch: monitored('control'),
    steps: [
      ...asks(
        frame('{"return": {}}\r\n'),
        frame('{"timestamp": {time}, "event": "STOP"}\r\n'),
        frame('{"return": {}}\r\n'),
      ),
    ],
  },
  {
    id: 'ws/monitor/pretty-frames',
    title: 'each line of a pretty monitor is a frame',
    clauses: ['WS-02', 'QMP-03'],
    launch: monitored('control,pretty=on'),
    steps: [
      ...asks(
        framed(returned),
        ...['{\r\n', '    "timestamp": ', '{ti', 'me}', ',\r\n'].map(frame), // four lines of it are the time
        framed(['    "event": "STOP"', '}']),
        framed(returned),
      ),
    ],
  },
  {
    id: 'ws/monitor/stuck-loop',
    title: 'a handshake waits for the main loop, although the monitor has a thread of its own',
    clauses: ['WS-02', 'CHR-37'],
    launch: monitored('control'),
    steps: [
      connects('p'),
      stuck,
      peerSends('p', websocketRequest()),
      peerGets('p', ''),
      [{ do: 'connect-socket', as: 'q', path: '{dir}/d' }, done],
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {} }] }],
    ],
  },
  {
    id: 'ws/monitor/line-before-the-end',
    title: 'a line that came with the handshake is looked at with the end, and answered before',
    clauses: ['WS-02', 'WS-03'],
    launch: monitored('readline'),
    steps: [
      connects('p'),
      peerSends('p', websocketRequest() + clientFrame(0x82, `${line}\n`)),
      [{ do: 'read', from: 'p' }],
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      peerGets(
        'p',
        `${echo}${frame('\r\n')}${frame("Error: File descriptor named 'q' not found\r\n")}${frame('(qemu) ')}`,
        true,
      ),
    ],
  },
];
