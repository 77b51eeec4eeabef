import type { LaunchOptions } from '../../../model/language/action.ts';
import { byteTaken, counting, ends, givenLog, logged } from '../../char-log.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, connects, guestGets, guestSends, peerSends } from '../../steps.ts';

const on = (mode: 'record' | 'replay', chardev: string, paused = false): LaunchOptions => ({
  args: [...counting(mode), '-chardev', `${chardev},id=c`, '-serial', 'chardev:c'],
  ports: [{ id: 'com1', kind: '16550', board: true, chardev: 'c' }],
  ...(paused ? { paused } : {}),
});
const server = 'socket,path={dir}/s,server=on,wait=off';
/** Longer than any checkpoint is away. */
const aWhile: Step = [{ do: 'advance', ms: 250 }];
const stops = command('stop', {});
const goesOn = command('cont', {});

/** Input while the machine stands still, which has no checkpoints. Source: RR-06, RR-16, experiment on all versions. */
export const stoppedMachines: readonly Scenario[] = [
  {
    id: 'rr/stopped/recorded',
    title: 'input that comes while the machine is stopped is delivered, and logged, as it goes on',
    clauses: ['RR-06', 'RR-16'],
    tags: ['slow'],
    launch: on('record', server),
    steps: [
      guestGets('com1', ''),
      connects('peer'),
      stops,
      peerSends('peer', 'yz'),
      aWhile,
      guestGets('com1', ''),
      goesOn,
      guestGets('com1', 'yz'),
      ...ends,
      logged({ input: 'yz', driver: 0 }),
    ],
  },
  {
    id: 'rr/stopped/never-run',
    title: 'the same of a machine that has not run yet: at once as it begins to',
    clauses: ['RR-06', 'RR-16'],
    launch: on('record', server, true),
    steps: [
      guestGets('com1', ''),
      connects('peer'),
      peerSends('peer', 'yz'),
      guestGets('com1', ''),
      goesOn,
      guestGets('com1', 'yz'),
    ],
  },
  {
    id: 'rr/stopped/lost',
    title: 'input that a stopped machine takes to its end is in no log',
    clauses: ['RR-06', 'RR-01'],
    tags: ['slow'],
    launch: on('record', server),
    steps: [guestGets('com1', ''), connects('peer'), stops, peerSends('peer', 'yz'), aWhile, ...ends, logged()],
  },
  {
    id: 'rr/stopped/replayed',
    title: 'input of a log is delivered while the machine runs only',
    clauses: ['RR-06', 'RR-16'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      givenLog([{ input: 'y', driver: 0 }, byteTaken, { input: 'z', driver: 0 }]),
      [{ do: 'launch', ...on('replay', 'null', true) }, { see: 'launched' }],
      guestGets('com1', ''),
      aWhile,
      guestGets('com1', ''),
      goesOn,
      guestGets('com1', 'y'),
      stops,
      guestSends('com1', 'x'),
      aWhile,
      guestGets('com1', ''),
      goesOn,
      guestGets('com1', 'z'),
    ],
  },
  {
    id: 'rr/stopped/no-such-driver',
    title: 'input of a driver that there is not harms nobody before the machine runs',
    clauses: ['RR-09', 'RR-16'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      givenLog([{ input: 'y', driver: 7 }]),
      [{ do: 'launch', ...on('replay', 'null', true) }, { see: 'launched' }],
      aWhile,
      command('query-fdsets', {}, { see: 'return', value: [] }),
    ],
  },
];
