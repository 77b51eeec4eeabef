import type { Scenario } from '../../scenario.ts';

/** Numbers may be hexadecimal. Source: FDSET-41. */
export const hexadecimal: Scenario = {
  id: 'add-fd/hexadecimal',
  title: 'numbers may be hexadecimal',
  clauses: ['FDSET-41'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd=0x9,set=0x10'], inherit: { '9': 'p.write' } }, { see: 'launched' }],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 16, fds: [{ fd: { $: 'a' } }] }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
  ],
};
