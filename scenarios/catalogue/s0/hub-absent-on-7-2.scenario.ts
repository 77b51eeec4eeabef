import type { Scenario } from '../../scenario.ts';

/** 7.2 has no hub backend. Source: S0-8, QMP-06. */
export const hubAbsentOn72: Scenario = {
  id: 's0/hub-absent-on-7-2',
  title: '7.2 has no hub backend',
  clauses: ['S0-8', 'QMP-06'],
  profiles: ['qemu-7.2'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'h', backend: { type: 'hub', data: { chardevs: ['a'] } } },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'type' does not accept value 'hub'" },
    ],
  ],
};
