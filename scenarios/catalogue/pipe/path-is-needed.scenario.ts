import type { Scenario } from '../../scenario.ts';

export const pathIsNeeded: readonly Scenario[] = [
  {
    id: 'pipe/path-is-needed/command-line',
    title: 'a pipe chardev on the command line needs a path',
    clauses: ['PIPE-01'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'pipe,id=c'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev pipe,id=c: chardev: pipe: no device path given'],
        },
      ],
    ],
  },
  {
    id: 'pipe/path-is-needed/qmp',
    title: 'a pipe chardev added by QMP needs a device',
    clauses: ['PIPE-01', 'QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'pipe', data: {} } } },
        { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.device' is missing" },
      ],
    ],
  },
  {
    id: 'pipe/path-is-needed/missing-on-command-line',
    title: 'a path that is not there ends the start with the text of open, naming P',
    clauses: ['PIPE-01'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'pipe,id=c,path=line'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev pipe,id=c,path=line: Could not open 'line': No such file or directory",
          ],
        },
      ],
    ],
  },
];
