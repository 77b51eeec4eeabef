import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** Which bytes a string may hold. Source: QMP-08, QMP-07. */
export const stringBytes: readonly Scenario[] = [
  {
    id: 'qmp/string-bytes/double-quotes',
    title: 'from the blank up to 0xFD',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":" "}\n' },
        { see: 'messages', messages: [{ return: [], id: ' ' }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":""}\n' },
        { see: 'messages', messages: [{ return: [], id: '' }] },
      ],
      [{ do: 'send', bytes: '"\u001f"\n' }, jsonErrors(['3:1', "stray '\"\u001f'"])],
      [{ do: 'send', bytes: '"\u0000"\n' }, jsonErrors(['4:1', "stray '\"'"])],
      [{ do: 'send', bytes: '"ý"\n' }, jsonErrors(['5:1', 'invalid UTF-8 sequence in string'])],
      [{ do: 'send', bytes: '"þ"\n' }, jsonErrors(['6:1', "stray '\"�'"])],
      [{ do: 'send', bytes: '"ÿ"\n' }, jsonErrors(['7:1', "stray '\"�'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'qmp/string-bytes/single-quotes',
    title: 'the same in single quotes',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":\' \'}\n' },
        { see: 'messages', messages: [{ return: [], id: ' ' }] },
      ],
      [{ do: 'send', bytes: "'\u001f'\n" }, jsonErrors(['2:1', "stray ''\u001f'"])],
      [{ do: 'send', bytes: "'ý'\n" }, jsonErrors(['3:1', 'invalid UTF-8 sequence in string'])],
      [{ do: 'send', bytes: "'þ'\n" }, jsonErrors(['4:1', "stray ''�'"])],
      [{ do: 'send', bytes: "'ÿ'\n" }, jsonErrors(['5:1', "stray ''�'"])],
      [{ do: 'send', bytes: "'a\n" }, jsonErrors(['6:1', "stray ''a\n'"])],
      [
        { do: 'send', bytes: "'\n" },
        { see: 'messages', messages: [] },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'qmp/string-bytes/behind-a-backslash',
    title: 'and behind a backslash',
    clauses: ['QMP-07', 'QMP-08'],
    steps: [
      [{ do: 'send', bytes: '"\\ "\n' }, jsonErrors(['1:1', 'invalid escape sequence in string'])],
      [{ do: 'send', bytes: '"\\\u001f"\n' }, jsonErrors(['2:1', "stray '\"\\\u001f'"])],
      [{ do: 'send', bytes: '"\\ý"\n' }, jsonErrors(['3:1', 'invalid escape sequence in string'])],
      [{ do: 'send', bytes: '"\\þ"\n' }, jsonErrors(['4:1', "stray '\"\\�'"])],
      [{ do: 'send', bytes: "'\\ '\n" }, jsonErrors(['5:1', 'invalid escape sequence in string'])],
      [{ do: 'send', bytes: "'\\\u001f'\n" }, jsonErrors(['6:1', "stray ''\\\u001f'"])],
      [{ do: 'send', bytes: "'\\ý'\n" }, jsonErrors(['7:1', 'invalid escape sequence in string'])],
      [{ do: 'send', bytes: "'\\þ'\n" }, jsonErrors(['8:1', "stray ''\\�'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'qmp/string-bytes/between-tokens',
    title: 'blank, tab, return and newline separate tokens, other bytes do not',
    clauses: ['QMP-08'],
    steps: [
      [
        { do: 'send', bytes: '{\t"execute"\r:\n "query-fdsets"\t}\r\n' },
        { see: 'messages', messages: [{ return: [] }] },
      ],
      [{ do: 'send', bytes: '\u000b\n' }, jsonErrors(['3:1', "stray '\u000b'"])],
      [{ do: 'send', bytes: '\f\n' }, jsonErrors(['4:1', "stray '\u000c'"])],
      [{ do: 'send', bytes: '\u0000\n' }, jsonErrors(['5:1', "stray ''"])],
      [{ do: 'send', bytes: '\u001f\n' }, jsonErrors(['6:1', "stray '\u001f'"])],
      [{ do: 'send', bytes: '\n' }, jsonErrors(['7:1', "stray '\u007f'"])],
      [{ do: 'send', bytes: '\n' }, jsonErrors(['8:1', "stray '�'"])],
      [{ do: 'send', bytes: '!\n' }, jsonErrors(['9:1', "stray '!'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
