import type { Scenario } from '../../scenario.ts';

/** Every reply is one line that ends in CR LF. Source: QMP-01, QMP-03. */
export const lineEnds: Scenario = {
  id: 'qmp/line-ends',
  title: 'every reply is one line that ends in CR LF',
  clauses: ['QMP-01', 'QMP-03'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets"}', raw: true },
      { see: 'data', bytes: '{"return": []}\r\n', end: false },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":1}\n', raw: true },
      { see: 'data', bytes: '{"return": [], "id": 1}\r\n', end: false },
    ],
    [
      { do: 'send', bytes: '{"id":[1,"a"]}', raw: true },
      {
        see: 'data',
        bytes: '{"id": [1, "a"], "error": {"class": "GenericError", "desc": "QMP input lacks member \'execute\'"}}\r\n',
        end: false,
      },
    ],
  ],
};
