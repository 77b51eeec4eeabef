import type { Scenario } from '../../scenario.ts';

const common = [
  'file',
  'memory',
  'msmouse',
  'mux',
  'null',
  'parallel',
  'pipe',
  'pty',
  'qemu-vdagent',
  'ringbuf',
  'serial',
  'socket',
  'stdio',
  'testdev',
  'udp',
  'vc',
  'wctablet',
];
const named = (names: readonly string[]): { see: 'return'; value: { name: string }[] } => ({
  see: 'return',
  value: names.map((name) => ({ name })),
});

/** Which kinds of chardev there are. Source: CHR-17. */
export const backends: Scenario = {
  id: 'chr/backends',
  title: 'query-chardev-backends lists every kind that can be made; hub came with the newer release',
  clauses: ['CHR-17'],
  launch: {},
  steps: [
    [
      { do: 'qmp', execute: 'query-chardev-backends' },
      { byProfile: { 'qemu-7.2': named(common), else: named([...common, 'hub'].sort()) } },
    ],
  ],
};
