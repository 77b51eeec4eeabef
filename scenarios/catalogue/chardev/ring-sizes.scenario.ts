import type { Scenario } from '../../scenario.ts';

/** Sizes of a ring buffer on the command line. Source: RB-01. */
export const ringSizes: readonly Scenario[] = [
  {
    id: 'chardev/ring-sizes/suffix',
    title: "how a size is read: '1k'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=1k'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(1024) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/hex',
    title: "how a size is read: '0x400'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=0x400'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(1024) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/bytes',
    title: "how a size is read: '512B'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=512B'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(512) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/mega',
    title: "how a size is read: '1M'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=1M'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(2000) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/bad',
    title: "how a size is read: '1x'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=1x'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev ringbuf,id=r,size=1x: Parameter 'size' expects a non-negative number below 2^64",
          ],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/empty',
    title: "how a size is read: ''",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size='] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev ringbuf,id=r,size=: Parameter 'size' expects a non-negative number below 2^64",
          ],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/zero',
    title: "how a size is read: '0'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=0'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(2000) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/three',
    title: "how a size is read: '3'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=3'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev ringbuf,id=r,size=3: size of ringbuf chardev must be power of two'],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/octal',
    title: "how a size is read: '010'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=010'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev ringbuf,id=r,size=010: size of ringbuf chardev must be power of two'],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/4g',
    title: "how a size is read: '4G'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=4G'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } },
        { see: 'return', value: 'x'.repeat(2000) },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/2g',
    title: "how a size is read: '2G'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=2G'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev ringbuf,id=r,size=2G: size of ringbuf chardev must be power of two'],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/exa',
    title: "how a size is read: '16E'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=16E'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev ringbuf,id=r,size=16E: Value '16E' is out of range for parameter 'size'",
          ],
        },
      ],
    ],
  },
  {
    id: 'chardev/ring-sizes/minus',
    title: "how a size is read: '-1'",
    clauses: ['RB-01'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=-1'] },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev ringbuf,id=r,size=-1: Parameter 'size' expects a non-negative number below 2^64",
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev ringbuf,id=r,size=-1: Value '-1' is out of range for parameter 'size'",
              ],
            },
          },
        },
      ],
      [{ do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'x'.repeat(2000) } }, { see: 'closed' }],
      [{ do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4000 } }, { see: 'closed' }],
    ],
  },
];
