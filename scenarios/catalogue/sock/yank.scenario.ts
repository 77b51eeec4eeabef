import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addServer,
  addTcpServer,
  command,
  connects,
  connectsTo,
  done,
  empty,
  guestGets,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
} from '../../steps.ts';

const notFound: ExpectedOutcome = { see: 'error', class: 'DeviceNotFound', desc: 'Instance not found' };
const chardev = (id: string): Value => ({ type: 'chardev', id });
const yanks = (id: string, expectation: ExpectedOutcome = empty): Step =>
  command('yank', { instances: [chardev(id)] }, expectation);
const instances = (...ids: readonly string[]): Step => [
  { do: 'qmp', execute: 'query-yank' },
  { see: 'return', value: ids.map(chardev) },
];
const outOfBand: LaunchOptions = { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] };
/** A 16550 on a TCP server `c`. */
const port: LaunchOptions = {
  args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
};

/** A refusal of the arguments. */
function refused(name: string, given: Value, desc: string): Scenario {
  return {
    id: `sock/yank/${name}`,
    title: desc,
    clauses: ['CHR-21', 'QMP-06'],
    steps: [command('yank', given, refusal(desc))],
  };
}

/** Shutting connections down by force. */
export const yank: readonly Scenario[] = [
  {
    id: 'sock/yank/instances',
    title: 'each socket chardev is an instance, others are not',
    clauses: ['CHR-21'],
    steps: [
      addServer('b'),
      addTcpServer('a', 'a'),
      addChardev('r', 'ringbuf'),
      instances('a', 'b'),
      removeChardev('a'),
      instances('b'),
      removeChardev('b'),
      removeChardev('r'),
      instances(),
    ],
  },
  {
    id: 'sock/yank/connected',
    title: 'a yanked connection ends for both, and the next client is served',
    clauses: ['CHR-21', 'SOCK-12'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      connectsTo('p', 'a'),
      yanks('c'),
      listed(['c', 'disconnected:tcp:127.0.0.1:{port:a},server=on', true]),
      peerGets('p', '', true),
      connectsTo('q', 'a'),
      peerSends('q', 'x'),
      guestGets('com1', 'x'),
    ],
  },
  {
    id: 'sock/yank/unix',
    title: 'the same over a unix socket',
    clauses: ['CHR-21'],
    launch: {
      args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      guestGets('com1', ''),
      connects('p'),
      yanks('c'),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', true]),
      peerGets('p', '', true),
    ],
  },
  {
    id: 'sock/yank/two',
    title: 'each instance of a list loses its connection, and no other',
    clauses: ['CHR-21'],
    steps: [
      ...['a', 'b', 'c', 'd'].flatMap((id) => [addServer(id, `{dir}/${id}`), connects(`p.${id}`, `{dir}/${id}`)]),
      command('yank', { instances: [chardev('a'), chardev('c'), chardev('d')] }),
      peerGets('p.a', '', true),
      peerGets('p.b', ''),
      peerGets('p.c', '', true),
      peerGets('p.d', '', true),
    ],
  },
  {
    id: 'sock/yank/idle',
    title: 'a chardev without connection has nothing to lose',
    clauses: ['CHR-21'],
    steps: [
      addServer('c'),
      yanks('c'),
      connects('p'),
      listed(['c', 'unix:{dir}/s,server=on', false]),
      removeChardev('c'),
    ],
  },
  {
    id: 'sock/yank/unknown',
    title: 'an unknown instance is refused, and so is the whole list',
    clauses: ['CHR-21', 'QMP-04'],
    steps: [
      addServer('c'),
      connects('p'),
      addChardev('r', 'ringbuf'),
      yanks('z', notFound),
      yanks('r', notFound),
      command('yank', { instances: [chardev('c'), chardev('z')] }, notFound),
      listed(['c', 'unix:{dir}/s,server=on', false], ['r', 'ringbuf', false]),
      peerGets('p', ''),
      command('yank', { instances: [{ type: 'migration' }] }, notFound),
      command('yank', { instances: [{ type: 'block-node', 'node-name': 'n' }] }, notFound),
      command('yank', { instances: [] }),
      removeChardev('r'),
      removeChardev('c'),
    ],
  },
  refused('no-instances', {}, "Parameter 'instances' is missing"),
  refused('unknown-type', { instances: [{ type: 'zz', id: 'c' }] }, "Parameter 'type' does not accept value 'zz'"),
  refused('no-id', { instances: [{ type: 'chardev' }] }, "Parameter 'instances[0].id' is missing"),
  refused('no-node', { instances: [{ type: 'block-node' }] }, "Parameter 'instances[0].node-name' is missing"),
  {
    id: 'sock/yank/out-of-band',
    title: 'yank and query-yank run out of band, other commands do not',
    clauses: ['CHR-21', 'QMP-10', 'QMP-11'],
    launch: outOfBand,
    steps: [
      addServer('c'),
      connects('p'),
      [
        { do: 'qmp', execute: 'query-yank', oob: true, id: 1 },
        { see: 'return', value: [chardev('c')], id: 1 },
      ],
      [
        { do: 'qmp', execute: 'yank', oob: true, id: 2, arguments: { instances: [chardev('c')] } },
        { see: 'return', value: {}, id: 2 },
      ],
      peerGets('p', '', true),
      ...['query-chardev', 'chardev-remove', 'add-fd', 'quit'].map(
        (execute): Step => [
          { do: 'qmp', execute, oob: true, id: execute },
          { see: 'error', class: 'GenericError', desc: `The command ${execute} does not support OOB`, id: execute },
        ],
      ),
      [
        { do: 'qmp', execute: 'yank', oob: true, id: 3, arguments: { instances: [chardev('z')] } },
        { ...notFound, id: 3 },
      ],
      [
        { do: 'qmp', execute: 'nonsense', oob: true, id: 4 },
        { see: 'error', class: 'CommandNotFound', desc: 'The command nonsense has not been found', id: 4 },
      ],
    ],
  },
  {
    id: 'sock/yank/not-negotiated',
    title: 'without oob negotiated there is no exec-oob',
    clauses: ['QMP-10'],
    steps: [
      [
        { do: 'qmp', execute: 'query-yank', oob: true, id: 1 },
        { see: 'error', class: 'GenericError', desc: "QMP input member 'exec-oob' is unexpected", id: 1 },
      ],
    ],
  },
  {
    id: 'sock/yank/overtakes',
    title: 'it overtakes a command that waits for a client, whose reply follows when one has come',
    clauses: ['QMP-12', 'SOCK-02', 'CHR-21'],
    launch: outOfBand,
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          id: 'slow',
          arguments: {
            id: 'c',
            backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: true } },
          },
          patienceMs: 300,
        },
        { see: 'silent' },
      ],
      [
        { do: 'qmp', execute: 'yank', oob: true, id: 'fast', arguments: { instances: [chardev('z')] } },
        { ...notFound, id: 'fast' },
      ],
      [{ do: 'connect-socket', as: 'p', path: '{dir}/s' }, done],
      [{ do: 'receive' }, { see: 'messages', messages: [{ return: {}, id: 'slow' }] }],
      listed(['c', 'unix:{dir}/s,server=on', false]),
    ],
  },
];
