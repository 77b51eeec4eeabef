import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** control bytes in either kind of string, and behind a backslash. Source: QMP-08. */
export const strayInStrings: readonly Scenario[] = [
  {
    id: 'qmp/stray-in-strings/all',
    title: 'control bytes in either kind of string, and behind a backslash',
    clauses: ['QMP-08'],
    steps: [
      [{ do: 'send', bytes: '"\u0001"\n' }, jsonErrors(['1:1', "stray '\"\u0001'"])],
      [{ do: 'send', bytes: "'a\u0001'\n" }, jsonErrors(['2:1', "stray ''a\u0001'"])],
      [{ do: 'send', bytes: '"\\\u0001"\n' }, jsonErrors(['3:1', "stray '\"\\\u0001'"])],
      [{ do: 'send', bytes: "'\\\u0001'\n" }, jsonErrors(['4:1', "stray ''\\\u0001'"])],
      [{ do: 'send', bytes: "'þ'\n" }, jsonErrors(['5:1', "stray ''�'"])],
      [{ do: 'send', bytes: '"þ"\n' }, jsonErrors(['6:1', "stray '\"�'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
