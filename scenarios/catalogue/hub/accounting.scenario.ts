import type { LaunchOptions } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addHub,
  addServer,
  attaches,
  closes,
  connects,
  done,
  listens,
  peerGets,
  told,
} from '../../steps.ts';

const one: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };

/** A member that is a file chardev on the write end of a pipe, both of this name, in fd set `set`. */
const pipeMember = (id: string, set: number): readonly Step[] => [
  [{ do: 'pipe', as: id }, done],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': set }, fds: [`${id}.write`] },
    { see: 'return', value: { 'fdset-id': set, fd: { $: id } } },
  ],
  addChardev(id, 'file', { out: `/dev/fdset/${set}`, append: true }),
];
const hubOverPipes = (...ids: readonly string[]): readonly Step[] => [
  ...ids.flatMap((id, index) => pipeMember(id, index + 1)),
  addHub('h', ids),
  attaches('w', 'h'),
];
const fault = (object: string, give: { readonly errno: string } | { readonly short: number }): Step => [
  { do: 'fault', call: 'write', object, give },
  done,
];
/** The next write to a member: so many bytes and then would block; E: would block; X: another error. */
const takes = (object: string, what: number | 'E' | 'X'): readonly Step[] => {
  if (what === 'E') return [fault(object, { errno: 'EAGAIN' })];
  if (what === 'X') return [fault(object, { errno: 'EIO' })];
  return [fault(object, { short: what }), fault(object, { errno: 'EAGAIN' })];
};
const accepted = (count: number): ExpectedOutcome => ({ see: 'accepted', count });
const again: ExpectedOutcome = { see: 'errno', errno: 'EAGAIN' };
const invalid: ExpectedOutcome = { see: 'errno', errno: 'EINVAL' };
/** A write, and what it comes to in 10.0 and in a repaired system (the same unless given). */
const write = (bytes: string, seen: ExpectedOutcome, repaired: ExpectedOutcome = seen): Step => [
  { do: 'witness-write', port: 'w', bytes },
  seen === repaired ? seen : { byProfile: { 'qemu-10.0': seen, else: repaired } },
];
const reads = (id: string, bytes: string, repaired: string = bytes): Step =>
  bytes === repaired
    ? peerGets(`${id}.read`, bytes)
    : [
        { do: 'read', from: `${id}.read` },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes, end: false },
            else: { see: 'data', bytes: repaired, end: false },
          },
        },
      ];
/** Whether the hub offers a watch; if so it fires, since the pipe itself has room. */
const watch: readonly Step[] = [[{ do: 'witness-watch', port: 'w' }, done], told('w', { watch: 'out' })];
const noWatch = (repairedOffers: boolean): readonly Step[] => {
  const none: ExpectedOutcome = { see: 'errno', errno: 'ENOTSUP' };
  const step: Step = [
    { do: 'witness-watch', port: 'w' },
    repairedOffers ? { byProfile: { 'qemu-10.0': none, else: { see: 'done' } } } : none,
  ];
  return repairedOffers ? [step, [{ do: 'witness-records', port: 'w' }]] : [step];
};

const a1: readonly Step[] = [
  ...hubOverPipes('a', 'b', 'c'),
  ...takes('a', 3),
  ...takes('b', 5),
  ...takes('c', 'E'),
  write('0123456789', again),
];
const a2: readonly Step[] = [...a1, write('0123456789', accepted(3))];
const a3: readonly Step[] = [...a2, write('3456789', accepted(2))];
const a4: readonly Step[] = [...a3, write('56789', accepted(5))];
const b1: readonly Step[] = [...hubOverPipes('a', 'b', 'c'), ...takes('a', 'E'), write('0123456789', again)];
const b2: readonly Step[] = [...b1, ...takes('b', 3), ...takes('c', 5), write('0123456789', accepted(3))];
const b3: readonly Step[] = [...b2, ...takes('b', 2), write('3456789', accepted(2))];
const b4: readonly Step[] = [...b3, ...takes('b', 'E'), write('56789', again)];
const b5: readonly Step[] = [...b4, write('56789', accepted(5))];
const c1: readonly Step[] = [
  ...hubOverPipes('a', 'b', 'c'),
  ...takes('a', 3),
  ...takes('b', 5),
  ...takes('c', 'X'),
  write('0123456789', invalid, accepted(3)),
];
const c2: readonly Step[] = [...c1, write('abcdefgh', accepted(3), accepted(8))];
const c3: readonly Step[] = [...c2, write('defgh', accepted(2), accepted(5))];
const d1: readonly Step[] = [...hubOverPipes('a', 'b'), ...takes('b', 'E'), write('AAAA', again)];
const d2: readonly Step[] = [...d1, write('BBBBBB', accepted(4), accepted(6))];
const d3: readonly Step[] = [...d2, write('CC', accepted(2))];
const endedInput: readonly Step[] = [
  [{ do: 'write-file', path: '{dir}/none', bytes: '' }, done],
  [{ do: 'pipe', as: 'b' }, done],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['b.write'] },
    { see: 'return', value: { 'fdset-id': 2, fd: { $: 'b' } } },
  ],
  addChardev('b', 'file', { out: '/dev/fdset/2', in: '{dir}/none', append: true }),
];
const e1: readonly Step[] = [
  ...pipeMember('a', 1),
  ...endedInput,
  addHub('h', ['a', 'b']),
  attaches('w', 'h'),
  listens('w'),
  ...takes('b', 2),
  write('ABCDE', accepted(2)),
];
/** Member b meets the end of its input, which counts as closed in 10.0. */
const e2: readonly Step[] = [...e1, [{ do: 'witness-room', port: 'w', room: 1 }, done], write('CDE', accepted(3))];
const f1: readonly Step[] = [
  addServer('s'),
  ...pipeMember('b', 1),
  addHub('h', ['s', 'b']),
  attaches('w', 'h'),
  listens('w'),
  connects('p'),
  ...takes('b', 2),
  write('ABCDE', accepted(2)),
  peerGets('p', 'ABCDE'),
];
const f2: readonly Step[] = [...f1, closes('p'), connects('q'), write('CDE', accepted(3))];

type Row = readonly [name: string, title: string, clauses: readonly string[], steps: readonly Step[]];
const rows: readonly Row[] = [
  [
    'a1',
    'two members take a prefix, the third blocks: the write is refused',
    ['HUB-33', 'HUB-34'],
    [...a1, ...watch, reads('a', '012'), reads('b', '01234'), reads('c', '')],
  ],
  [
    'a2',
    'members that are ahead are not written; the count is the least',
    ['HUB-32', 'HUB-35'],
    [...a2, ...noWatch(true), reads('a', '012'), reads('b', '01234'), reads('c', '0123456789')],
  ],
  [
    'a3',
    'who has caught up is written again',
    ['HUB-32', 'HUB-33'],
    [...a3, reads('a', '0123456789'), reads('b', '01234'), reads('c', '0123456789')],
  ],
  [
    'a4',
    'in the end all have the same stream, nothing twice',
    ['HUB-38', 'HUB-35'],
    [...a4, ...noWatch(false), reads('a', '0123456789'), reads('b', '0123456789'), reads('c', '0123456789')],
  ],
  [
    'b1',
    'the first member blocks: the others are not even tried',
    ['HUB-30', 'HUB-34'],
    [...b1, ...watch, reads('a', ''), reads('b', ''), reads('c', '')],
  ],
  [
    'b2',
    'a short success offers no watch; a repaired hub that of the slowest member',
    ['HUB-35', 'HUB-37', 'Q-HUB-2'],
    [...b2, ...noWatch(true), reads('a', '0123456789'), reads('b', '012'), reads('c', '01234')],
  ],
  ['b3', 'the slowest member sets the pace', ['HUB-32', 'HUB-35'], [...b3, reads('b', '01234'), reads('c', '01234')]],
  [
    'b4',
    'the member that blocks is waited for, not the first',
    ['HUB-34', 'HUB-37'],
    [...b4, ...watch, reads('b', '01234'), reads('c', '01234')],
  ],
  [
    'b5',
    'in the end all have the same stream',
    ['HUB-38'],
    [...b5, reads('a', '0123456789'), reads('b', '0123456789'), reads('c', '0123456789')],
  ],
  [
    'c1',
    'another error of one member fails the write and leaves earlier ones ahead',
    ['HUB-34', 'Q-HUB-3'],
    [...c1, ...noWatch(true), reads('a', '012'), reads('b', '01234'), reads('c', '')],
  ],
  [
    'c2',
    'those ahead skip as much of what follows',
    ['Q-HUB-3', 'HUB-32'],
    [...c2, reads('a', '012', '012abcdefgh'), reads('b', '01234', '01234abcdefgh'), reads('c', 'abcdefgh')],
  ],
  [
    'c3',
    'so the streams differ for good',
    ['Q-HUB-3', 'HUB-38'],
    [
      ...c3,
      reads('a', '012defgh', '012abcdefghdefgh'),
      reads('b', '01234', '01234abcdefghdefgh'),
      reads('c', 'abcdefgh', 'abcdefghdefgh'),
    ],
  ],
  ['d1', 'one member takes all, the other blocks', ['HUB-34'], [...d1, ...watch, reads('a', 'AAAA'), reads('b', '')]],
  [
    'd2',
    'a frontend that drops it and writes something else confuses the count',
    ['Q-HUB-4', 'HUB-38'],
    [...d2, reads('a', 'AAAA', 'AAAABBBBBB'), reads('b', 'BBBBBB')],
  ],
  [
    'd3',
    'and both streams are wrong for ever',
    ['Q-HUB-4', 'HUB-38'],
    [...d3, reads('a', 'AAAACC', 'AAAABBBBBBCC'), reads('b', 'BBBBBB', 'BBBBBBCC')],
  ],
  [
    'd4',
    'a rest that was repeated in part is still known: what is no more of it is new to everybody',
    ['Q-HUB-4', 'HUB-38'],
    [...d1, write('AA', accepted(2)), write('Z', accepted(1)), reads('a', 'AAAA', 'AAAAZ'), reads('b', 'AAZ')],
  ],
  ['e1', 'one member takes all, the other part', ['HUB-33', 'HUB-35'], [...e1, reads('a', 'ABCDE'), reads('b', 'AB')]],
  [
    'e2',
    'a member that closes holds nobody back',
    ['HUB-31', 'HUB-32', 'Q-HUB-8'],
    [...e2, reads('a', 'ABCDE'), reads('b', 'AB', 'ABCDE')],
  ],
  ['f1', 'a socket takes all, the other member part', ['HUB-33', 'HUB-35'], [...f1, reads('b', 'AB')]],
  [
    'f2',
    'a member that opens again starts level with the least',
    ['HUB-36', 'HUB-21'],
    [...f2, peerGets('q', 'CDE'), reads('b', 'ABCDE')],
  ],
  [
    'g1',
    'with all members closed output is lost; one that opens unseen stays silent',
    ['HUB-35', 'Q-HUB-11', 'HUB-36'],
    [
      addServer('a', '{dir}/a'),
      addServer('b', '{dir}/b'),
      addHub('h', ['a', 'b']),
      attaches('w', 'h'),
      write('AB', accepted(2)),
      connects('p', '{dir}/a'),
      write('CD', accepted(2)),
      [
        { do: 'read', from: 'p' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: '', end: false },
            else: { see: 'data', bytes: 'CD', end: false },
          },
        },
      ],
    ],
  ],
];

/** The worked examples of output accounting, number by number; each table's rows build on those before. */
export const accounting: readonly Scenario[] = rows.map(([name, title, clauses, steps]) => ({
  id: `hub/accounting/${name}`,
  title,
  clauses,
  ...(/^d/.test(name) ? { bugs: ['LIVE-11'] } : {}),
  needs: ['hub'],
  launch: one,
  steps,
}));
