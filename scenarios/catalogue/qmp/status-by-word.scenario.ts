import type { Scenario } from '../../scenario.ts';

/** -S among the words, with one dash and with two. Source: QMP-15. */
export const statusByWord: readonly Scenario[] = ['-S', '--S'].map((word) => ({
  id: `qmp/status-by-word/${word === '-S' ? 'one-dash' : 'two-dashes'}`,
  title: `${word} among the words starts a machine in prelaunch`,
  clauses: ['QMP-15'],
  launch: { args: ['-chardev', 'null,id=c', word] },
  steps: [
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'prelaunch', singlestep: false, running: false } },
          else: { see: 'return', value: { status: 'prelaunch', running: false } },
        },
      },
    ],
  ],
}));
