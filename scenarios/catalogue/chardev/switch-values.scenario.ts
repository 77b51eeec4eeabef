import type { Scenario } from '../../scenario.ts';

/** Values of a switch. Source: CHR-09. */
export const switchValues: readonly Scenario[] = [
  {
    id: 'chardev/switch-values/on',
    title: "'on' switches on",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=on'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/yes',
    title: "'yes' switches on",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=yes'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/true',
    title: "'true' switches on",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=true'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/y',
    title: "'y' switches on",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=y'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/off',
    title: "'off' switches off",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=off'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/no',
    title: "'no' switches off",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=no'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/false',
    title: "'false' switches off",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=false'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/n',
    title: "'n' switches off",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=n'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/upper-case',
    title: "'ON' is no switch",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=ON'] },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -chardev file,id=c,path=f,append=ON: Parameter 'append' expects 'on' or 'off'"],
        },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/1',
    title: "'1' is no switch",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'file,id=c,path=f,append=1'] },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -chardev file,id=c,path=f,append=1: Parameter 'append' expects 'on' or 'off'"],
        },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
  {
    id: 'chardev/switch-values/empty',
    title: "'' is no switch",
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'file,id=c,path=f,append='] },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -chardev file,id=c,path=f,append=: Parameter 'append' expects 'on' or 'off'"],
        },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
    ],
  },
];
