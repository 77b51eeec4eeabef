import type { Scenario } from '../../scenario.ts';

/** Characters beyond ASCII come back as escapes with upper-case digits. Source: QMP-08. */
export const nonAsciiEscaped: Scenario = {
  id: 'qmp/non-ascii-escaped',
  title: 'characters beyond ASCII come back as escapes with upper-case digits',
  clauses: ['QMP-08'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\u00c3\u00a9\\ud83d\\ude00\\u00ff"}', raw: true },
      { see: 'data', bytes: '{"return": [], "id": "\\u00E9\\uD83D\\uDE00\\u00FF"}\r\n', end: false },
    ],
  ],
};
