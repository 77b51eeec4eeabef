import type { Scenario } from '../../scenario.ts';

/** Pipelined commands are answered in the order of the requests. Source: QMP-09, FDSET-10. */
export const repliesInOrder: Scenario = {
  id: 'qmp/replies-in-order',
  title: 'pipelined commands are answered in the order of the requests',
  clauses: ['QMP-09', 'FDSET-10'],
  steps: [
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0}' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"nosuch","id":1}' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":2}' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"remove-fd","id":3}' },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":4}' },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        see: 'messages',
        messages: [
          { return: [], id: 0 },
          { id: 1, error: { class: 'CommandNotFound', desc: 'The command nosuch has not been found' } },
          { return: [], id: 2 },
          { id: 3, error: { class: 'GenericError', desc: "Parameter 'fdset-id' is missing" } },
          { return: [], id: 4 },
        ],
      },
    ],
  ],
};
