import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

export const exponentBehindZero: Scenario = {
  id: 'qmp/exponent-behind-zero',
  title: 'no exponent follows a zero',
  clauses: ['QMP-08'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0e1}\n' },
      jsonErrors(['1:34', 'expected separator in dict', "expected ',' or '}'"]),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0E1}\n' },
      jsonErrors(['2:34', "stray 'E'"], ['2:36', 'expecting value']),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":-0e1}\n' },
      jsonErrors(['3:35', 'expected separator in dict', "expected ',' or '}'"]),
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0.0e1}\n' },
      { see: 'messages', messages: [{ return: [], id: 0 }] },
    ],
  ],
};
