import type { Scenario } from '../../scenario.ts';

/** Name, title, options of -add-fd, what standard error says of them. */
type Row = readonly [name: string, title: string, options: string, text: string];

const rows: readonly Row[] = [
  ['no-fd', 'fd is required', 'set=1', 'fd option is required and must be non-negative'],
  ['nothing', 'an empty option list lacks fd', '', 'fd option is required and must be non-negative'],
  ['negative-fd', 'fd must not be negative', 'fd=-1,set=1', 'fd option is required and must be non-negative'],
  ['stdin', 'fd must not be standard input', 'fd=0,set=1', 'fd cannot be a standard I/O stream'],
  ['stdout', 'fd must not be standard output', 'fd=1,set=1', 'fd cannot be a standard I/O stream'],
  ['stderr', 'fd must not be standard error', 'fd=2,set=1', 'fd cannot be a standard I/O stream'],
  ['not-open', 'fd must be open', 'fd=400,set=1', 'fd is not valid or already in use'],
  ['no-set', 'set is required', 'fd={fd:p.write}', 'set option is required and must be non-negative'],
  [
    'negative-set',
    'set must not be negative',
    'fd={fd:p.write},set=-1',
    'set option is required and must be non-negative',
  ],
  [
    'stream-before-set',
    'the stream check comes before the set check',
    'fd=2,set=-1',
    'fd cannot be a standard I/O stream',
  ],
  [
    'open-before-set',
    'the check that fd is open comes before the set check',
    'fd=400',
    'fd is not valid or already in use',
  ],
  [
    'set-too-large-is-negative',
    'set=2^63 counts as negative',
    'fd={fd:p.write},set=9223372036854775808',
    'set option is required and must be non-negative',
  ],
];

/** What -add-fd refuses, in the order of its checks. Source: FDSET-40, FDSET-42. */
export const valueErrors: readonly Scenario[] = rows.map(([name, title, options, text]) => ({
  id: `add-fd/value-errors/${name}`,
  title,
  clauses: ['FDSET-40', 'FDSET-42'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', options] },
      { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: -add-fd ${options}: ${text}`] },
    ],
  ],
}));
