import type { Scenario } from '../../scenario.ts';

/** Pending descriptors are closed when their connection ends. Source: FDSET-07. */
export const pendingClosedAtDisconnect: Scenario = {
  id: 'fdset/pending-closed-at-disconnect',
  title: 'pending descriptors are closed when their connection ends',
  clauses: ['FDSET-07'],
  bugs: ['BUG-108'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'send', bytes: ' ', fds: ['p.write', 'p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
