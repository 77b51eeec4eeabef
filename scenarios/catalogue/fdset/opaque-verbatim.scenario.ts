import type { Scenario } from '../../scenario.ts';

/** Opaque is stored as it is, and its key is absent where it was omitted. Source: FDSET-20. */
export const opaqueVerbatim: Scenario = {
  id: 'fdset/opaque-verbatim',
  title: 'opaque is stored as it is, and its key is absent where it was omitted',
  clauses: ['FDSET-20'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'add-fd',
        arguments: { 'fdset-id': 1, opaque: 'rdwr:/img "q" \u00e9\n' },
        fds: ['p.write'],
      },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1, opaque: '' }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'c' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          {
            'fdset-id': 1,
            fds: [
              { fd: { $: 'a' }, opaque: 'rdwr:/img "q" \u00e9\n' },
              { fd: { $: 'b' }, opaque: '' },
              { fd: { $: 'c' } },
            ],
          },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
