import type { Scenario } from '../../scenario.ts';

export const exponentBehindZero: Scenario = {
  id: 'qmp/exponent-behind-zero',
  title: 'no exponent follows a zero',
  clauses: ['QMP-08'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0e1}\n' },
      {
        see: 'messages',
        messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, expected separator in dict' } }],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0E1}\n' },
      {
        see: 'messages',
        messages: [
          { error: { class: 'GenericError', desc: "JSON parse error, stray 'E'" } },
          { error: { class: 'GenericError', desc: 'JSON parse error, expecting value' } },
        ],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":-0e1}\n' },
      {
        see: 'messages',
        messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, expected separator in dict' } }],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":0.0e1}\n' },
      { see: 'messages', messages: [{ return: [], id: 0 }] },
    ],
  ],
};
