import type { Scenario } from '../../scenario.ts';

export const datagramsUnread: Scenario = {
  id: 'sock/datagrams-unread',
  title: 'a refused datagram costs the writer what it had not read',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 'd', type: 'dgram' }, { see: 'done' }],
    [
      { do: 'write', to: 'd.b', bytes: 'hey' },
      { see: 'wrote', count: 3 },
    ],
    [{ do: 'close', handle: 'd.b' }, { see: 'done' }],
    [
      { do: 'write', to: 'd.a', bytes: 'x' },
      { see: 'errno', errno: 'ECONNREFUSED' },
    ],
    [
      { do: 'read', from: 'd.a' },
      { see: 'data', bytes: '', end: false },
    ],
  ],
};
