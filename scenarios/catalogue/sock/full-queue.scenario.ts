import type { LaunchOptions } from '../../../model/language/action.ts';
import { fullQueue, inBothUnits } from '../../reconnect.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  closes,
  connects,
  done,
  listed,
  listens,
  peerGets,
  removeChardev,
  socketPath,
  told,
  writes,
} from '../../steps.ts';

const witness: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const opened = { event: 'OPENED' } as const;
const unix = { type: 'unix', data: { path: socketPath } };
const addClient: Step = addChardev('c', 'socket', { addr: unix, server: false, reconnect: 1 });
const accepts = (as: string): Step => [{ do: 'accept', as, on: 'l' }, done];
const awaits = (see: 'done' | 'silent'): Step => [{ do: 'witness-wait-connected', port: 'w' }, { see }];
const after = (ms: number): Step => [{ do: 'advance', ms }, done];

/** The attempt under way fails; the next comes after the delay, to whoever listens then. */
const listenerIsReplaced: readonly Step[] = [
  closes('l'),
  [{ do: 'unlink', path: socketPath }, done],
  [{ do: 'listen', as: 'l', path: socketPath }, done],
  after(999),
  told('w'),
  after(1),
  accepts('p'),
  told('w', opened),
];

/** A client that connects by itself where the queue has no room: its attempt runs until there is some. */
export const fullQueueOfListener: readonly Scenario[] = inBothUnits([
  {
    id: 'sock/full-queue/attempt-waits',
    title: 'an attempt waits for room in the queue, however long, and nothing else waits for it',
    clauses: ['SOCK-05', 'SOCK-06'],
    steps: [
      ...fullQueue,
      addClient,
      after(1500),
      listed(['c', `disconnected:unix:${socketPath}`, false]),
      accepts('first'),
      accepts('second'),
      [
        { do: 'qmp', execute: 'query-chardev' },
        {
          byProfile: {
            'qemu-7.2': { see: 'return', value: [{ label: 'c', filename: 'unix:', 'frontend-open': false }] },
            else: { see: 'return', value: [{ label: 'c', filename: `unix:${socketPath}`, 'frontend-open': false }] },
          },
        },
      ],
    ],
  },
  {
    id: 'sock/full-queue/waits-to-the-end',
    title: 'an attempt that never ends keeps nothing but its own socket',
    clauses: ['SOCK-05', 'SAFE-08'],
    steps: [...fullQueue, addClient, after(1500), listed(['c', `disconnected:unix:${socketPath}`, false])],
  },
  {
    id: 'sock/full-queue/add-client-is-refused',
    title: 'while an attempt runs no other connection is taken, and removal leaves it alone',
    clauses: ['CHR-20', 'CHR-13', 'SOCK-05'],
    steps: [
      ...fullQueue,
      addClient,
      [{ do: 'socketpair', as: 's' }, done],
      [
        { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['s.a'] },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'add_client', arguments: { protocol: 'c', fdname: 'n' } },
        { see: 'error', class: 'GenericError', desc: 'failed to add client' },
      ],
      removeChardev('c'),
      accepts('first'),
      accepts('second'),
      peerGets('second', '', true),
    ],
  },
  {
    id: 'sock/full-queue/refused-after-all',
    title: 'an attempt whose listener goes fails, and another follows after the delay',
    clauses: ['SOCK-05', 'SOCK-06'],
    launch: witness,
    steps: [...fullQueue, addClient, attaches('w', 'c'), listens('w'), after(5000), ...listenerIsReplaced],
  },
  {
    id: 'sock/full-queue/joined',
    title: 'who waits for a connection joins the attempt that runs: one connection, not two',
    clauses: ['SOCK-18', 'SOCK-05'],
    bugs: ['BUG-076'],
    launch: witness,
    steps: [
      ...fullQueue,
      addClient,
      attaches('w', 'c'),
      listens('w'),
      awaits('silent'),
      after(1500),
      accepts('first'),
      accepts('second'),
      [
        { do: 'accept', as: 'third', on: 'l' },
        { see: 'errno', errno: 'EAGAIN' },
      ],
      told('w', opened),
      awaits('done'),
      writes('w', 'x'),
      peerGets('second', 'x'),
    ],
  },
  {
    id: 'sock/full-queue/joined-in-vain',
    title: 'if the attempt fails that was joined, the next follows at once and then after the delay',
    clauses: ['SOCK-18', 'SOCK-06'],
    launch: witness,
    steps: [
      ...fullQueue,
      addClient,
      attaches('w', 'c'),
      listens('w'),
      awaits('silent'),
      ...listenerIsReplaced,
      [
        { do: 'qmp', execute: 'quit' },
        { see: 'return', value: {} },
      ],
      [
        { do: 'wait-exit' },
        {
          see: 'exit',
          status: 0,
          stderr: [
            `qemu-system-x86_64: Unable to connect character device c: Failed to connect to '${socketPath}': Connection refused`,
          ],
        },
      ],
    ],
  },
  {
    id: 'sock/full-queue/without-reconnect',
    title: 'a client that has lost its peer and waits for the next connection waits in the queue as well',
    clauses: ['SOCK-18', 'SOCK-04'],
    launch: witness,
    steps: [
      [{ do: 'listen', as: 'l', path: socketPath, backlog: 0 }, done],
      addChardev('c', 'socket', { addr: unix, server: false }),
      accepts('p'),
      attaches('w', 'c'),
      listens('w'),
      closes('p'),
      connects('other'),
      awaits('silent'),
      accepts('first'),
      accepts('second'),
      awaits('done'),
      writes('w', 'x'),
      peerGets('second', 'x'),
    ],
  },
]);
