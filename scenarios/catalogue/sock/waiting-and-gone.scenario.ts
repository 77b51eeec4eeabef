import type { Scenario } from '../../scenario.ts';
import { connects, connectsTo, done, peerSends } from '../../steps.ts';

const server = 'socket,id=c,path={dir}/s,server=on,wait=off';

/** Monitors whose clients leave, or stop to listen, while something is to be said to them. */
export const waitingAndGone: readonly Scenario[] = [
  {
    id: 'sock/waiting-and-gone/unsaid',
    title: 'what a human monitor could not say to a client is said to the next one, where nobody was told of the end',
    clauses: ['CHR-92', 'Q-SOCK-1', 'SOCK-12'],
    launch: { args: ['-chardev', server, '-mon', 'chardev=c'] },
    steps: [
      connects('p'),
      connects('q'),
      peerSends('p', 'z'.repeat(182)),
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      [
        { do: 'read', from: 'q' },
        {
          byProfile: {
            design: {
              see: 'data',
              bytes: "QEMU 10.0.0 monitor - type 'help' for more information\r\n(qemu) ",
              end: false,
            },
            else: { see: 'data' },
          },
        },
      ],
    ],
  },
  {
    id: 'sock/waiting-and-gone/negotiated',
    title:
      'a monitor reads nothing until it has said that commands out of band are on; if that fails the client is gone',
    clauses: ['QMP-02', 'QMP-12', 'SOCK-13'],
    launch: { args: ['-chardev', server, '-mon', 'chardev=c,mode=control'] },
    steps: [
      connects('p'),
      [{ do: 'shutdown', socket: 'p', how: 'r' }, done],
      peerSends('p', '{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}\n'),
      [
        { do: 'write', to: 'p', bytes: '{' },
        { see: 'errno', errno: 'EPIPE' },
      ],
    ],
  },
  {
    id: 'sock/waiting-and-gone/deaf',
    title: 'a TCP client that has shut both ways answers a greeting by a reset, and is reset itself',
    clauses: ['SOCK-03', 'SOCK-12'],
    launch: {
      args: [
        '-chardev',
        'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off',
        '-mon',
        'chardev=c,mode=control',
      ],
    },
    steps: [
      connectsTo('p', 'a'),
      connectsTo('q', 'a'),
      [{ do: 'shutdown', socket: 'q', how: 'rw' }, done],
      [{ do: 'shutdown', socket: 'p', how: 'w' }, done],
      [
        { do: 'read', from: 'q' },
        { see: 'errno', errno: 'ECONNRESET' },
      ],
      [
        { do: 'shutdown', socket: 'q', how: 'w' },
        { see: 'errno', errno: 'ENOTCONN' },
      ],
    ],
  },
];
