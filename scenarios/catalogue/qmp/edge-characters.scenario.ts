import type { Scenario } from '../../scenario.ts';

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
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ß"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"á"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"Á"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"à"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"í¿¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ð"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ô¿¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"õ"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ø"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"¿"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"áÀ"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ñ"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"ñA"}\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: 'JSON parse error, invalid UTF-8 sequence in string' } }],
        },
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
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ud800 is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\ud800\\udbff"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\ud800 is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udfff"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\udfff is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udbff"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\udbff is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\udc00\\ud800"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\udc00 is not a valid Unicode character' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":"\\uFDD0"}\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'JSON parse error, \\uFDD0 is not a valid Unicode character' } },
          ],
        },
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
