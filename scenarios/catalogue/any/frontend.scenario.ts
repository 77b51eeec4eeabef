import { onEachFrontend, type RoleScenario } from '../../roles.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  command,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
  ringHolds,
} from '../../steps.ts';

const server = (id: string, more = ''): readonly string[] => [
  '-chardev',
  `socket,id=${id},path={dir}/${id},server=on,wait=off${more}`,
];
const onServer = { args: server('c') };
const comes = (as: string, id = 'c'): Step => connects(as, `{dir}/${id}`);
const changes = (type: string, data: object = {}): Step =>
  command('chardev-change', { id: 'c', backend: { type, data: data as never } });

const cases: readonly RoleScenario[] = [
  {
    id: 'any/frontend/both-ways',
    title: 'what the guest prints reaches the client, and what the client types the guest',
    clauses: ['SOCK-03', 'CHR-80', 'CHR-81'],
    ...onServer,
    steps: [
      comes('a'),
      guestSends('p', 'login: '),
      peerGets('a', 'login: '),
      peerSends('a', 'root\n'),
      guestGets('p', 'root\n'),
      guestSends('p', '\x00\xff binary'),
      peerGets('a', '\x00\xff binary'),
      listed(['c', 'unix:{dir}/c,server=on', true]),
    ],
  },
  {
    id: 'any/frontend/next-client',
    title: 'a client leaves, the next has what comes then, and nothing of before',
    clauses: ['SOCK-12', 'SOCK-13', 'SOCK-14'],
    ...onServer,
    steps: [
      comes('a'),
      guestSends('p', 'one'),
      peerGets('a', 'one'),
      closes('a'),
      guestSends('p', 'lost'),
      comes('b'),
      guestSends('p', 'two'),
      peerGets('b', 'two'),
      peerSends('b', 'in'),
      guestGets('p', 'in'),
    ],
  },
  {
    id: 'any/frontend/logged',
    title: 'what the guest prints is logged, what is typed is not',
    clauses: ['CHR-64', 'LOG-01'],
    args: server('c', ',logfile={dir}/log'),
    steps: [
      comes('a'),
      guestSends('p', 'out'),
      peerSends('a', 'in'),
      guestGets('p', 'in'),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'out', end: true },
      ],
    ],
  },
  {
    id: 'any/frontend/to-a-pipe',
    title: 'a pipe whose other end somebody else holds gets all of it, in order',
    clauses: ['FILE-01', 'FBE-05'],
    args: ['-add-fd', 'fd={fd:o.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
    before: [[{ do: 'pipe', as: 'o' }, done]],
    steps: [
      guestSends('p', 'first,'),
      guestSends('p', 'x'.repeat(3000)),
      guestSends('p', ',last'),
      peerGets('o.read', `first,${'x'.repeat(3000)},last`),
    ],
  },
  {
    id: 'any/frontend/ring',
    title: 'a ring buffer keeps the last of it',
    clauses: ['RB-01', 'RB-02', 'RB-03'],
    args: ['-chardev', 'ringbuf,id=c,size=8'],
    steps: [guestSends('p', '0123456789'), ringHolds('c', '23456789'), guestSends('p', 'ab'), ringHolds('c', 'ab')],
  },
  {
    id: 'any/frontend/changed',
    title: 'its chardev is changed under it, and changed back',
    clauses: ['SWAP-S01', 'SWAP-S02'],
    ...onServer,
    steps: [
      comes('a'),
      guestSends('p', 'one'),
      peerGets('a', 'one'),
      changes('ringbuf'),
      peerGets('a', '', true),
      guestSends('p', 'two'),
      ringHolds('c', 'two'),
      changes('socket', { addr: { type: 'unix', data: { path: '{dir}/d' } }, server: true, wait: false }),
      comes('b', 'd'),
      guestSends('p', 'three'),
      peerGets('b', 'three'),
      peerSends('b', 'in'),
      guestGets('p', 'in'),
    ],
  },
  {
    id: 'any/frontend/busy',
    title: 'its chardev cannot be removed, and no second frontend comes in its place by its name',
    clauses: ['CHR-12', 'CHR-03'],
    ...onServer,
    steps: [
      removeChardev('c', refusal("Chardev 'c' is busy")),
      addChardev('c', 'null', {}, refusal("Chardev with id 'c' already exists")),
      comes('a'),
      guestSends('p', 'on'),
      peerGets('a', 'on'),
    ],
  },
  {
    id: 'any/frontend/hub',
    title: 'two clients of a hub see the same, and both may type',
    clauses: ['HUB-26', 'HUB-33', 'HUB-38'],
    needs: ['hub'],
    args: [...server('a'), ...server('b'), '-chardev', 'hub,id=c,chardevs.0=a,chardevs.1=b'],
    steps: [
      comes('x', 'a'),
      comes('y', 'b'),
      guestSends('p', 'to both'),
      peerGets('x', 'to both'),
      peerGets('y', 'to both'),
      peerSends('x', 'one'),
      guestGets('p', 'one'),
      peerSends('y', 'two'),
      guestGets('p', 'two'),
      closes('x'),
      guestSends('p', 'to one'),
      peerGets('y', 'to one'),
    ],
  },
  {
    id: 'any/frontend/mux',
    title: 'it prints through a mux and hears what is typed, but for the escapes',
    clauses: ['MUX-06', 'MUX-08', 'MUX-11'],
    args: server('c', ',mux=on'),
    steps: [
      comes('a'),
      guestSends('p', 'out'),
      peerGets('a', 'out'),
      peerSends('a', 'i\x01\x01n'),
      guestGets('p', 'i\x01n'),
    ],
  },
  {
    id: 'any/frontend/break',
    title: 'a break harms nobody, and what comes after it arrives',
    clauses: ['CHR-14', 'CHR-50'],
    ...onServer,
    only: ['virtserialport', 'virtconsole'],
    steps: [
      comes('a'),
      command('chardev-send-break', { id: 'c' }),
      peerSends('a', 'after'),
      guestGets('p', 'after'),
      guestSends('p', 'on'),
      peerGets('a', 'on'),
    ],
  },
];

/** One story on every frontend that a target has: which it is makes no difference to a chardev. */
export const frontend: readonly Scenario[] = cases.flatMap(onEachFrontend);
