import type { Scenario } from '../../scenario.ts';

/** Leading zeros and words. Source: QMP-08, QMP-07. */
export const zeroAndKeywords: readonly Scenario[] = [
  {
    id: 'qmp/zero-and-keywords/zeros',
    title: 'a zero stands alone',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":0}\n' },
        { see: 'messages', messages: [{ return: [], id: 0 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":0.5}\n' },
        { see: 'messages', messages: [{ return: [], id: 0.5 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-0.5}\n' },
        { see: 'messages', messages: [{ return: [], id: -0.5 }] },
      ],
      [
        { do: 'send', bytes: '00\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '00'" } }] },
      ],
      [
        { do: 'send', bytes: '-01\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '-01'" } }] },
      ],
      [
        { do: 'send', bytes: '0x1\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: 'QMP input must be a JSON object' } },
            { error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'x'" } },
            { error: { class: 'GenericError', desc: 'QMP input must be a JSON object' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: '+1\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '+'" } }] },
      ],
      [
        { do: 'send', bytes: '.5\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '.'" } }] },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'qmp/zero-and-keywords/words',
    title: 'a word is of lower-case letters',
    clauses: ['QMP-07', 'QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":null}\n' },
        { see: 'messages', messages: [{ return: [], id: null }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":true}\n' },
        { see: 'messages', messages: [{ return: [], id: true }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":false}\n' },
        { see: 'messages', messages: [{ return: [], id: false }] },
      ],
      [
        { do: 'send', bytes: 'foz\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'foz'" } }],
        },
      ],
      [
        { do: 'send', bytes: 'nulL\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'nul'" } },
            { error: { class: 'GenericError', desc: "JSON parse error, stray 'L'" } },
          ],
        },
      ],
      [
        { do: 'send', bytes: 'zz\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'zz'" } }],
        },
      ],
      [
        { do: 'send', bytes: 'a1\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'a'" } },
            { error: { class: 'GenericError', desc: 'QMP input must be a JSON object' } },
          ],
        },
      ],
      [
        { do: 'send', bytes: 'Null\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray 'N'" } }] },
      ],
      [
        { do: 'send', bytes: '_a\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '_'" } }] },
      ],
      [
        { do: 'send', bytes: 'a_b\n' },
        {
          see: 'messages',
          messages: [
            { error: { class: 'GenericError', desc: "JSON parse error, invalid keyword 'a'" } },
            { error: { class: 'GenericError', desc: "JSON parse error, stray '_'" } },
          ],
        },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
