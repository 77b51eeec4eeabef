import type { Scenario } from '../../scenario.ts';

/** Each monitor gets the replies to its own commands. Source: QMP-09. */
export const monitorsAnswerApart: Scenario = {
  id: 'qmp/monitors-answer-apart',
  title: 'each monitor gets the replies to its own commands',
  clauses: ['QMP-09'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"a"}' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', on: 'b', bytes: '{"execute":"query-fdsets","id":"b"}' },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive', on: 'b' },
      { see: 'messages', messages: [{ return: [], id: 'b' }] },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ return: [], id: 'a' }] }],
  ],
};
