import type { Scenario } from '../../scenario.ts';

/** Change chardev looks for a block device. Source: HMP-08. */
export const changeIsNotAChardevCommand: Scenario = {
  id: 'hmp/change-is-not-a-chardev-command',
  title: 'change chardev looks for a block device',
  clauses: ['HMP-08'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'hmp', on: 'hmp', line: 'change chardev x' },
      { see: 'text', text: "Error: Device 'chardev' not found" },
    ],
  ],
};
