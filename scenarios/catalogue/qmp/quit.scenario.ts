import type { Scenario } from '../../scenario.ts';

/** Quit sends the SHUTDOWN event, then its reply, then the end. Source: QMP-16. */
export const quit: Scenario = {
  id: 'qmp/quit',
  title: 'quit sends the SHUTDOWN event, then its reply, then the end',
  clauses: ['QMP-16'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [
      { do: 'send', bytes: '{"execute":"quit","id":"bye"}' },
      {
        see: 'messages',
        messages: [
          { event: 'SHUTDOWN', data: { guest: false, reason: 'host-qmp-quit' } },
          { return: {}, id: 'bye' },
        ],
      },
    ],
    [{ do: 'wait-exit' }, { see: 'exit', status: 0, stderr: [] }],
  ],
};
