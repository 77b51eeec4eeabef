import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** A JSON parse error carries no id. Source: QMP-03, QMP-07. */
export const idAbsentInParseErrors: Scenario = {
  id: 'qmp/id-absent-in-parse-errors',
  title: 'a JSON parse error carries no id',
  clauses: ['QMP-03', 'QMP-07'],
  steps: [
    [{ do: 'send', bytes: '{"id":1,"execute"}\n' }, jsonErrors(['1:18', 'missing : in object pair', "expecting ':'"])],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
