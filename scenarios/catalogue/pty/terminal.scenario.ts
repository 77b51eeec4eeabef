import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  closes,
  done,
  empty,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
  sendBreak,
} from '../../steps.ts';

const addPty = (id: string): Step => addChardev(id, 'pty', {}, { see: 'return', value: { pty: `{pty:${id}}` } });
const opens = (as: string, chardev = 'c'): Step => [{ do: 'open-pty', as, chardev }, done];
const after = (ms: number): Step => [{ do: 'advance', ms }, done];
/** A 16550 on a pty chardev `c`. */
const port: LaunchOptions = { args: ['-chardev', 'pty,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** Pseudo terminals. */
export const terminal: readonly Scenario[] = [
  {
    id: 'pty/terminal/told',
    title: 'chardev-add tells the slave, and query-chardev does',
    clauses: ['PTY-01', 'CHR-05'],
    steps: [addPty('c'), listed(['c', 'pty:{pty:c}', false]), removeChardev('c')],
  },
  {
    id: 'pty/terminal/command-line',
    title: 'a pty of the command line is listed with its slave',
    clauses: ['PTY-01'],
    launch: { args: ['-chardev', 'pty,id=c'] },
    steps: [listed(['c', 'pty:{pty:c}', false])],
  },
  {
    id: 'pty/terminal/announced',
    title: 'standard output tells of the ptys of the command line, and of no others',
    clauses: ['PTY-01', 'CHR-10', 'MISC-02'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'out' }, done],
      [
        {
          do: 'launch',
          inherit: { 1: 'out.write' },
          args: ['-chardev', 'pty,id=c', '-chardev', 'pty,id=m,mux=on', '-serial', 'pty', '-serial', 'mon:pty'],
        },
        { see: 'launched' },
      ],
      peerGets(
        'out.read',
        ['c', 'm-base', 'serial0', 'serial1-base']
          .map((id) => `char device redirected to {pty:${id}} (label ${id})\n`)
          .join(''),
      ),
      addPty('d'),
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'chardev-add pty,id=e' } },
        { see: 'return', value: 'char device redirected to {pty:e} (label e)\r\n' },
      ],
      peerGets('out.read', ''),
    ],
  },
  {
    id: 'pty/terminal/removed-while-open',
    title: 'a pty can be removed while its slave is open, whose reader meets the end',
    clauses: ['CHR-13', 'PTY-12'],
    steps: [addPty('c'), opens('t'), removeChardev('c'), peerGets('t', '', true)],
  },
  {
    id: 'pty/terminal/breaks',
    title: 'a break to a pty that nobody uses succeeds',
    clauses: ['CHR-14'],
    steps: [addPty('c'), sendBreak('c'), removeChardev('c')],
  },
  {
    id: 'pty/terminal/two',
    title: 'two ptys are two terminals',
    clauses: ['PTY-01'],
    steps: [
      addPty('c'),
      addPty('d'),
      listed(['c', 'pty:{pty:c}', false], ['d', 'pty:{pty:d}', false]),
      removeChardev('c'),
      removeChardev('d'),
    ],
  },
  {
    id: 'pty/terminal/input-after-a-second',
    title: 'an opened slave is noticed within a second, and what it sent meanwhile follows',
    clauses: ['PTY-02', 'PTY-03', 'PTY-04', 'CHR-83'],
    tags: ['slow'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      opens('t'),
      peerSends('t', 'hello'),
      after(1100),
      guestGets('com1', 'hello'),
      peerSends('t', ' again'),
      guestGets('com1', ' again'),
      listed(['c', 'pty:{pty:c}', true]),
    ],
  },
  {
    id: 'pty/terminal/output-before-the-poll',
    bugs: ['BUG-058'],
    title: 'output reaches an open slave that was not noticed yet',
    clauses: ['PTY-05'],
    launch: port,
    steps: [opens('t'), guestSends('com1', 'early'), peerGets('t', 'early')],
  },
  {
    id: 'pty/terminal/output-without-slave',
    title: 'output without an open slave is taken and dropped',
    clauses: ['PTY-05'],
    bugs: ['BUG-149'],
    launch: port,
    steps: [
      guestSends('com1', 'lost'),
      opens('t'),
      peerGets('t', ''),
      guestSends('com1', 'kept'),
      peerGets('t', 'kept'),
    ],
  },
  {
    id: 'pty/terminal/log',
    title: 'what is dropped for want of a slave is logged all the same',
    clauses: ['PTY-05', 'CHR-66', 'CHR-64'],
    bugs: ['BUG-062'],
    launch: {
      args: ['-chardev', 'pty,id=c,logfile=log'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      guestSends('com1', 'dropped'),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'dropped', end: true },
      ],
    ],
  },
  {
    id: 'pty/terminal/connected-output',
    title: 'output of a connected pty reaches the slave',
    clauses: ['PTY-06', 'PTY-04'],
    tags: ['slow'],
    launch: port,
    steps: [opens('t'), after(1100), guestSends('com1', 'out'), peerGets('t', 'out')],
  },
  {
    id: 'pty/terminal/comes-back',
    title: 'what a slave sent before it was closed is delivered first, and a later slave is noticed again',
    clauses: ['PTY-07', 'PTY-03'],
    tags: ['slow'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      opens('t'),
      after(1100),
      peerSends('t', 'last words'),
      closes('t'),
      guestGets('com1', 'last words'),
      guestSends('com1', 'dropped'),
      opens('u'),
      peerSends('u', 'new'),
      after(1100),
      guestGets('com1', 'new'),
      peerGets('u', ''),
    ],
  },
  {
    id: 'pty/terminal/unseen-visit',
    title: 'a slave that came, wrote and left between two looks is heard at the next connection',
    clauses: ['PTY-09'],
    tags: ['slow'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      opens('t'),
      peerSends('t', 'visit,'),
      closes('t'),
      guestGets('com1', ''),
      opens('u'),
      after(1100),
      peerSends('u', 'stay'),
      guestGets('com1', 'visit,stay'),
    ],
  },
  {
    id: 'pty/terminal/path',
    title: 'path names a symbolic link to the slave, which removal takes away',
    clauses: ['PTY-11', 'PTY-12'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      addChardev('c', 'pty', { path: '{dir}/link' }, { see: 'return', value: { pty: '{pty:c}' } }),
      [{ do: 'open', as: 't', path: '{dir}/link', access: 'rw' }, done],
      removeChardev('c'),
      peerGets('t', '', true),
      [
        { do: 'open', as: 'u', path: '{dir}/link', access: 'rw' },
        { see: 'errno', errno: 'ENOENT' },
      ],
    ],
  },
  {
    id: 'pty/terminal/path-exists',
    title: 'a path that exists is kept and fails the add',
    clauses: ['PTY-11', 'CHR-06'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      [{ do: 'write-file', path: '{dir}/link', bytes: 'mine' }, done],
      addChardev(
        'c',
        'pty',
        { path: '{dir}/link' },
        refusal("Failed to add chardev 'c': Failed to create PTY symlink: File exists"),
      ),
      listed(),
      [
        { do: 'read-file', path: '{dir}/link' },
        { see: 'data', bytes: 'mine', end: true },
      ],
    ],
  },
  {
    id: 'pty/terminal/path-nowhere',
    title: 'a path in a folder that does not exist fails the add',
    clauses: ['PTY-11', 'CHR-02'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      addChardev(
        'c',
        'pty',
        { path: '/nonexistent/link' },
        refusal("Failed to add chardev 'c': Failed to create PTY symlink: No such file or directory"),
      ),
    ],
  },
  {
    id: 'pty/terminal/no-path',
    title: '7.2 knows no path in chardev-add',
    clauses: ['PTY-11'],
    profiles: ['qemu-7.2'],
    steps: [addChardev('c', 'pty', { path: '{dir}/link' }, refusal("Parameter 'backend.data.path' is unexpected"))],
  },
  {
    id: 'pty/terminal/path-replaced',
    title: 'removal deletes whatever is at the path by then; a repaired system only its own link',
    clauses: ['Q-PTY-1', 'PTY-12'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      addChardev('c', 'pty', { path: '{dir}/link' }, { see: 'return', value: { pty: '{pty:c}' } }),
      [{ do: 'unlink', path: '{dir}/link' }, done],
      [{ do: 'write-file', path: '{dir}/link', bytes: 'mine' }, done],
      removeChardev('c', empty),
      [
        { do: 'read-file', path: '{dir}/link' },
        {
          byProfile: {
            'qemu-10.0': { see: 'errno', errno: 'ENOENT' },
            else: { see: 'data', bytes: 'mine', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'pty/terminal/hub-member',
    title: 'a pty member of a hub gets output once it is connected',
    clauses: ['HUB-31', 'HUB-36', 'PTY-04'],
    tags: ['slow'],
    launch: {
      args: ['-chardev', 'pty,id=c', '-chardev', 'ringbuf,id=r', '-chardev', 'hub,id=h,chardevs.0=c,chardevs.1=r'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      opens('t'),
      guestSends('com1', 'lost,'),
      peerGets('t', ''),
      after(1100),
      guestSends('com1', 'kept'),
      peerGets('t', 'kept'),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 99 } },
        { see: 'return', value: 'lost,kept' },
      ],
    ],
  },
  {
    id: 'pty/terminal/mux-base',
    title: 'a mux over a pty goes both ways',
    clauses: ['MUX-11', 'PTY-04', 'CHR-10'],
    tags: ['slow'],
    launch: { args: ['-chardev', 'pty,id=c,mux=on'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      guestGets('com1', ''),
      opens('t', 'c-base'),
      after(1100),
      peerSends('t', 'in'),
      guestGets('com1', 'in'),
      guestSends('com1', 'out'),
      peerGets('t', 'out'),
    ],
  },
];
