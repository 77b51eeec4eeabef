import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  addHub,
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
  register,
  removeChardev,
} from '../../steps.ts';

const logged = { logfile: '/dev/fdset/1', logappend: true };
const serverAt = (path: string): Record<string, string | boolean | object> => ({
  addr: { type: 'unix', data: { path } },
  server: true,
  wait: false,
});
const changeTo = (type: string, data: object): Step =>
  command('chardev-change', { id: 'c', backend: { type, data: data as never } });

/** Stories of serial consoles, their logs and their viewers. */
export const consoleStories: readonly Scenario[] = [
  {
    id: 'e2e/console/log-through-swaps',
    title: 'a console is swapped from client to client; the log has everything, until a swap leaves it out',
    clauses: ['E2E-01', 'SWAP-S01', 'CHR-64', 'CHR-65'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'log' }, done],
      [
        {
          do: 'launch',
          args: [
            '-add-fd',
            'fd={fd:log.write},set=1',
            '-chardev',
            'socket,id=c,path={dir}/one,server=on,wait=off,logfile=/dev/fdset/1,logappend=on',
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      closes('log.write'),
      guestSends('com1', 'boot '),
      connects('a', '{dir}/one'),
      guestSends('com1', 'first '),
      changeTo('socket', { ...serverAt('{dir}/two'), ...logged }),
      peerGets('a', 'first ', true),
      connects('b', '{dir}/two'),
      guestSends('com1', 'second '),
      peerSends('b', 'typed'),
      guestGets('com1', 'typed'),
      peerGets('b', 'second '),
      peerGets('log.read', 'boot first second '),
      changeTo('socket', serverAt('{dir}/three')),
      guestSends('com1', 'unlogged'),
      peerGets('log.read', ''),
      command('remove-fd', { 'fdset-id': 1 }),
      peerGets('log.read', '', true),
    ],
  },
  {
    id: 'e2e/console/log-daemon-dies',
    title: 'a log daemon stalls and dies: the guest is stuck, QMP is not, and a new daemon gets what waits',
    clauses: ['E2E-04', 'VSER-34', 'Q-EPIPE', 'SWAP-S10'],
    needs: ['serial'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      guestSends('com1', `${'a'.repeat(4096)}bcdef`, 4098),
      closes('p.read'),
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { byProfile: { design: { see: 'register', value: 0x60 }, else: { see: 'register', value: 0x00 } } },
      ],
      [{ do: 'pipe', as: 'q' }, done],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['q.write'] },
        { see: 'return', value: { 'fdset-id': 2, fd: { $: 'new' } } },
      ],
      changeTo('file', { out: '/dev/fdset/2', append: true }),
      register('com1', 5, 0x60),
      guestSends('com1', 'later'),
      [
        { do: 'read', from: 'q.read' },
        {
          byProfile: {
            design: { see: 'data', bytes: 'later', end: false },
            else: { see: 'data', bytes: 'bclater', end: false },
          },
        },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        {
          see: 'return',
          value: [
            { 'fdset-id': 2, fds: [{ fd: { $: 'new' } }] },
            { 'fdset-id': 1, fds: [{ fd: { $: 'old' } }] },
          ],
        },
      ],
    ],
  },
  {
    id: 'e2e/console/viewers-cannot-be-stacked',
    title: 'a hub takes no hub and no mux, and neither hub nor member can be removed while it is used',
    clauses: ['LOGMUX-42', 'HUB-04', 'CHR-12'],
    needs: ['hub', 'serial'],
    launch: {
      args: ['-chardev', 'ringbuf,id=a', '-chardev', 'hub,id=h,chardevs.0=a', '-chardev', 'ringbuf,id=b,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      ...['h', 'b'].map((id) =>
        addHub(
          'g',
          [id],
          refusal(
            `Failed to add chardev 'g': hub: multiplexers and hub devices can't be stacked, check chardev '${id}', chardev should not be a hub device or have 'mux=on' enabled`,
          ),
        ),
      ),
      removeChardev('a', refusal("Chardev 'a' is busy")),
      removeChardev('h', refusal("Chardev 'h' is busy")),
      addChardev('n', 'null'),
      removeChardev('n'),
      listed(['a', 'ringbuf', true], ['b', 'mux', false], ['b-base', 'ringbuf', false], ['h', 'hub', true]),
    ],
  },
];
