import type { Scenario } from '../../scenario.ts';

export const breakWithoutFrontend: Scenario = {
  id: 'uart/break-without-frontend',
  title: 'a break to a chardev that nobody uses succeeds and does nothing',
  clauses: ['CHR-14', 'CHR-51'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
  ],
};
