import type { Scenario } from '../../scenario.ts';

/** Strings in single quotes are accepted. Source: QMP-08. */
export const singleQuotes: Scenario = {
  id: 'qmp/single-quotes',
  title: 'strings in single quotes are accepted',
  clauses: ['QMP-08'],
  steps: [
    [
      { do: 'send', bytes: "{'execute':'query-fdsets','id':'a\"b'}" },
      { see: 'messages', messages: [{ return: [], id: 'a"b' }] },
    ],
  ],
};
