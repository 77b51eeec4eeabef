import type { Scenario } from '../../scenario.ts';

/** Two commands in one message are both executed, in order. Source: QMP-08, QMP-09. */
export const twoCommandsInOneLine: Scenario = {
  id: 'qmp/two-commands-in-one-line',
  title: 'two commands in one message are both executed, in order',
  clauses: ['QMP-08', 'QMP-09'],
  steps: [
    [
      {
        do: 'send',
        bytes: '{"execute":"query-fdsets","id":1}{"execute":"nosuch","id":2} {"execute":"query-fdsets","id":3}',
      },
      {
        see: 'messages',
        messages: [
          { return: [], id: 1 },
          { id: 2, error: { class: 'CommandNotFound', desc: 'The command nosuch has not been found' } },
          { return: [], id: 3 },
        ],
      },
    ],
  ],
};
