import type { Scenario } from '../../scenario.ts';

export const pathIsNeeded: readonly Scenario[] = [
  {
    id: 'serial/path-is-needed/command-line',
    title: 'a serial chardev on the command line needs a path',
    clauses: ['SER-01'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'serial,id=c'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev serial,id=c: chardev: serial/tty: no device path given'],
        },
      ],
    ],
  },
  {
    id: 'serial/path-is-needed/qmp',
    title: 'a serial chardev added by QMP needs a device',
    clauses: ['SER-01', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'serial', data: {} } } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.device' is missing" },
      ],
    ],
  },
];
