import type { Scenario } from '../../scenario.ts';

export const largeDoubles: Scenario = {
  id: 'qmp/large-doubles',
  title: 'doubles beyond 2^53 are written with all their digits',
  clauses: ['QMP-03'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":1e16}\n' },
      { see: 'messages', messages: [{ return: [], id: { $int: '10000000000000000' } }] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":1e17}\n' },
      { see: 'messages', messages: [{ return: [], id: 100000000000000000 }] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":1.25e22}\n' },
      { see: 'messages', messages: [{ return: [], id: 1.25e22 }] },
    ],
  ],
};
