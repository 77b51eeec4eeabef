import type { Scenario, Step } from '../../scenario.ts';
import { command, done, empty, listed } from '../../steps.ts';

/** A client chardev on one end of a pair of datagram sockets. */
const passed = (id: string, pair: string): readonly Step[] => [
  [{ do: 'socketpair', as: pair, type: 'dgram' }, done],
  [{ do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: [`${pair}.a`] }, empty],
  command('chardev-add', {
    id,
    backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'x' } }, server: false } },
  }),
];

const holds = (...objects: readonly string[]): Step => [
  { do: 'observe', what: 'descriptors' },
  {
    see: 'descriptors',
    held: objects.map((object) => ({ object, access: 'rw', flags: ['nonblock'], closeOnExec: true })),
  },
];

export const datagramsShut: Scenario = {
  id: 'sock/datagrams-shut',
  title: 'a datagram socket hangs up once it is shut both ways itself, whatever becomes of its peer',
  clauses: ['GETFD-08', 'CHR-82'],
  steps: [
    ...passed('c', 'd'),
    [{ do: 'shutdown', socket: 'd.a', how: 'r' }, done],
    holds('d.a'),
    [{ do: 'shutdown', socket: 'd.a', how: 'w' }, done],
    holds(),
    ...passed('e', 'f'),
    [{ do: 'shutdown', socket: 'f.b', how: 'rw' }, done],
    [{ do: 'close', handle: 'f.b' }, done],
    holds('f.a'),
    listed(['c', 'disconnected:fd:x', false], ['e', 'unix:', false]),
  ],
};
