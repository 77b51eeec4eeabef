import type { PortSpec } from '../../../model/language/action.ts';
import type { Expectation, ExpectedOutcome, Scenario } from '../../scenario.ts';
import { addChardev, done, entries, guestSends, refusal, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const design = (repaired: ExpectedOutcome, real: ExpectedOutcome): Expectation => ({
  byProfile: { design: repaired, else: real },
});

/** What a change that is refused destroys all the same. Source: RACE-S01, RACE-S10, SAFE-10. */
export const lostChardev: readonly Scenario[] = [
  {
    id: 'race/lost-chardev/unattached',
    title: 'a change of an unattached chardev that is refused takes it away; a repaired one leaves it',
    clauses: ['RACE-S01', 'SWAP-S04', 'SAFE-10', 'ENG-16'],
    bugs: ['HS17-25', 'LIVE-01'],
    steps: [
      addChardev('c', 'ringbuf'),
      swapChardev(
        'c',
        'ringbuf',
        { size: 3 },
        design(
          refusal('size of ringbuf chardev must be power of two'),
          refusal("Failed to add chardev 'c': size of ringbuf chardev must be power of two"),
        ),
      ),
      [{ do: 'qmp', execute: 'query-chardev' }, design(entries(['c', 'ringbuf', false]), entries())],
      swapChardev('c', 'null', {}, design({ see: 'return', value: {} }, refusal("Chardev 'c' does not exist"))),
    ],
  },
  {
    id: 'race/lost-chardev/truncated',
    title: 'a refused change to the file in use truncates it, and the old backend goes on behind the hole',
    clauses: ['RACE-S10', 'SAFE-10', 'ENG-15'],
    launch: { args: ['-chardev', 'file,id=c,path=f'], ports: [com1] },
    steps: [
      guestSends('com1', 'before'),
      swapChardev(
        'c',
        'file',
        { out: '{dir}/f', in: '/nonexistent/x' },
        refusal("Could not open '/nonexistent/x': No such file or directory"),
      ),
      guestSends('com1', 'after'),
      [
        { do: 'read-file', path: '{dir}/f' },
        design(
          { see: 'data', bytes: 'beforeafter', end: true },
          { see: 'data', bytes: `${'\0'.repeat(6)}after`, end: true },
        ),
      ],
    ],
  },
  {
    id: 'race/lost-chardev/file-to-itself',
    title: 'a change from a file to the same file truncates it under the old backend, which has written before',
    clauses: ['RACE-37', 'SWAP-S06'],
    launch: { args: ['-chardev', 'file,id=c,path=f'], ports: [com1] },
    steps: [
      guestSends('com1', 'before'),
      swapChardev('c', 'file', { out: '{dir}/f' }),
      guestSends('com1', 'after'),
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'after', end: true },
      ],
    ],
  },
  {
    id: 'race/lost-chardev/missing-log',
    title: 'a refused change keeps the log of the old backend as it was',
    clauses: ['SAFE-10', 'SWAP-S05'],
    launch: { args: ['-chardev', 'ringbuf,id=c,logfile=log'], ports: [com1] },
    steps: [
      guestSends('com1', 'one'),
      swapChardev(
        'c',
        'ringbuf',
        { size: 3, logfile: '{dir}/log' },
        refusal('size of ringbuf chardev must be power of two'),
      ),
      guestSends('com1', 'two'),
      [
        { do: 'read-file', path: '{dir}/log' },
        design({ see: 'data', bytes: 'onetwo', end: true }, { see: 'data', bytes: '\0\0\0two', end: true }),
      ],
      [{ do: 'unlink', path: '{dir}/log' }, done],
    ],
  },
];
