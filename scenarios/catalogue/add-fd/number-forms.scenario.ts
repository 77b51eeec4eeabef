import type { Scenario } from '../../scenario.ts';

/** How -add-fd reads its values. Source: FDSET-41. */
export const numberForms: readonly Scenario[] = [
  {
    id: 'add-fd/number-forms/octal',
    title: 'how numbers and texts of -add-fd are read: fd=011,set=012',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'launch', args: ['-add-fd', 'fd=011,set=012'], inherit: { '9': 'p.write' } }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' } }], 'fdset-id': 10 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/plus',
    title: 'how numbers and texts of -add-fd are read: fd=+N,set=+1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd=+{fd:p.write},set=+1'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' } }], 'fdset-id': 1 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/blank',
    title: 'how numbers and texts of -add-fd are read: fd= N,set= 1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd= {fd:p.write},set= 1'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' } }], 'fdset-id': 1 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/trailing-blank',
    title: 'how numbers and texts of -add-fd are read: fd=N ,set=1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write} ,set=1'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -add-fd fd={fd:p.write} ,set=1: Parameter 'fd' expects a number"],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/nine-octal',
    title: 'how numbers and texts of -add-fd are read: fd=08,set=1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd=08,set=1'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -add-fd fd=08,set=1: Parameter 'fd' expects a number"],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/suffix',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=1k',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1k'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -add-fd fd={fd:p.write},set=1k: Parameter 'set' expects a number"],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/empty',
    title: 'how numbers and texts of -add-fd are read: fd=,set=1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd=,set=1'], inherit: { '9': 'p.write' } },
        { see: 'exit', status: 1, stderr: ["qemu-system-x86_64: -add-fd fd=,set=1: Parameter 'fd' expects a number"] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/hex-empty',
    title: 'how numbers and texts of -add-fd are read: fd=0x,set=1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd=0x,set=1'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -add-fd fd=0x,set=1: Parameter 'fd' expects a number"],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/capital-hex',
    title: 'how numbers and texts of -add-fd are read: fd=0X9,set=0XA',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'launch', args: ['-add-fd', 'fd=0X9,set=0XA'], inherit: { '9': 'p.write' } }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' } }], 'fdset-id': 10 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/too-large',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=18446744073709551616',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=18446744073709551616'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -add-fd fd={fd:p.write},set=18446744073709551616: Value '18446744073709551616' is too large for parameter 'set'",
          ],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/negative',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=-1',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=-1'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: [
            'qemu-system-x86_64: -add-fd fd={fd:p.write},set=-1: set option is required and must be non-negative',
          ],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/negative-wrap',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=-18446744073709551615',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=-18446744073709551615'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' } }], 'fdset-id': 1 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/bare',
    title: 'how numbers and texts of -add-fd are read: fd=N,set',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set'], inherit: { '9': 'p.write' } },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -add-fd fd={fd:p.write},set: Parameter 'set' expects a number"],
        },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/opaque-comma',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=1,opaque=a,,b',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1,opaque=a,,b'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' }, opaque: 'a,b' }], 'fdset-id': 1 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/opaque-bare',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=1,opaque',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1,opaque'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' }, opaque: 'on' }], 'fdset-id': 1 }] },
      ],
    ],
  },
  {
    id: 'add-fd/number-forms/doubled-equals',
    title: 'how numbers and texts of -add-fd are read: fd=N,set=1,opaque=a=b',
    clauses: ['FDSET-41'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1,opaque=a=b'], inherit: { '9': 'p.write' } },
        { see: 'launched' },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ fds: [{ fd: { $: 'fd1' }, opaque: 'a=b' }], 'fdset-id': 1 }] },
      ],
    ],
  },
];
