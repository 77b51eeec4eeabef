import type { Scenario } from '../../scenario.ts';

type Case = { readonly name: string; readonly title: string; readonly id: string };
const cases: readonly Case[] = [
  { name: 'behind-the-identifier', title: 'QMP takes an id that is an identifier only at its beginning', id: 'c!' },
  { name: 'letters-beyond', title: 'QMP takes an id with letters beyond ASCII', id: 'c\u00e9' },
  { name: 'empty', title: 'QMP takes an empty id', id: '' },
  { name: 'digit-first', title: 'QMP takes an id that begins with a digit', id: '1c' },
  { name: 'space', title: 'QMP takes an id with a space', id: 'a b' },
];

export const oddIds: readonly Scenario[] = cases.map((each) => ({
  id: `chardev/odd-ids/${each.name}`,
  title: each.title,
  clauses: ['CHR-07'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: each.id, backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: each.id, filename: 'null', 'frontend-open': false }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: each.id } },
      { see: 'return', value: {} },
    ],
  ],
}));
