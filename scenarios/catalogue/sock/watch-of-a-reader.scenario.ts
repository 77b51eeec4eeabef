import type { WitnessRecord } from '../../../model/language/outcome.ts';
import type { Scenario } from '../../scenario.ts';
import { closes, connects, done, listens, offers, peerSends } from '../../steps.ts';

type Order = {
  readonly name: string;
  readonly title: string;
  /** What the witness has room for. */
  readonly room: number;
  /** What the client sends as it leaves. */
  readonly last: string;
  /** What follows OPENED. */
  readonly since10: readonly WitnessRecord[];
  readonly before: readonly WitnessRecord[];
};

const hangUp: WitnessRecord = { watch: 'hang-up' };
const closed: WitnessRecord = { event: 'CLOSED' };

const orders: readonly Order[] = [
  {
    name: 'read',
    title: 'who reads, too, is told CLOSED first: the watch that reads is older than the one for room',
    room: 1,
    last: '',
    since10: [closed, hangUp],
    before: [closed, hangUp],
  },
  {
    name: 'behind-data',
    title: 'what came before the end is read before who waits for room hears of it, one read of it',
    room: 5000,
    last: 'abcde',
    since10: [{ read: 'abcde' }, hangUp, closed],
    before: [{ read: 'abcde' }, closed, hangUp],
  },
  {
    name: 'within-data',
    title: 'the same where one read does not take it all; on 7.2 the rest is lost',
    room: 1,
    last: 'abcde',
    since10: [{ read: 'a' }, hangUp, { read: 'bcde' }, closed],
    before: [{ read: 'a' }, closed, hangUp],
  },
];

const recorded = (records: readonly WitnessRecord[]) =>
  ({ see: 'records', records: [{ event: 'OPENED' }, ...records] }) as const;

/** Whose watch is older is called first, where all are as urgent. Source: SOCK-15, CHR-92. */
export const watchOfAReader: readonly Scenario[] = orders.map(({ name, title, room, last, since10, before }) => ({
  id: `sock/watch-of-a-reader/${name}`,
  title,
  clauses: ['SOCK-15', 'CHR-92'],
  launch: {
    args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'],
    ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
  },
  steps: [
    listens('w'),
    offers('w', room),
    connects('p', '{dir}/s'),
    [{ do: 'witness-write', port: 'w', bytes: 'x'.repeat(300_000) }],
    [{ do: 'witness-watch', port: 'w' }],
    [{ do: 'hold' }, done],
    ...(last === '' ? [] : [peerSends('p', last)]),
    closes('p'),
    [{ do: 'release' }, done],
    [{ do: 'witness-records', port: 'w' }, { byProfile: { 'qemu-7.2': recorded(before), else: recorded(since10) } }],
  ],
}));
