import type { Scenario } from '../../scenario.ts';

export const emptyMessage: Scenario = {
  id: 'getfd/empty-message',
  title: 'descriptors ride on a byte: a message without one brings none',
  clauses: ['FDSET-01', 'FDSET-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: '', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' } },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
