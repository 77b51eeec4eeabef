import type { Action } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { guestSends, peerGets, register, ringHolds } from '../../steps.ts';

const pipeMember = 'file,id=p,path=/dev/fdset/1,append=on';
const full = 'f'.repeat(4096);
const started: Step[1] = { see: 'launched' };

/** A 16550 on a hub over members of these options; `p` is a pipe of one page that another writer has filled. */
const launchWith = (options: readonly string[], members: readonly string[]): Action => ({
  do: 'launch',
  args: [
    '-add-fd',
    'fd={fd:p.write},set=1',
    ...[...options, `hub,id=h,${members.map((id, at) => `chardevs.${at}=${id}`).join(',')}`].flatMap((option) => [
      '-chardev',
      option,
    ]),
  ],
  ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
});
const fillPipe: readonly Step[] = [
  [
    { do: 'write', to: 'p.write', bytes: full },
    { see: 'wrote', count: 4096 },
  ],
];
const makePipe: Step = [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }];
const drain: Step = [
  { do: 'read', from: 'p.read', max: 4096 },
  { see: 'data', bytes: full, end: false },
];

/** A member that blocks: the hub waits for it through its watch. */
export const slowMember: readonly Scenario[] = [
  {
    id: 'hub/slow-member/last',
    upstream: ['/char/hub'],
    title: 'members before the one that blocks keep what they took and are not given it again',
    clauses: ['HUB-34', 'HUB-32', 'HUB-37', 'HUB-38'],
    bugs: ['BUG-048'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      makePipe,
      [launchWith(['ringbuf,id=a', pipeMember], ['a', 'p']), started],
      ...fillPipe,
      guestSends('com1', 'ABCDEF', 2),
      ringHolds('a', 'A'),
      register('com1', 5, 0),
      drain,
      register('com1', 5, 0x60),
      ringHolds('a', 'B'),
      peerGets('p.read', 'AB'),
      guestSends('com1', 'CD'),
      ringHolds('a', 'CD'),
      peerGets('p.read', 'CD'),
    ],
  },
  {
    id: 'hub/slow-member/first',
    upstream: ['/char/hub'],
    title: 'members behind the one that blocks are not even tried',
    clauses: ['HUB-34', 'HUB-30', 'HUB-37'],
    bugs: ['BUG-048'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      makePipe,
      [launchWith(['ringbuf,id=a', pipeMember], ['p', 'a']), started],
      ...fillPipe,
      guestSends('com1', 'ABCDEF', 2),
      ringHolds('a', ''),
      drain,
      ringHolds('a', 'AB'),
      peerGets('p.read', 'AB'),
    ],
  },
  {
    id: 'hub/slow-member/between',
    title: 'a member that blocks in the middle parts those that are ahead from those that wait',
    clauses: ['HUB-34', 'HUB-32', 'HUB-30'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      makePipe,
      [launchWith(['ringbuf,id=a', 'ringbuf,id=b', pipeMember], ['a', 'p', 'b']), started],
      ...fillPipe,
      guestSends('com1', 'ABCDEF', 2),
      ringHolds('a', 'A'),
      ringHolds('b', ''),
      drain,
      ringHolds('a', 'B'),
      ringHolds('b', 'AB'),
      peerGets('p.read', 'AB'),
    ],
  },
  {
    id: 'hub/slow-member/input-goes-on',
    title: 'input of the members reaches the guest while output is held back',
    clauses: ['HUB-26', 'HUB-34'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      makePipe,
      [launchWith(['socket,id=a,path={dir}/s,server=on,wait=off', pipeMember], ['a', 'p']), started],
      [{ do: 'connect-socket', as: 'c', path: '{dir}/s' }, { see: 'done' }],
      ...fillPipe,
      guestSends('com1', 'ABCDEF', 2),
      peerGets('c', 'A'),
      [
        { do: 'write', to: 'c', bytes: 'in' },
        { see: 'wrote', count: 2 },
      ],
      register('com1', 5, 0x01),
      register('com1', 0, 0x69),
      register('com1', 0, 0x6e),
      drain,
      peerGets('c', 'B'),
      peerGets('p.read', 'AB'),
    ],
  },
];
