import type { Scenario } from '../../scenario.ts';

/** Chardev commands name the chardev that is missing or taken. Source: QMP-04, QMP-19. */
export const chardevErrors: Scenario = {
  id: 'qmp/chardev-errors',
  title: 'chardev commands name the chardev that is missing or taken',
  clauses: ['QMP-04', 'QMP-19'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'zz' } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'zz' not found" },
    ],
    [
      { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'zz' } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'zz' not found" },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'zz', backend: { type: 'null', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'zz' does not exist" },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Chardev with id 'n' already exists" },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'x', backend: { type: 'ringbuf', data: { size: 3 } } } },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'x': size of ringbuf chardev must be power of two",
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'n' } },
      { see: 'return', value: {} },
    ],
  ],
};
