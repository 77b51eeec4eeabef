import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  closes,
  detaches,
  done,
  listens,
  offers,
  peerGets,
  peerSends,
  told,
  writes,
} from '../../steps.ts';

const one: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const opened = { event: 'OPENED' } as const;
const shut = { event: 'CLOSED' } as const;
const addPty: Step = addChardev('c', 'pty', {}, { see: 'return', value: { pty: '{pty:c}' } });
const opens = (as: string): Step => [{ do: 'open-pty', as, chardev: 'c' }, done];
const after = (ms: number): Step => [{ do: 'advance', ms }, done];
const noWatch: Step = [
  { do: 'witness-watch', port: 'w' },
  { see: 'errno', errno: 'ENOTSUP' },
];

/** A bare frontend on a pty: when it is told what. */
export const frontend: readonly Scenario[] = [
  {
    id: 'pty/frontend/open-slave-at-once',
    title:
      'handlers that are set while the slave is open learn it at once, from the look at it and from the state after',
    clauses: ['PTY-02', 'PTY-04', 'CHR-33'],
    launch: one,
    steps: [addPty, opens('t'), attaches('w', 'c'), told('w'), listens('w'), told('w', opened, opened)],
  },
  {
    id: 'pty/frontend/polled-every-second',
    title: 'an opened slave is noticed at the next full second after the handlers were set',
    clauses: ['PTY-03', 'PTY-04'],
    needs: ['virtual-time'],
    launch: one,
    steps: [
      addPty,
      attaches('w', 'c'),
      listens('w'),
      told('w'),
      after(1500),
      opens('t'),
      told('w'),
      after(499),
      told('w'),
      after(1),
      told('w', opened),
    ],
  },
  {
    id: 'pty/frontend/leaves-and-comes-back',
    bugs: ['BUG-068'],
    title: 'a slave that closes is CLOSED, on 7.2 untold, and OPENED again within a second of the next',
    clauses: ['PTY-07', 'PTY-03'],
    launch: one,
    steps: [
      addPty,
      opens('t'),
      attaches('w', 'c'),
      listens('w'),
      offers('w', 10),
      told('w', opened, opened),
      peerSends('t', 'last'),
      closes('t'),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            'qemu-7.2': { see: 'records', records: [{ read: 'last' }] },
            else: { see: 'records', records: [{ read: 'last' }, shut] },
          },
        },
      ],
      opens('u'),
      after(1000),
      told('w', opened),
    ],
  },
  {
    id: 'pty/frontend/unnoticed-without-room',
    title: 'without room the end of the slave is not noticed',
    clauses: ['PTY-08', 'CHR-82'],
    launch: one,
    steps: [
      addPty,
      opens('t'),
      attaches('w', 'c'),
      listens('w'),
      told('w', opened, opened),
      closes('t'),
      after(3000),
      told('w'),
      offers('w', 1),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: { 'qemu-7.2': { see: 'records', records: [] }, else: { see: 'records', records: [shut] } },
        },
      ],
    ],
  },
  {
    id: 'pty/frontend/watch-while-connected',
    title: 'a pty offers a watch only while it is connected',
    clauses: ['PTY-10', 'CHR-91'],
    launch: one,
    steps: [
      addPty,
      attaches('w', 'c'),
      listens('w'),
      noWatch,
      opens('t'),
      noWatch,
      after(1000),
      told('w', opened),
      [{ do: 'witness-watch', port: 'w' }, done],
      told('w', { watch: 'out' }),
    ],
  },
  {
    id: 'pty/frontend/nobody-watches',
    title: 'without a slave any amount of output is taken and dropped',
    clauses: ['PTY-05'],
    bugs: ['BUG-064', 'BUG-066'],
    launch: one,
    steps: [
      addPty,
      attaches('w', 'c'),
      listens('w'),
      writes('w', 'x'.repeat(100_000)),
      writes('w', 'y'.repeat(100_000)),
      opens('t'),
      peerGets('t', ''),
      after(1000),
      told('w', opened),
    ],
  },
  {
    id: 'pty/frontend/nobody-polls',
    title: 'without a frontend nothing polls, and output is looked at as it comes',
    clauses: ['PTY-02', 'PTY-05'],
    launch: one,
    steps: [
      addPty,
      attaches('w', 'c'),
      writes('w', 'dropped'),
      opens('t'),
      after(2000),
      writes('w', 'written'),
      told('w'),
      peerGets('t', 'written'),
      detaches('w'),
    ],
  },
  {
    id: 'pty/frontend/slave-passed-on',
    title: 'a slave that a client passes on is a descriptor like any other; it is known by its chardev',
    clauses: ['PTY-01', 'FDSET-01'],
    launch: {},
    steps: [
      addPty,
      opens('t'),
      [{ do: 'qmp', execute: 'add-fd', fds: ['t'] }, { see: 'return' }],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: '{pty:c}', access: 'rw', flags: [], closeOnExec: true }] },
      ],
    ],
  },
];
