import type { Scenario } from '../../scenario.ts';

/** A command. */
type Row = string;

const rows: readonly Row[] = [
  'remove-fd',
  'query-fdsets',
  'closefd',
  'chardev-add',
  'chardev-change',
  'chardev-remove',
  'ringbuf-read',
  'ringbuf-write',
  'query-status',
  'query-chardev',
  'quit',
];

/** No command of descriptors or chardevs is out-of-band capable. Source: QMP-10, QMP-11. */
export const oobRefused: readonly Scenario[] = rows.map((name) => ({
  id: `qmp/oob-refused/${name}`,
  title: `${name} does not support OOB`,
  clauses: ['QMP-10', 'QMP-11'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [
      { do: 'qmp', execute: name, oob: true, id: 1 },
      { see: 'error', class: 'GenericError', desc: `The command ${name} does not support OOB`, id: 1 },
    ],
  ],
}));
