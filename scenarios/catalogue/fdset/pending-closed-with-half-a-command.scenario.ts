import type { Scenario } from '../../scenario.ts';

/**
 * A disconnect in the middle of a command closes its descriptor and the next client starts afresh. Source: FDSET-07,
 * QMP-02.
 */
export const pendingClosedWithHalfACommand: Scenario = {
  id: 'fdset/pending-closed-with-half-a-command',
  title: 'a disconnect in the middle of a command closes its descriptor and the next client starts afresh',
  clauses: ['FDSET-07', 'QMP-02'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd",', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd' },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
