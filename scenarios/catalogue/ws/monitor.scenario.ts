import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { clientFrame, connects, done, peerGets, peerSends, websocketRequest } from '../../steps.ts';

const monitored = (mode: 'control' | 'readline'): LaunchOptions => ({
  args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off,websocket=on', '-mon', `chardev=c,mode=${mode}`],
});
/** A frame of at most 125 bytes from the system. */
const frame = (text: string): string => `\x82${String.fromCharCode(text.length)}${text}`;
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
