import type { LaunchOptions } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addHub,
  addServer,
  closes,
  connects,
  done,
  empty,
  guestGets,
  guestSends,
  listed,
  peerSends,
  refusal,
  register,
  removeChardev,
  ringHolds,
  sendBreak,
} from '../../steps.ts';

const options = (...words: readonly string[]): readonly string[] => words.flatMap((word) => ['-chardev', word]);
const segmentationFault: ExpectedOutcome = { see: 'died', signal: 'SIGSEGV' };
const server = 'socket,id=s,path={dir}/s,server=on,wait=off';
/** A 16550 on `chardev`. */
const serial = (chardev: string, ...words: readonly string[]): LaunchOptions => ({
  args: options(...words),
  ports: [{ id: 'com1', kind: '16550', chardev }],
});
/** What the ring buffer holds, one text for systems with the quirk, one for those without. */
const ringHoldsWith = (device: string, quirk: string, repaired: string): Step => [
  { do: 'qmp', execute: 'ringbuf-read', arguments: { device, size: 65536 } },
  { byProfile: { 'qemu-10.0': { see: 'return', value: quirk }, else: { see: 'return', value: repaired } } },
];

/** Defects that a 16550 or management alone can show; each with what the repaired system does instead. */
export const reproduced: readonly Scenario[] = [
  {
    id: 'quirk/reproduced/break-to-a-hub',
    title: 'a break to a hub kills the process; a repaired one hands it to the frontend',
    clauses: ['Q-HUB-1', 'CHR-14', 'RACE-S12'],
    needs: ['hub', 'launch'],
    steps: [
      addChardev('a', 'ringbuf'),
      addHub('h', ['a']),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'h' } },
        { byProfile: { 'qemu-10.0': segmentationFault, else: empty } },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/break-to-a-hub-in-use',
    title: 'with a frontend too; a repaired one delivers BREAK',
    clauses: ['Q-HUB-1', 'CHR-14', 'HUB-23'],
    profiles: ['design'],
    launch: serial('h', 'ringbuf,id=a', 'hub,id=h,chardevs.0=a'),
    steps: [guestGets('com1', ''), sendBreak('h'), register('com1', 5, 0x71)],
  },
  {
    id: 'quirk/reproduced/break-to-a-hub-in-use-kills',
    title: 'with a frontend too, a break to a hub kills the process',
    clauses: ['Q-HUB-1', 'CHR-14'],
    profiles: ['qemu-10.0', 'qemu-11.1'],
    needs: ['launch'],
    launch: serial('h', 'ringbuf,id=a', 'hub,id=h,chardevs.0=a'),
    steps: [[{ do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'h' } }, segmentationFault]],
  },
  {
    id: 'quirk/reproduced/break-to-a-hidden-hub-kills',
    title: 'so does one to the hidden hub behind a mux',
    clauses: ['Q-HUB-1', 'HUB-07'],
    profiles: ['qemu-10.0', 'qemu-11.1'],
    needs: ['launch'],
    launch: serial('h', 'ringbuf,id=a', 'hub,id=h,chardevs.0=a,mux=on'),
    steps: [[{ do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'h-base' } }, segmentationFault]],
  },
  {
    id: 'quirk/reproduced/failing-member-starves',
    title: 'a member whose writes always fail leaves the others ahead: they get one byte and no more',
    clauses: ['Q-HUB-3', 'HUB-34'],
    launch: serial('h', 'ringbuf,id=a', 'file,id=f,path=/dev/full', 'hub,id=h,chardevs.0=a,chardevs.1=f'),
    steps: [guestSends('com1', 'ABCDEF'), ringHoldsWith('a', 'A', 'ABCDEF')],
  },
  {
    id: 'quirk/reproduced/failing-first-member-starves-all',
    title: 'a failing member in front keeps everything from the others',
    clauses: ['Q-HUB-3', 'HUB-34'],
    launch: serial('h', 'ringbuf,id=a', 'file,id=f,path=/dev/full', 'hub,id=h,chardevs.0=f,chardevs.1=a'),
    steps: [guestSends('com1', 'ABCDEF'), ringHoldsWith('a', '', 'ABCDEF')],
  },
  {
    id: 'quirk/reproduced/null-member-gets-nothing',
    title: 'a null member never reports open and gets no output, which its log shows',
    clauses: ['Q-HUB-7', 'NULL-01'],
    launch: serial('h', 'null,id=n,logfile=log', 'ringbuf,id=a', 'hub,id=h,chardevs.0=n,chardevs.1=a'),
    steps: [
      guestSends('com1', 'hello'),
      ringHolds('a', 'hello'),
      [
        { do: 'read-file', path: '{dir}/log' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: '', end: true },
            else: { see: 'data', bytes: 'hello', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/end-of-input-ends-output',
    title: 'a file member whose input is at its end gets no more output',
    clauses: ['Q-HUB-8', 'FBE-04'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, done],
      [
        {
          do: 'launch',
          args: [
            '-add-fd',
            'fd={fd:p.read},set=1',
            ...options(
              'file,id=f,path=out,input-path=/dev/fdset/1',
              'ringbuf,id=a',
              'hub,id=h,chardevs.0=f,chardevs.1=a',
            ),
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      guestSends('com1', 'one'),
      closes('p.write'),
      guestSends('com1', 'two'),
      ringHolds('a', 'onetwo'),
      [
        { do: 'read-file', path: '{dir}/out' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: 'one', end: true },
            else: { see: 'data', bytes: 'onetwo', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/overrun-by-two-members',
    title: 'two members that are readable at once are each given the whole room: the guest is overrun',
    clauses: ['Q-HUB-9', 'HUB-26'],
    launch: serial(
      'h',
      'socket,id=a,path={dir}/a,server=on,wait=off',
      'socket,id=b,path={dir}/b,server=on,wait=off',
      'hub,id=h,chardevs.0=a,chardevs.1=b',
    ),
    steps: [
      guestGets('com1', ''),
      connects('p', '{dir}/a'),
      connects('q', '{dir}/b'),
      [{ do: 'hold' }, done],
      peerSends('p', 'a'.repeat(14)),
      peerSends('q', 'b'.repeat(14)),
      [{ do: 'release' }, done],
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: `${'a'.repeat(14)}bb`, end: false },
            else: { see: 'data', bytes: `${'a'.repeat(14)}${'b'.repeat(14)}`, end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/stranded-buffer',
    title: 'input that waits for a port is stranded when the focus leaves, and after it returns',
    clauses: ['Q-MUX-3', 'MUX-07'],
    launch: {
      args: options(`${server.replace('id=s', 'id=m')},mux=on`),
      ports: [
        { id: 'com1', kind: '16550', chardev: 'm' },
        { id: 'com2', kind: '16550', chardev: 'm' },
      ],
    },
    steps: [
      guestGets('com1', ''),
      guestGets('com2', ''),
      connects('c'),
      peerSends('c', '\x01c'),
      peerSends('c', `${'0123456789'.repeat(2)}\x01cHELLO`),
      guestGets('com2', 'HELLO'),
      guestGets('com1', '01234567890123'),
      peerSends('c', '\x01c'),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            design: { see: 'data', bytes: '456789', end: false },
            else: { see: 'data', bytes: '', end: false },
          },
        },
      ],
      peerSends('c', '!'),
      [
        { do: 'guest-read', port: 'com1' },
        {
          byProfile: {
            design: { see: 'data', bytes: '!', end: false },
            else: { see: 'data', bytes: '456789!', end: false },
          },
        },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/ring-of-no-size',
    title: 'a ring buffer of size 0 is accepted and kills the process at the first write; a repaired one is refused',
    clauses: ['Q-RB-1', 'RB-01'],
    bugs: ['LIVE-15'],
    needs: ['launch'],
    steps: [
      addChardev(
        'r',
        'ringbuf',
        { size: 0 },
        {
          byProfile: {
            design: refusal("Failed to add chardev 'r': size of ringbuf chardev must be power of two"),
            else: empty,
          },
        },
      ),
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x' } },
        { byProfile: { design: refusal("Device 'r' not found"), else: { see: 'died', signal: 'SIGSEGV' } } },
      ],
    ],
  },
  ...[
    { name: 'two-to-the-40', size: 2 ** 40 },
    { name: 'two-to-the-62', size: { $int: '4611686018427387904' } },
    { name: 'most-negative', size: { $int: '-9223372036854775808' } },
  ].map(
    ({ name, size }): Scenario => ({
      id: `quirk/reproduced/ring-too-large/${name}`,
      title: 'a ring buffer larger than memory aborts the process inside chardev-add; a repaired one is refused',
      clauses: ['Q-RB-1', 'RB-01'],
      needs: ['launch'],
      steps: [
        addChardev(
          'r',
          'ringbuf',
          { size },
          {
            byProfile: {
              design: refusal("Failed to add chardev 'r': size of ringbuf chardev must be power of two"),
              else: { see: 'died' },
            },
          },
        ),
      ],
    }),
  ),
  {
    id: 'quirk/reproduced/starred-id',
    title: 'an id that ends in [*] is listed, can be added again, and is never found',
    clauses: ['Q-CORE-3', 'CHR-07'],
    needs: ['launch'],
    steps: ['foo[*]', 'foo[*]'].flatMap((id): readonly Step[] => {
      const bad = { design: refusal(`Failed to add chardev '${id}': Parameter 'id' expects an identifier`) };
      return [
        addChardev(id, 'null', {}, { byProfile: { ...bad, else: empty } }),
        removeChardev(id, refusal(`Chardev '${id}' not found`)),
      ];
    }),
  },
  {
    id: 'quirk/reproduced/starred-id-twice',
    title: 'two chardevs of one label, which an id that ends in [*] allows, are listed in no order',
    clauses: ['Q-CORE-3', 'CHR-15'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      addChardev('c0[*]', 'ringbuf'),
      addChardev('c0[*]', 'null'),
      listed(['c0[*]', 'null', false], ['c0[*]', 'ringbuf', false]),
    ],
  },
  {
    id: 'quirk/reproduced/log-error-drops-output',
    title: 'a log that cannot be written turns a full backend into a fatal error: output is dropped, not delayed',
    clauses: ['Q-CORE-2', 'CHR-65'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
      [
        {
          do: 'launch',
          args: [
            '-add-fd',
            'fd={fd:p.write},set=1',
            ...options('file,id=c,path=/dev/fdset/1,append=on,logfile=/dev/full'),
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      peerSends('p.write', 'f'.repeat(4096)),
      [
        { do: 'guest-write', port: 'com1', bytes: 'ABCDEF' },
        { byProfile: { design: { see: 'accepted', count: 2 }, else: { see: 'accepted', count: 6 } } },
      ],
      [
        { do: 'read', from: 'p.read', max: 4096 },
        { see: 'data', bytes: 'f'.repeat(4096), end: false },
      ],
      [
        { do: 'read', from: 'p.read' },
        {
          byProfile: { design: { see: 'data', bytes: 'AB', end: false }, else: { see: 'data', bytes: '', end: false } },
        },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/leaving-peer-is-cut',
    title: 'a peer that sends more than the guest has room for and closes loses the rest',
    clauses: ['Q-SOCK-2', 'CHR-82'],
    bugs: ['LIVE-19'],
    launch: serial('s', server),
    steps: [
      connects('p'),
      [{ do: 'hold' }, done],
      peerSends('p', 'abcdef'),
      closes('p'),
      [{ do: 'release' }, done],
      [
        { do: 'register-read', port: 'com1', register: 0 },
        { see: 'register', value: 0x61 },
      ],
      [
        { do: 'register-read', port: 'com1', register: 0 },
        { byProfile: { design: { see: 'register', value: 0x62 }, else: { see: 'register' } } },
      ],
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { byProfile: { design: { see: 'register', value: 0x61 }, else: { see: 'register', value: 0x60 } } },
      ],
    ],
  },
  {
    id: 'quirk/reproduced/no-focus-left',
    title:
      'a mux whose only frontend came and left without handlers dies of the next byte; a repaired one lets it wait',
    clauses: ['Q-MUX-6', 'MUX-04'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    needs: ['launch'],
    steps: [
      addServer('s'),
      addChardev('m', 'mux', { chardev: 's' }),
      addChardev('n', 'mux', { chardev: 'm' }),
      removeChardev('n'),
      connects('p'),
      [
        { do: 'write', to: 'p', bytes: 'x' },
        { byProfile: { 'qemu-10.0': segmentationFault, else: { see: 'wrote', count: 1 } } },
      ],
    ],
  },
];
