import type { Scenario } from '../../scenario.ts';

/**
 * A getfd name outlives its client and cannot be listed; the repaired design closes it with the connection. Source:
 * DEF-09, GETFD-05.
 */
export const namesOutliveClient: Scenario = {
  id: 'def/names-outlive-client',
  title: 'a getfd name outlives its client and cannot be listed; the repaired design closes it with the connection',
  clauses: ['DEF-09', 'GETFD-05'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'secret' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { byProfile: { design: { see: 'data', bytes: '', end: true }, else: { see: 'data', bytes: '', end: false } } },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'secret' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'secret' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
