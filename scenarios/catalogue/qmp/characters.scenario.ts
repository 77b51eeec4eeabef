import type { Scenario } from '../../scenario.ts';

/** Characters in JSON strings, as bytes and as escapes. Source: QMP-08, QMP-07. */
export const characters: readonly Scenario[] = [
  {
    id: 'qmp/characters/three-and-four-bytes',
    title: 'characters of two, three and four bytes come back as escapes',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Ã©â¬à ï¿®"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'é€ࠀ￮' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ððô¿½"}\n' },
        { see: 'messages', messages: [{ return: [], id: '😀𐀀􏿽' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Âß¿"}\n' },
        { see: 'messages', messages: [{ return: [], id: '߿' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u00e9\\u20ac\\ud83d\\ude00"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'é€😀' }] },
      ],
    ],
  },
  {
    id: 'qmp/characters/not-utf8',
    title: 'cut, overlong and foreign sequences and noncharacters are refused',
    clauses: ['QMP-07'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"â"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Á¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"à¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð¿¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ô"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":""}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Ã("}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·¯"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·"}\n' },
        { see: 'messages', messages: [{ return: [], id: '﷏' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·°"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'ﷰ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï¿¾"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð¿¾"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"À"}\n' },
        { see: 'messages', messages: [{ return: [], id: '\u0000' }] },
      ],
    ],
  },
  {
    id: 'qmp/characters/escaped-noncharacters',
    title: 'an escape must mean a character',
    clauses: ['QMP-07'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufdd0"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ufdd0 is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufdef"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ufdef is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufdf0"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'ﷰ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufffe"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ufffe is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udc00"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\udc00 is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83d\\u0041"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ud83d is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83d\\ud83d"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ud83d is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83dx"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ud83d is not a valid Unicode character' } },
          ],
        },
      ],
    ],
  },
  {
    id: 'qmp/characters/escapes',
    title: 'all escapes are understood and written back',
    clauses: ['QMP-07', 'QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\b\\f\\n\\r\\t\\/\\\\\\""}\n' },
        { see: 'messages', messages: [{ return: [], id: '\b\f\n\r\t/\\"' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u0001\\u001f\\u0020\\u007f\\u0080"}\n' },
        { see: 'messages', messages: [{ return: [], id: '\u0001\u001f ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":\'a\\\'b"c\'}\n' },
        { see: 'messages', messages: [{ return: [], id: 'a\'b"c' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":\'\\x\'}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid escape sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\v"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid escape sequence in string' } }],
        },
      ],
    ],
  },
];
