import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** Characters at the edges of UTF-8 and of the surrogates. Source: QMP-07, QMP-08. */
export const edgeCharacters: readonly Scenario[] = [
  {
    id: 'qmp/edge-characters/utf8',
    title: 'the last and first characters of each length',
    clauses: ['QMP-07', 'QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":""}\n' },
        { see: 'messages', messages: [{ return: [], id: '' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Â"}\n' },
        { see: 'messages', messages: [{ return: [], id: '' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ß¿"}\n' },
        { see: 'messages', messages: [{ return: [], id: '߿' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"à "}\n' },
        { see: 'messages', messages: [{ return: [], id: 'ࠀ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"í¿"}\n' },
        { see: 'messages', messages: [{ return: [], id: '퟿' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"î"}\n' },
        { see: 'messages', messages: [{ return: [], id: '' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ï¿½"}\n' },
        { see: 'messages', messages: [{ return: [], id: '�' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð"}\n' },
        { see: 'messages', messages: [{ return: [], id: '𐀀' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ô¿½"}\n' },
        { see: 'messages', messages: [{ return: [], id: '􏿽' }] },
      ],
    ],
  },
  {
    id: 'qmp/edge-characters/no-utf8',
    title: 'what lies just outside',
    clauses: ['QMP-07'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Â"}\n' },
        jsonErrors(['1:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ß"}\n' },
        jsonErrors(['2:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"á"}\n' },
        jsonErrors(['3:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Á"}\n' },
        jsonErrors(['4:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"à"}\n' },
        jsonErrors(['5:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"í¿¿"}\n' },
        jsonErrors(['6:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð"}\n' },
        jsonErrors(['7:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ô¿¿"}\n' },
        jsonErrors(['8:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"õ"}\n' },
        jsonErrors(['9:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ø"}\n' },
        jsonErrors(['10:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"¿"}\n' },
        jsonErrors(['11:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"áÀ"}\n' },
        jsonErrors(['12:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ñ"}\n' },
        jsonErrors(['13:32', 'invalid UTF-8 sequence in string']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ñA"}\n' },
        jsonErrors(['14:32', 'invalid UTF-8 sequence in string']),
      ],
    ],
  },
  {
    id: 'qmp/edge-characters/escaped',
    title: 'escapes at the edges of the surrogates',
    clauses: ['QMP-07'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud7ff"}\n' },
        { see: 'messages', messages: [{ return: [], id: '퟿' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ue000"}\n' },
        { see: 'messages', messages: [{ return: [], id: '' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud800\\udc00"}\n' },
        { see: 'messages', messages: [{ return: [], id: '𐀀' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud800\\udfff"}\n' },
        { see: 'messages', messages: [{ return: [], id: '𐏿' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff\\udc00"}\n' },
        { see: 'messages', messages: [{ return: [], id: '􏰀' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff\\udffd"}\n' },
        { see: 'messages', messages: [{ return: [], id: '􏿽' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud800\\ue000"}\n' },
        jsonErrors(['7:32', '\\ud800 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud800\\udbff"}\n' },
        jsonErrors(['8:32', '\\ud800 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udfff"}\n' },
        jsonErrors(['9:32', '\\udfff is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff"}\n' },
        jsonErrors(['10:32', '\\udbff is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udc00\\ud800"}\n' },
        jsonErrors(['11:32', '\\udc00 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\uFDD0"}\n' },
        jsonErrors(['12:32', '\\uFDD0 is not a valid Unicode character']),
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\u10000"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'က0' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\uABCd"}\n' },
        { see: 'messages', messages: [{ return: [], id: 'ꯍ' }] },
      ],
    ],
  },
];
