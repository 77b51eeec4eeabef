import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

export const escapedPairOfNoncharacter: Scenario = {
  id: 'qmp/escaped-pair-of-noncharacter',
  title: 'two escapes that mean a noncharacter are both named',
  clauses: ['QMP-07'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83f\\udffe"}\n' },
      jsonErrors(['1:32', '\\ud83f\\udffe is not a valid Unicode character']),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff\\udfff"}\n' },
      jsonErrors(['2:32', '\\udbff\\udfff is not a valid Unicode character']),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83f\\udffd"}\n' },
      { see: 'messages', messages: [{ return: [], id: '🿽' }] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u00zz"}\n' },
      jsonErrors(['4:32', '\\u00zz is not a valid Unicode character']),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u0g"}\n' },
      jsonErrors(['5:32', '\\u0g" is not a valid Unicode character']),
    ],
  ],
};
