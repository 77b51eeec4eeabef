import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addServer,
  addTcpServer,
  command,
  connects,
  connectsTo,
  entries,
  guestSends,
  listed,
  peerGets,
  refusal,
  serverAt,
  swapChardev,
  tcpAddress,
} from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const noInput = "Could not open '{dir}/no': No such file or directory";
const unbound = refusal('Failed to bind socket to /nonexistent/x: No such file or directory');
const ringText = 'size of ringbuf chardev must be power of two';

/** What the design hands over from the old backend to the new one, or leaves as it was. Source: ENG-15, ENG-16, ENG-21, SAFE-19. */
export const handedOver: readonly Scenario[] = [
  {
    id: 'safe/handed-over/waiting-client',
    title: 'a client that waits to be accepted at the old server is served by the new one at the same path',
    clauses: ['SAFE-19', 'ENG-15', 'ENG-21', 'ENG-26'],
    profiles: ['design'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'], ports: [com1] },
    steps: [
      connects('x'),
      connects('y'),
      guestSends('com1', 'one'),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      peerGets('x', 'one', true),
      guestSends('com1', 'two'),
      peerGets('y', 'two'),
      swapChardev('c', 'ringbuf'),
      [
        { do: 'connect-socket', as: 'z', path: '{dir}/s' },
        { see: 'errno', errno: 'ENOENT' },
      ],
    ],
  },
  {
    id: 'safe/handed-over/port',
    title: 'the same over TCP; a port of somebody else refuses, and the old one goes on',
    clauses: ['SAFE-19', 'ENG-15', 'ENG-21', 'SAFE-10'],
    profiles: ['design'],
    needs: ['tcp'],
    launch: {
      args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off'],
      ports: [com1],
    },
    steps: [
      addTcpServer('taken', 'b'),
      swapChardev('c', 'socket', { addr: tcpAddress('{port:a}'), server: true, wait: false }),
      connectsTo('x', 'a'),
      guestSends('com1', 'new'),
      peerGets('x', 'new'),
      swapChardev(
        'c',
        'socket',
        { addr: tcpAddress('{port:b}'), server: true, wait: false },
        refusal('Failed to find an available port: Address already in use'),
      ),
      guestSends('com1', 'still'),
      peerGets('x', 'still'),
    ],
  },
  {
    id: 'safe/handed-over/refused-byte-waits-on',
    title: 'a byte that waits for room does so after a change that is refused when the new backend would listen',
    clauses: ['SAFE-10', 'ENG-19', 'ENG-21', 'ENG-22'],
    profiles: ['design'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'], ports: [com1] },
    steps: [
      connects('x'),
      [
        { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(600) },
        { see: 'accepted', count: 280 },
      ],
      swapChardev('c', 'socket', serverAt('/nonexistent/x'), unbound),
      peerGets('x', 'x'.repeat(278)),
      guestSends('com1', 'on'),
      peerGets('x', 'xxon'),
    ],
  },
  {
    id: 'safe/handed-over/number-of-another',
    title: 'a listener whose number a stdio has closed is not handed over, though the next one gets that number',
    clauses: ['SAFE-19', 'STDIO-01', 'STDIO-02', 'CHR-13'],
    profiles: ['design'],
    launch: { args: ['-chardev', 'stdio,id=io', '-chardev', 'null,id=c'] },
    steps: [
      swapChardev('io', 'ringbuf'),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      connects('x'),
      swapChardev('io', 'stdio'),
      swapChardev('io', 'stdio', {}, refusal('cannot use stdio by multiple character devices')),
      swapChardev('io', 'stdio'),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      [
        { do: 'connect-socket', as: 'y', path: '{dir}/s' },
        { see: 'errno', errno: 'ENOENT' },
      ],
    ],
  },
  {
    id: 'safe/handed-over/unused',
    title: 'an unused chardev hands over, too, and survives what is refused',
    clauses: ['ENG-16', 'SAFE-19', 'SAFE-10'],
    profiles: ['design'],
    steps: [
      addServer('c'),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      swapChardev('c', 'ringbuf', { size: 3 }, refusal(ringText)),
      swapChardev('c', 'socket', serverAt('/nonexistent/x'), unbound),
      listed(['c', 'disconnected:unix:{dir}/s,server=on', false]),
      connects('x'),
      [{ do: 'qmp', execute: 'query-chardev' }, entries(['c', 'unix:{dir}/s,server=on', false])],
    ],
  },
  {
    id: 'safe/handed-over/unused-set',
    title: 'an unused file chardev opens the new dup first, and a refusal leaves the old one',
    clauses: ['ENG-16', 'FDSET-46', 'SAFE-10'],
    profiles: ['design'],
    steps: [
      [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
      ],
      addChardev('c', 'file', { out: '/dev/fdset/1', append: true }),
      swapChardev(
        'c',
        'file',
        { out: '/dev/fdset/9', append: true },
        refusal("Could not open '/dev/fdset/9': No such file or directory"),
      ),
      [{ do: 'limit-descriptors', free: 0 }, { see: 'done' }],
      swapChardev(
        'c',
        'file',
        { out: '/dev/fdset/1', append: true },
        refusal("Could not open '/dev/fdset/1': Too many open files"),
      ),
      [{ do: 'limit-descriptors', free: null }, { see: 'done' }],
      command('remove-fd', { 'fdset-id': 1 }),
      swapChardev('c', 'null'),
      command('query-fdsets', {}, { see: 'return', value: [] }),
    ],
  },
  {
    id: 'safe/handed-over/refused-leaves-no-file',
    title: 'a file that a refused change would have made is not there afterwards, one that was there is whole',
    clauses: ['ENG-15', 'SAFE-10', 'ENG-22', 'RACE-S10'],
    profiles: ['design'],
    launch: { args: ['-chardev', 'null,id=c', '-chardev', 'null,id=d'], ports: [com1] },
    steps: [
      [{ do: 'write-file', path: '{dir}/kept', bytes: 'all of it' }, { see: 'done' }],
      ...(['c', 'd'] as const).flatMap((id): readonly Step[] => [
        swapChardev(id, 'file', { out: '{dir}/f', in: '{dir}/no', logfile: '{dir}/log' }, refusal(noInput)),
        swapChardev(id, 'file', { out: '{dir}/kept', in: '{dir}/no' }, refusal(noInput)),
        swapChardev(id, 'ringbuf', { size: 3, logfile: '{dir}/log' }, refusal(ringText)),
      ]),
      ...['{dir}/f', '{dir}/log'].map(
        (path): Step => [
          { do: 'read-file', path },
          { see: 'errno', errno: 'ENOENT' },
        ],
      ),
      [
        { do: 'read-file', path: '{dir}/kept' },
        { see: 'data', bytes: 'all of it', end: true },
      ],
      swapChardev('c', 'file', { out: '{dir}/f' }),
      guestSends('com1', 'new'),
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'new', end: true },
      ],
    ],
  },
  {
    id: 'safe/handed-over/member-cut-late',
    title: 'a file behind a set is cut when its backend takes its place, and not by a change that is refused',
    clauses: ['ENG-15', 'ENG-21', 'SAFE-10', 'RACE-S10'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [com1] },
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'all of it' }, { see: 'done' }],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] }],
      swapChardev('c', 'file', { out: '/dev/fdset/1', in: '{dir}/no' }, refusal(noInput)),
      [
        { do: 'read-file', path: '{dir}/f' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'all of it', end: true },
            else: { see: 'data', bytes: '', end: true },
          },
        },
      ],
      swapChardev('c', 'file', { out: '/dev/fdset/1' }),
      guestSends('com1', 'new'),
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'new', end: true },
      ],
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] }],
      swapChardev('c', 'file', { out: '/dev/fdset/2' }, refusal("Could not open '/dev/fdset/2': Invalid argument")),
    ],
  },
];
