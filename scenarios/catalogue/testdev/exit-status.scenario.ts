import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { guestSends, listed } from '../../steps.ts';

const launch: LaunchOptions = {
  args: ['-chardev', 'testdev,id=t'],
  ports: [{ id: 'com1', kind: '16550', chardev: 't' }],
};
const sends = (bytes: string): Step => [{ do: 'guest-write', port: 'com1', bytes }];
const ends = (status: number): Step => [{ do: 'wait-exit' }, { see: 'exit', status, stderr: [] }];

const full = 'f'.repeat(4096);

type Row = readonly [name: string, title: string, bytes: string, status: number];
const rows: readonly Row[] = [
  [
    'blanks-and-others',
    'blanks may stand before the number and the command, and unknown commands are eaten',
    ' 12 x3q',
    7,
  ],
  ['one', 'the status is one more than twice the number', '1q', 3],
  ['no-number', 'without a number it is zero', 'q', 1],
  ['only-others', 'unknown commands take their numbers with them', '5xxq', 1],
  ['digit-as-command', 'after blanks behind a number the next digit is the command', '1 2q', 1],
  ['any-blank', 'tabs and line feeds are blanks', '\t5\n q', 11],
  ['modulo', 'of the status eight bits are left', '300q', 89],
  ['minus', 'a sign is an unknown command', '-1q', 3],
  ['hexadecimal', 'numbers are decimal', '0x10q', 21],
  ['case', 'only the small letter ends the process', '5Q6q', 13],
];

/** The test device ends the process with the status that it is sent. Source: TD-01. */
export const exitStatus: readonly Scenario[] = [
  ...rows.map(
    ([name, title, bytes, status]): Scenario => ({
      id: `testdev/exit-status/${name}`,
      title,
      clauses: ['TD-01'],
      launch,
      steps: [sends(bytes), ends(status)],
    }),
  ),
  {
    id: 'testdev/exit-status/unfinished',
    title: 'a number without a command is waited with',
    clauses: ['TD-01'],
    launch,
    steps: [guestSends('com1', '12'), listed(['t', 'testdev', true]), sends('q'), ends(25)],
  },
  {
    id: 'testdev/exit-status/behind-a-pipe',
    title: 'whoever reads a full pipe before it gets what was in it, though the room ends the process',
    clauses: ['TD-01', 'HUB-37'],
    needs: ['hub', 'serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: [
            ...['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=p,path=/dev/fdset/1,append=on'],
            ...['-chardev', 'testdev,id=t', '-chardev', 'hub,id=h,chardevs.0=p,chardevs.1=t'],
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
        },
        { see: 'launched' },
      ],
      [
        { do: 'write', to: 'p.write', bytes: full },
        { see: 'wrote', count: 4096 },
      ],
      guestSends('com1', 'q'),
      [
        { do: 'read', from: 'p.read', max: 4096 },
        { see: 'data', bytes: full, end: false },
      ],
      [
        { do: 'qmp', execute: 'query-status' },
        { byProfile: { 'qemu-11.1': { see: 'return' }, else: { see: 'closed' } } },
      ],
    ],
  },
];
