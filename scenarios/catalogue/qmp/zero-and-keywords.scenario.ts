import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

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
      [{ do: 'send', bytes: '00\n' }, jsonErrors(['4:1', "stray '00'"])],
      [{ do: 'send', bytes: '-01\n' }, jsonErrors(['5:1', "stray '-01'"])],
      [
        { do: 'send', bytes: '0x1\n' },
        jsonErrors(
          'QMP input must be a JSON object',
          ['6:3', "invalid keyword 'x'"],
          'QMP input must be a JSON object',
        ),
      ],
      [{ do: 'send', bytes: '+1\n' }, jsonErrors(['7:1', "stray '+'"])],
      [{ do: 'send', bytes: '.5\n' }, jsonErrors(['8:1', "stray '.'"])],
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
      [{ do: 'send', bytes: 'foz\n' }, jsonErrors(['4:1', "invalid keyword 'foz'"])],
      [{ do: 'send', bytes: 'nulL\n' }, jsonErrors(['5:1', "invalid keyword 'nul'"], ['5:5', "stray 'L'"])],
      [{ do: 'send', bytes: 'zz\n' }, jsonErrors(['6:1', "invalid keyword 'zz'"])],
      [{ do: 'send', bytes: 'a1\n' }, jsonErrors(['7:1', "invalid keyword 'a'"], 'QMP input must be a JSON object')],
      [{ do: 'send', bytes: 'Null\n' }, jsonErrors(['8:1', "stray 'N'"])],
      [{ do: 'send', bytes: '_a\n' }, jsonErrors(['9:1', "stray '_'"])],
      [{ do: 'send', bytes: 'a_b\n' }, jsonErrors(['10:1', "invalid keyword 'a'"], ['10:3', "stray '_'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
