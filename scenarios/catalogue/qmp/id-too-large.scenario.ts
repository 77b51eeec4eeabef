import type { Scenario } from '../../scenario.ts';

/** An integer beyond 2^64-1 comes back as a double. Source: QMP-03. */
export const idTooLarge: Scenario = {
  id: 'qmp/id-too-large',
  title: 'an integer beyond 2^64-1 comes back as a double',
  clauses: ['QMP-03'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":18446744073709551616}', raw: true },
      { see: 'data', bytes: '{"return": [], "id": 1.8446744073709552e+19}\r\n', end: false },
    ],
  ],
};
