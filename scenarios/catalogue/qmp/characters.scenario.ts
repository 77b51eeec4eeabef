import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

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
        jsonErrors(['1:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð"}\n' },
        jsonErrors(['2:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Á¿"}\n' },
        jsonErrors(['3:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"à¿"}\n' },
        jsonErrors(['4:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð¿¿"}\n' },
        jsonErrors(['5:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ô"}\n' },
        jsonErrors(['6:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":""}\n' },
        jsonErrors(['7:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Ã("}\n' },
        jsonErrors(['8:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·"}\n' },
        jsonErrors(['9:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï·¯"}\n' },
        jsonErrors(['10:32', 'invalid UTF-8 sequence in string']),
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
        jsonErrors(['13:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð¿¾"}\n' },
        jsonErrors(['14:32', 'invalid UTF-8 sequence in string']),
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
        jsonErrors(['1:32', '\\ufdd0 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufdef"}\n' },
        jsonErrors(['2:32', '\\ufdef is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufdf0"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'ﷰ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ufffe"}\n' },
        jsonErrors(['4:32', '\\ufffe is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udc00"}\n' },
        jsonErrors(['5:32', '\\udc00 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83d\\u0041"}\n' },
        jsonErrors(['6:32', '\\ud83d is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83d\\ud83d"}\n' },
        jsonErrors(['7:32', '\\ud83d is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud83dx"}\n' },
        jsonErrors(['8:32', '\\ud83d is not a valid Unicode character']),
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
        jsonErrors(['4:32', 'invalid escape sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\v"}\n' },
        jsonErrors(['5:32', 'invalid escape sequence in string']),
      ],
    ],
  },
];
