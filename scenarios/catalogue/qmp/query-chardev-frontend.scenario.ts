import type { Scenario } from '../../scenario.ts';

/** A chardev under a serial port is listed with an open frontend. Source: QMP-15. */
export const queryChardevFrontend: Scenario = {
  id: 'qmp/query-chardev-frontend',
  title: 'a chardev under a serial port is listed with an open frontend',
  clauses: ['QMP-15'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'c', filename: 'null', 'frontend-open': true }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'c' is busy" },
    ],
  ],
};
