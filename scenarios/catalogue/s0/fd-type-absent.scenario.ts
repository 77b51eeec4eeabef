import type { Scenario } from '../../scenario.ts';

/** Chardev-add knows no backend of type fd. Source: S0-6, QMP-06. */
export const fdTypeAbsent: Scenario = {
  id: 's0/fd-type-absent',
  title: 'chardev-add knows no backend of type fd',
  clauses: ['S0-6', 'QMP-06'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'fd', data: {} } } },
      { see: 'error', class: 'GenericError', desc: "Parameter 'type' does not accept value 'fd'" },
    ],
  ],
};
