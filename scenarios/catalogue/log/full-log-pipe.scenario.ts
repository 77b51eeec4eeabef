import type { StatusFlag } from '../../../model/language/action.ts';
import type { Expectation, ExpectedOutcome, Scenario } from '../../scenario.ts';

/** The log is a full pipe; `flags` are set on its description after the launch. */
type Case = { readonly name: string; readonly title: string; readonly flags: readonly StatusFlag[] };
const cases: readonly Case[] = [
  {
    name: 'blocking',
    title: 'a full log pipe blocks the real systems until it is drained; `design` drops the log bytes',
    flags: ['append'],
  },
  {
    name: 'nonblocking',
    title: 'a full non-blocking log pipe makes the real systems spin until it is drained; `design` drops the log bytes',
    flags: ['append', 'nonblock'],
  },
];

/** `design` drops, and so does 11.1 where the log is non-blocking; the others wait. */
const dropped = ({ flags }: Case, drops: ExpectedOutcome, waits: ExpectedOutcome): Expectation => ({
  byProfile: { design: drops, 'qemu-11.1': flags.includes('nonblock') ? drops : waits, else: waits },
});

export const fullLogPipe: readonly Scenario[] = cases.map((each) => ({
  id: `log/full-log-pipe/${each.name}`,
  title: each.title,
  clauses: ['LOG-03', 'DEF-08'],
  needs: ['serial'],
  tags: ['slow'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'null,id=c,logfile=/dev/fdset/1,logappend=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'set-flags', of: 'p.write', flags: each.flags }, { see: 'done' }],
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'Z', patienceMs: 300 },
      dropped(each, { see: 'accepted', count: 1 }, { see: 'silent' }),
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    // The non-blocking writer looks again every 100 microseconds.
    [{ do: 'advance', ms: 20 }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'c', filename: 'null', 'frontend-open': true }] },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'Y' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read', from: 'p.read' },
      dropped(each, { see: 'data', bytes: 'Y', end: false }, { see: 'data', bytes: 'ZY', end: false }),
    ],
  ],
}));
