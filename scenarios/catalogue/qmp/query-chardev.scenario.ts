import type { Scenario } from '../../scenario.ts';

/** Query-chardev lists label, file name and whether a frontend has it open. Source: QMP-15. */
export const queryChardev: Scenario = {
  id: 'qmp/query-chardev',
  title: 'query-chardev lists label, file name and whether a frontend has it open',
  clauses: ['QMP-15'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      {
        see: 'return',
        value: [
          { label: 'n', filename: 'null', 'frontend-open': false },
          { label: 'r', filename: 'ringbuf', 'frontend-open': false },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'n' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [] },
    ],
  ],
};
