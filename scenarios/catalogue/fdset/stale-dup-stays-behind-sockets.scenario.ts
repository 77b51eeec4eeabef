import type { Outcome } from '../../../model/language/outcome.ts';
import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, addTcpServer, command, connectsTo, done, empty, removeChardev } from '../../steps.ts';

const stale: Value = [{ 'fdset-id': 1, fds: [] }];
const sees = (value: Value): Outcome => ({ see: 'return', value });
/** Set 1 is there still where a system forgets to unregister a log's descriptor. */
const stays: Step = [{ do: 'qmp', execute: 'query-fdsets' }, { byProfile: { design: sees([]), else: sees(stale) } }];

/** A log on set 1 has gone and left its dup; the next lowest number is the member's, the one behind it the dup's. */
const begins: readonly Step[] = [
  [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, done],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
    { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
  ],
  addChardev('c', 'null', { logfile: '/dev/fdset/1' }),
  command('remove-fd', { 'fdset-id': 1 }, empty),
  removeChardev('c'),
  stays,
];
const udp = { type: 'inet', data: { host: '127.0.0.1', port: '{port:u}' } };

function scenario(name: string, title: string, takes: readonly Step[], users: readonly string[]): Scenario {
  return {
    id: `fdset/stale-dup-stays-behind-sockets/${name}`,
    title,
    clauses: ['FDSET-48', 'DEF-01'],
    launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
    steps: [...begins, ...takes, ...users.flatMap((id) => [removeChardev(id), stays])],
  };
}

/** Sockets are closed by close(2), which unregisters nothing. Source: FDSET-48, experiment on all three releases. */
export const staleDupStaysBehindSockets: readonly Scenario[] = [
  scenario(
    'connection',
    'a connection that has the number of a stale dup leaves it when its chardev goes',
    [addTcpServer('s', 'a'), connectsTo('p', 'a')],
    ['s'],
  ),
  scenario(
    'listener',
    'so does a socket that listens',
    [addChardev('low', 'file', { out: '{dir}/low' }), addTcpServer('s', 'a')],
    ['s', 'low'],
  ),
  scenario(
    'datagrams',
    'so does a datagram socket',
    [addChardev('low', 'file', { out: '{dir}/low' }), addChardev('u', 'udp', { remote: udp })],
    ['u', 'low'],
  ),
];
