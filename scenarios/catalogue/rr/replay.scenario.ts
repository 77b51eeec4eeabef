import type { LaunchOptions } from '../../../model/language/action.ts';
import { byteTaken, counting, givenLog } from '../../char-log.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { done, guestGets, guestSends, peerGets, peerSends, register } from '../../steps.ts';

const com1 = { id: 'com1', kind: '16550', board: true, chardev: 'c' } as const;
const starts = (chardev: string, more: LaunchOptions = {}): Step => [
  {
    do: 'launch',
    args: [...counting('replay'), '-chardev', `${chardev},id=c`, '-serial', 'chardev:c'],
    ports: [com1],
    ...more,
  },
  { see: 'launched' },
];
const file = 'file,path={dir}/out,logfile={dir}/logged';
const server = 'socket,path={dir}/s,server=on,wait=off';
const holds = (path: string, bytes: string): Step => [
  { do: 'read-file', path: `{dir}/${path}` },
  { see: 'data', bytes, end: true },
];
const writes = (byte: string, seen: Expectation = done): Step => [
  { do: 'register-write', port: 'com1', register: 0, value: byte.charCodeAt(0) },
  seen,
];
const missing = 'qemu-system-x86_64: Missing character write event in the replay log';
const ended = (...stderr: readonly string[]): ExpectedOutcome => ({ see: 'exit', status: 1, stderr });

/** What replay does with the events of a log. Source: RR-04, RR-06, RR-09, RR-15. */
export const replayed: readonly Scenario[] = [
  {
    id: 'rr/replay/writes',
    title: 'what was taken then goes out again, whatever would be taken now',
    clauses: ['RR-04', 'RR-03'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, { write: 1, offset: 0 }, byteTaken]),
      starts(file),
      guestSends('com1', 'abc'),
      holds('out', 'ac'),
      holds('logged', 'ac'),
    ],
  },
  {
    id: 'rr/replay/result',
    title: 'a write gives the result of then: nothing taken is tried again at once, as long as the log says so',
    clauses: ['RR-04'],
    launch: 'manual',
    steps: [
      givenLog([{ write: 0, offset: 0 }, { write: 0, offset: 0 }, byteTaken, byteTaken]),
      starts(file),
      guestSends('com1', 'ab'),
      holds('out', 'ab'),
    ],
  },
  {
    id: 'rr/replay/input-of-nothing',
    title: 'input of no bytes that a log brings is an arrival, too: a 16550 with FIFOs has data, and none',
    clauses: ['RR-06', 'UART-01'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, byteTaken, { driver: 0, input: '' }, byteTaken]),
      starts(file),
      guestSends('com1', 'ab'),
      register('com1', 5, 0x61),
    ],
  },
  {
    id: 'rr/replay/two-bytes-at-once',
    title:
      'input of two bytes that a log brings at once is one arrival to a 16550 without FIFOs: the second is lost, unsaid',
    clauses: ['RR-06', 'UART-01'],
    launch: 'manual',
    steps: [
      givenLog([{ driver: 0, input: 'ab' }]),
      starts(file),
      register('com1', 5, 0x61),
      register('com1', 0, 0x61),
      register('com1', 5, 0x60),
    ],
  },
  {
    id: 'rr/replay/five-tries',
    title: 'and is given up after the tries that it is given up after without a log',
    clauses: ['RR-04'],
    launch: 'manual',
    steps: [
      givenLog([...Array.from({ length: 6 }, () => ({ write: 0, offset: 0 })), byteTaken]),
      starts(file),
      guestSends('com1', 'ab'),
      holds('out', 'b'),
    ],
  },
  {
    id: 'rr/replay/failure',
    title: 'a failed write is not tried again',
    clauses: ['RR-04', 'RR-03'],
    launch: 'manual',
    steps: [
      givenLog([{ write: -1, offset: 0 }, byteTaken, { write: -1, offset: 1 }, byteTaken]),
      starts(file),
      guestSends('com1', 'abcd'),
      holds('out', 'bcd'),
    ],
  },
  {
    id: 'rr/replay/beyond-the-end',
    title: 'a write that the log does not have ends the process; 10.0 dies naming what stands there instead',
    clauses: ['RR-15'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken]),
      starts(file),
      writes('a'),
      writes('b', {
        byProfile: { 'qemu-10.0': { see: 'died', signal: 'SIGABRT', stderr: [] }, else: ended(missing) },
      }),
      holds('out', 'a'),
    ],
  },
  {
    id: 'rr/replay/more-than-written',
    title: 'an event that says more was taken than was written fails an assertion',
    clauses: ['RR-04'],
    launch: 'manual',
    steps: [
      givenLog([{ write: 1, offset: 2 }]),
      starts(file),
      writes('a', { byProfile: { design: ended(missing), else: { see: 'died', signal: 'SIGABRT', stderr: [] } } }),
      holds('out', ''),
    ],
  },
  {
    id: 'rr/replay/cut-short',
    title: 'a log that is cut short ends the process as its last event is read, before that has an effect',
    clauses: ['RR-15'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, byteTaken], ''),
      starts(file),
      writes('a'),
      writes('b', ended('qemu-system-x86_64: error reading the replay data')),
      holds('out', 'a'),
    ],
  },
  {
    id: 'rr/replay/unknown-event',
    title: 'so does an event that nobody knows',
    clauses: ['RR-15'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, byteTaken], '\xc8'),
      starts(file),
      writes('a'),
      writes('b', ended('qemu-system-x86_64: Replay: unknown event kind 200')),
      holds('out', 'a'),
    ],
  },
  {
    id: 'rr/replay/input',
    title: 'input comes from the log, between the writes where it came then; what comes from outside is nobody’s',
    clauses: ['RR-06', 'RR-04', 'RR-16'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, { input: 'LOG', driver: 0 }, byteTaken, { input: '2', driver: 0 }, byteTaken]),
      starts(server),
      guestGets('com1', ''),
      [{ do: 'connect-socket', as: 'peer', path: '{dir}/s' }, done],
      peerSends('peer', 'real'),
      guestGets('com1', ''),
      guestSends('com1', 'a'),
      guestGets('com1', 'LOG'),
      peerSends('peer', 'more'),
      guestSends('com1', 'b'),
      guestGets('com1', '2'),
      guestSends('com1', 'c'),
      peerGets('peer', 'abc'),
    ],
  },
  {
    id: 'rr/replay/input-without-room',
    title: 'input of the log is delivered whatever room there is',
    clauses: ['RR-06', 'RR-07'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, { input: '0123456789abcdefghij', driver: 0 }, byteTaken]),
      starts('null'),
      guestSends('com1', 'a'),
      register('com1', 5, 0x63),
      guestGets('com1', '0123456789abcdef'),
    ],
  },
  {
    id: 'rr/replay/no-such-driver',
    title: 'input of a driver that there is not kills the process',
    clauses: ['RR-09'],
    launch: 'manual',
    steps: [
      givenLog([byteTaken, { input: 'x', driver: 5 }]),
      starts('null'),
      writes('a', {
        oneOf: [{ see: 'done' }, { see: 'died', signal: 'SIGSEGV' }, { see: 'exit', status: 1 }],
      }),
      [
        { do: 'wait-exit' },
        {
          byProfile: {
            design: ended('qemu-system-x86_64: Replay: cannot find char driver'),
            else: { see: 'died', signal: 'SIGSEGV', stderr: [] },
          },
        },
      ],
    ],
  },
];
