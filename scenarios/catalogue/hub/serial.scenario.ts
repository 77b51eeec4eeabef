import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import {
  closes,
  connects,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  register,
  removeChardev,
  ringHolds,
  sendBreak,
} from '../../steps.ts';

/** A 16550 on a hub `h` over these `-chardev` options, in order; members are their ids. */
const hubOf = (options: readonly string[], members: readonly string[], hubOptions = ''): LaunchOptions => ({
  args: [...options, `hub,id=h,${members.map((id, at) => `chardevs.${at}=${id}`).join(',')}${hubOptions}`].flatMap(
    (option) => ['-chardev', option],
  ),
  ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
});
const server = (id: string): string => `socket,id=${id},path={dir}/${id},server=on,wait=off`;

/** A 16550 in front of a hub: what every real system shows. */
export const serial: readonly Scenario[] = [
  {
    id: 'hub/serial/output-to-all',
    title: 'output goes to every open member',
    clauses: ['HUB-33', 'HUB-35', 'HUB-09'],
    upstream: ['/char/hub'],
    launch: hubOf(['ringbuf,id=a', 'ringbuf,id=b', 'ringbuf,id=c'], ['a', 'b', 'c']),
    steps: [
      guestSends('com1', 'hello'),
      ringHolds('a', 'hello'),
      ringHolds('b', 'hello'),
      ringHolds('c', 'hello'),
      listed(['a', 'ringbuf', true], ['b', 'ringbuf', true], ['c', 'ringbuf', true], ['h', 'hub', true]),
    ],
  },
  {
    id: 'hub/serial/busy',
    bugs: ['BUG-050'],
    title: 'a hub with a frontend and its members are busy',
    clauses: ['CHR-12', 'HUB-08'],
    upstream: ['/char/hub'],
    launch: hubOf(['ringbuf,id=a'], ['a']),
    steps: [removeChardev('h', refusal("Chardev 'h' is busy")), removeChardev('a', refusal("Chardev 'a' is busy"))],
  },
  {
    id: 'hub/serial/second-frontend',
    title: 'a hub takes one frontend',
    clauses: ['HUB-08', 'CHR-30'],
    upstream: ['/char/hub'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          ...hubOf(['ringbuf,id=a'], ['a']),
          ports: [
            { id: 'com1', kind: '16550', chardev: 'h' },
            { id: 'com2', kind: '16550', chardev: 'h' },
          ],
        },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -device isa-serial,chardev=h,index=1: Property 'serial.chardev' can't take value 'h': chardev 'h' is already in use",
          ],
        },
      ],
    ],
  },
  {
    id: 'hub/serial/member-of-a-hub',
    title: 'a member is no chardev for a frontend',
    clauses: ['HUB-05', 'CHR-30'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          ...hubOf(['ringbuf,id=a'], ['a']),
          ports: [{ id: 'com1', kind: '16550', chardev: 'a' }],
        },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -device isa-serial,chardev=a,index=0: Property 'serial.chardev' can't take value 'a': chardev 'a' is already in use",
          ],
        },
      ],
    ],
  },
  {
    id: 'hub/serial/input-of-all',
    title: 'input of every member reaches the guest, untagged, and no other member',
    clauses: ['HUB-26', 'HUB-27'],
    upstream: ['/char/hub'],
    launch: hubOf([server('a'), server('b'), 'ringbuf,id=c'], ['a', 'b', 'c']),
    steps: [
      guestGets('com1', ''),
      connects('p', '{dir}/a'),
      connects('q', '{dir}/b'),
      peerSends('p', 'from a,'),
      guestGets('com1', 'from a,'),
      peerSends('q', 'from b'),
      guestGets('com1', 'from b'),
      peerGets('p', ''),
      peerGets('q', ''),
      ringHolds('c', ''),
    ],
  },
  {
    id: 'hub/serial/closed-member-skipped',
    title: 'a member without a peer is skipped, and gets what is written from its connection on',
    clauses: ['HUB-31', 'HUB-36', 'HUB-35'],
    launch: hubOf([server('a'), 'ringbuf,id=b'], ['a', 'b']),
    steps: [
      guestSends('com1', 'one'),
      ringHolds('b', 'one'),
      connects('p', '{dir}/a'),
      guestSends('com1', 'two'),
      ringHolds('b', 'two'),
      peerGets('p', 'two'),
      closes('p'),
      guestSends('com1', 'three'),
      ringHolds('b', 'three'),
      connects('q', '{dir}/a'),
      guestSends('com1', 'four'),
      ringHolds('b', 'four'),
      peerGets('q', 'four'),
    ],
  },
  {
    id: 'hub/serial/no-open-member',
    title: 'without an open member output is lost and not replayed',
    clauses: ['HUB-35', 'HUB-31'],
    launch: hubOf([server('a')], ['a']),
    steps: [
      guestSends('com1', 'lost'),
      connects('p', '{dir}/a'),
      peerGets('p', ''),
      guestSends('com1', 'kept'),
      peerGets('p', 'kept'),
    ],
  },
  {
    id: 'hub/serial/three-servers',
    title: 'each of three connected members gets the same stream',
    clauses: ['HUB-33', 'HUB-36'],
    launch: hubOf([server('a'), server('b'), server('c')], ['a', 'b', 'c']),
    steps: [
      connects('p', '{dir}/a'),
      guestSends('com1', 'x1'),
      connects('q', '{dir}/b'),
      guestSends('com1', 'x2'),
      connects('r', '{dir}/c'),
      guestSends('com1', 'x3'),
      peerGets('p', 'x1x2x3'),
      peerGets('q', 'x2x3'),
      peerGets('r', 'x3'),
    ],
  },
  {
    id: 'hub/serial/break-of-a-member',
    title: 'a break on a member reaches the guest',
    clauses: ['HUB-23', 'CHR-14'],
    launch: hubOf(['ringbuf,id=a', 'null,id=b'], ['a', 'b']),
    steps: [
      guestGets('com1', ''),
      sendBreak('b'),
      register('com1', 5, 0x71),
      register('com1', 0, 0),
      register('com1', 5, 0x60),
      sendBreak('a'),
      register('com1', 5, 0x71),
    ],
  },
  {
    id: 'hub/serial/log-of-the-hub',
    title: 'the log of a hub has what the hub took, also with no open member; that of a member what the member took',
    clauses: ['HUB-12', 'CHR-64', 'CHR-66'],
    launch: hubOf([`${server('a')},logfile=a.log`, 'ringbuf,id=b,logfile=b.log'], ['a', 'b'], ',logfile=h.log'),
    steps: [
      guestSends('com1', 'one'),
      connects('p', '{dir}/a'),
      guestSends('com1', 'two'),
      [
        { do: 'read-file', path: '{dir}/h.log' },
        { see: 'data', bytes: 'onetwo', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/a.log' },
        { see: 'data', bytes: 'two', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/b.log' },
        { see: 'data', bytes: 'onetwo', end: true },
      ],
    ],
  },
  {
    id: 'hub/serial/log-without-open-member',
    title: 'with no open member the hub logs everything',
    clauses: ['HUB-12', 'HUB-35'],
    launch: hubOf([server('a')], ['a'], ',logfile=h.log'),
    steps: [
      guestSends('com1', 'lost'),
      [
        { do: 'read-file', path: '{dir}/h.log' },
        { see: 'data', bytes: 'lost', end: true },
      ],
    ],
  },
];
