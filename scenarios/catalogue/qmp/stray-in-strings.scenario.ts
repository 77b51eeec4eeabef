import type { Scenario } from '../../scenario.ts';

/** control bytes in either kind of string, and behind a backslash. Source: QMP-08. */
export const strayInStrings: readonly Scenario[] = [
  {
    id: 'qmp/stray-in-strings/all',
    title: 'control bytes in either kind of string, and behind a backslash',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '"\u0001"\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '\"\u0001'" } }],
        },
      ],
      [
        { do: 'send', bytes: "'a\u0001'\n" },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray ''a\u0001'" } }],
        },
      ],
      [
        { do: 'send', bytes: '"\\\u0001"\n' },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '\"\\\u0001'" } }],
        },
      ],
      [
        { do: 'send', bytes: "'\\\u0001'\n" },
        {
          see: 'messages',
          messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray ''\\\u0001'" } }],
        },
      ],
      [
        { do: 'send', bytes: "'þ'\n" },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray ''�'" } }] },
      ],
      [
        { do: 'send', bytes: '"þ"\n' },
        { see: 'messages', messages: [{ error: { class: 'GenericError', desc: "JSON parse error, stray '\"�'" } }] },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
