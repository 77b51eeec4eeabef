import type { Scenario } from '../../scenario.ts';

/** A JSON parse error carries no id. Source: QMP-03, QMP-07. */
export const idAbsentInParseErrors: Scenario = {
  id: 'qmp/id-absent-in-parse-errors',
  title: 'a JSON parse error carries no id',
  clauses: ['QMP-03', 'QMP-07'],
  steps: [
    [
      { do: 'send', bytes: '{"id":1,"execute"}\n' },
      {
        see: 'messages',
        messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, missing : in object pair' } }],
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
