import type { Scenario } from '../../scenario.ts';

/** The escaped NUL round-trips. Source: QMP-08, QMP-03. */
export const nulRoundTrip: Scenario = {
  id: 'qmp/nul-round-trip',
  title: 'the escaped NUL round-trips',
  clauses: ['QMP-08', 'QMP-03'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"a\\u0000b"}', raw: true },
      { see: 'data', bytes: '{"return": [], "id": "a\\u0000b"}\r\n', end: false },
    ],
  ],
};
