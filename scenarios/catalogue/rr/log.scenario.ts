import { byteTaken, counting, dword, logHead, logPath, ownHead, ownLog } from '../../char-log.ts';
import type { Scenario, Step } from '../../scenario.ts';

type Case = readonly [
  name: string,
  title: string,
  clauses: readonly string[],
  bytes: string | null,
  word: string,
  line: string,
];
const replay = `shift=0,rr=replay,rrfile=${logPath}`;
const told = `qemu-system-x86_64: -icount ${replay}: `;
const version = 'Replay: invalid input log file version';
const short = 'error reading the replay data';

const cases: readonly Case[] = [
  ['missing', 'a log that is not there', ['RR-01'], null, replay, `Replay: open ${logPath}: No such file or directory`],
  ['empty', 'an empty file', ['RR-15'], '', replay, `${told}${short}`],
  ['half-a-head', 'half a head', ['RR-15'], `{replay-version}${'\0'.repeat(4)}`, replay, `${told}${short}`],
  ['head-alone', 'a head and nothing behind it', ['RR-15'], ownHead, replay, `${told}${short}`],
  ['zeros', 'a head of zeros: the recording process was killed', ['RR-01', 'RR-15'], '\0'.repeat(12), replay, version],
  ['newer', 'the next version', ['RR-15'], `${logHead(0xe0200f)}\x27`, replay, version],
  ['older', 'the version before', ['RR-15'], `${logHead(0xe0200b)}\x27`, replay, version],
  ['foreign', 'something else', ['RR-15'], 'a line of text, no log\n', replay, version],
  [
    'unknown-event',
    'an event that nobody knows',
    ['RR-02', 'RR-15'],
    `${ownHead}\x28`,
    replay,
    `${told}Replay: unknown event kind 40`,
  ],
  [
    'no-file',
    'no name of a file',
    ['RR-01'],
    null,
    'shift=0,rr=record',
    'qemu-system-x86_64: -icount shift=0,rr=record: File name not specified for replay',
  ],
  [
    'no-such-mode',
    'a mode that there is not',
    ['RR-01'],
    null,
    'shift=0,rr=rewind,rrfile=f',
    'qemu-system-x86_64: -icount shift=0,rr=rewind,rrfile=f: Invalid icount rr option: rewind',
  ],
  [
    'nothing-counted',
    'record without counting instructions',
    ['RR-01'],
    null,
    `rr=record,rrfile=${logPath}`,
    'qemu-system-x86_64: Please enable icount to use record/replay',
  ],
  [
    'no-such-option',
    'an option that there is not',
    ['RR-01'],
    null,
    'shift=0,tape=on',
    "qemu-system-x86_64: -icount shift=0,tape=on: Invalid parameter 'tape'",
  ],
  [
    'no-such-folder',
    'a log in a folder that is not there',
    ['RR-01'],
    null,
    'shift=0,rr=record,rrfile={dir}/no/rr.log',
    'Replay: open {dir}/no/rr.log: No such file or directory',
  ],
];

const refused = cases.map(([name, title, clauses, bytes, word, line]): Scenario => {
  const given: readonly Step[] = bytes === null ? [] : [[{ do: 'write-file', path: logPath, bytes }]];
  return {
    id: `rr/log/${name}`,
    title: `${title} is refused at the start`,
    clauses,
    launch: 'manual',
    steps: [
      ...given,
      [
        { do: 'launch', args: ['-icount', word] },
        { see: 'exit', status: 1, stderr: [line] },
      ],
    ],
  };
});

/** The file: its head, its ends, and what is wrong with others. Source: RR-01, RR-02, RR-15. */
export const replayLogs: readonly Scenario[] = [
  ...refused,
  {
    id: 'rr/log/head-at-the-end',
    title: 'the head is filled in when the process ends in good order, and not before',
    clauses: ['RR-01', 'RR-02'],
    launch: { args: [...counting('record')] },
    steps: [
      [
        { do: 'read-char-log', path: logPath },
        { see: 'char-log', finished: false, events: [] },
      ],
      [
        { do: 'qmp', execute: 'quit' },
        { see: 'return', value: {} },
      ],
      [{ do: 'wait-exit' }, { see: 'exit', status: 0, stderr: [] }],
      [
        { do: 'read-char-log', path: logPath },
        { see: 'char-log', finished: true, events: [] },
      ],
    ],
  },
  {
    id: 'rr/log/started-anew',
    title: 'what the file held before is gone',
    clauses: ['RR-01'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: logPath, bytes: ownLog([byteTaken, { input: 'old', driver: 0 }]) }],
      [
        { do: 'read-char-log', path: logPath },
        { see: 'char-log', finished: true, events: [byteTaken, { input: 'old', driver: 0 }] },
      ],
      [{ do: 'launch', args: [...counting('record')] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'quit' },
        { see: 'return', value: {} },
      ],
      [{ do: 'wait-exit' }, { see: 'exit', status: 0, stderr: [] }],
      [
        { do: 'read-char-log', path: logPath },
        { see: 'char-log', finished: true, events: [] },
      ],
    ],
  },
  {
    id: 'rr/log/input-cut-short',
    title: 'input that is cut short ends the process',
    clauses: ['RR-15', 'RR-02'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: logPath, bytes: `${ownHead}\x16${dword(1)}${dword(1)}\x07\0${dword(3)}ab` }],
      [
        {
          do: 'launch',
          args: [...counting('replay'), '-serial', 'null'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'serial0', board: true }],
        },
        { see: 'launched' },
      ],
      [{ do: 'register-write', port: 'com1', register: 0, value: 65 }],
      [{ do: 'wait-exit' }, { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: ${short}`] }],
    ],
  },
  {
    id: 'rr/log/held',
    title: 'a log that is recorded is held for writing',
    clauses: ['RR-01'],
    launch: { args: [...counting('record')] },
    steps: [
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: logPath, access: 'w', flags: [], closeOnExec: false }] },
      ],
    ],
  },
  {
    id: 'rr/log/held-to-read',
    title: 'a log that is replayed is held for reading',
    clauses: ['RR-01'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: logPath, bytes: ownLog([]) }],
      [{ do: 'launch', args: [...counting('replay')] }, { see: 'launched' }],
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [{ object: logPath, access: 'r', flags: [], closeOnExec: false }] },
      ],
    ],
  },
];
