import type { Scenario } from '../../scenario.ts';

export const escapedPairOfNoncharacter: Scenario = {
  id: 'qmp/escaped-pair-of-noncharacter',
  title: 'two escapes that mean a noncharacter are both named',
  clauses: ['QMP-07'],
  steps: [
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83f\\udffe"}\n' },
      {
        see: 'messages',
        messages: [
          {
            error: { class: 'GenericError', desc: 'JSON parse error, \\ud83f\\udffe is not a valid Unicode character' },
          },
        ],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff\\udfff"}\n' },
      {
        see: 'messages',
        messages: [
          {
            error: { class: 'GenericError', desc: 'JSON parse error, \\udbff\\udfff is not a valid Unicode character' },
          },
        ],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83f\\udffd"}\n' },
      { see: 'messages', messages: [{ return: [], id: '🿽' }] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u00zz"}\n' },
      {
        see: 'messages',
        messages: [
          { error: { class: 'GenericError', desc: 'JSON parse error, \\u00zz is not a valid Unicode character' } },
        ],
      },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u0g"}\n' },
      {
        see: 'messages',
        messages: [
          { error: { class: 'GenericError', desc: 'JSON parse error, \\u0g" is not a valid Unicode character' } },
        ],
      },
    ],
  ],
};
