import type { LaunchOptions } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import {
  attaches,
  connects,
  done,
  entries,
  listens,
  offers,
  peerGets,
  peerSends,
  refusal,
  ringHolds,
  serverAt,
  swapChardev,
  told,
  writes,
} from '../../steps.ts';

const witness = (chardev: string): LaunchOptions => ({
  args: ['-chardev', chardev],
  ports: [{ id: 'w', kind: 'witness', chardev: 'c' }],
});
const changes = (answer: 'listens' | 'refuses' | 'listens-and-refuses'): Step => [
  { do: 'witness-changes', port: 'w', answer },
  done,
];
const opened = { event: 'OPENED' } as const;
const closed = { event: 'CLOSED' } as const;
type Records = Extract<ExpectedOutcome, { see: 'records' }>['records'];
/** What is told in the design, and by a change that is done within its command. */
const tells = (design: Records, real: Records): Step => [
  { do: 'witness-records', port: 'w' },
  { byProfile: { design: { see: 'records', records: design ?? [] }, else: { see: 'records', records: real ?? [] } } },
];
const failed = refusal("Chardev 'c' change failed");
const isOpen = (filename: string, design: boolean, real: boolean): Step => [
  { do: 'qmp', execute: 'query-chardev' },
  { byProfile: { design: entries(['c', filename, design]), else: entries(['c', filename, real]) } },
];

/** What a frontend is told of a change, taken or refused. Source: SWAP-S06, SWAP-S07, SWAP-S13, RACE-S11, SAFE-05, SAFE-10. */
export const eventsOfChanges: readonly Scenario[] = [
  {
    id: 'safe/events/open-to-open',
    title: 'from open to open: OPENED comes a second time where handlers are set anew; in the design nothing does',
    clauses: ['SWAP-S13', 'SWAP-S06', 'SAFE-05', 'RACE-32', 'ENG-13'],
    launch: witness('ringbuf,id=c'),
    steps: [
      listens('w'),
      told('w', opened),
      changes('listens'),
      swapChardev('c', 'ringbuf'),
      tells([], [opened]),
      writes('w', 'new'),
      ringHolds('c', 'new'),
      isOpen('ringbuf', true, true),
    ],
  },
  {
    id: 'safe/events/closed-and-open',
    title: 'CLOSED when the new one is closed, OPENED when it is open, nothing from closed to closed',
    clauses: ['SWAP-S13', 'SWAP-S06', 'SAFE-05'],
    launch: witness('ringbuf,id=c'),
    steps: [
      listens('w'),
      changes('listens'),
      told('w', opened),
      swapChardev('c', 'null'),
      told('w', closed),
      swapChardev('c', 'socket', serverAt('{dir}/s')),
      told('w'),
      swapChardev('c', 'ringbuf'),
      told('w', opened),
    ],
  },
  {
    id: 'safe/events/refused',
    title: 'a refused change is told by CLOSED and OPENED and takes fe_open away; in the design nothing shows of it',
    clauses: ['SWAP-S07', 'RACE-03', 'RACE-05', 'SAFE-10', 'ENG-22', 'ENG-28'],
    launch: witness('ringbuf,id=c'),
    steps: [
      listens('w'),
      told('w', opened),
      changes('refuses'),
      swapChardev('c', 'null', {}, failed),
      tells([], [closed, opened]),
      isOpen('ringbuf', true, false),
      swapChardev('c', 'ringbuf', {}, failed),
      told('w'),
      writes('w', 'old'),
      ringHolds('c', 'old'),
    ],
  },
  {
    id: 'safe/events/told-open-on-a-closed-one',
    title:
      'handlers set before a refusal hear OPENED of the new one and stay told so on the closed old one; not in the design',
    clauses: ['RACE-S11', 'RACE-06', 'SAFE-05', 'SAFE-10', 'ENG-13'],
    launch: witness('socket,id=c,path={dir}/s,server=on,wait=off'),
    steps: [
      listens('w'),
      changes('listens-and-refuses'),
      swapChardev('c', 'ringbuf', {}, failed),
      tells([], [opened]),
      isOpen('disconnected:unix:{dir}/s,server=on', true, false),
      connects('x'),
      told('w', opened),
      writes('w', 'kept'),
      peerGets('x', 'kept'),
      offers('w', 10),
      peerSends('x', 'in'),
      told('w', { read: 'in' }),
    ],
  },
  {
    id: 'safe/events/without-handlers',
    title: 'a frontend without be_change, or with its handlers cleared, refuses all changes',
    clauses: ['SWAP-S02', 'ENG-20'],
    bugs: ['HS17-15'],
    launch: witness('ringbuf,id=c'),
    steps: [
      listens('w'),
      swapChardev('c', 'null', {}, refusal('Chardev user does not support chardev hotswap')),
      changes('listens'),
      swapChardev('c', 'ringbuf'),
      [{ do: 'witness-handlers', port: 'w', listening: false }, done],
      swapChardev('c', 'null', {}, refusal('Chardev user does not support chardev hotswap')),
      [{ do: 'witness-detach', port: 'w' }, done],
      swapChardev('c', 'null'),
      attaches('w', 'c'),
    ],
  },
];
