import type { Scenario } from '../../scenario.ts';
import { jsonErrors } from '../../steps.ts';

/** Numbers in JSON. Source: QMP-03, QMP-08. */
export const numbers: readonly Scenario[] = [
  {
    id: 'qmp/numbers/doubles',
    title: 'doubles are written back with the digits that they need',
    clauses: ['QMP-03'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1.5}\n' },
        { see: 'messages', messages: [{ return: [], id: 1.5 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-0.25}\n' },
        { see: 'messages', messages: [{ return: [], id: -0.25 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":0.1}\n' },
        { see: 'messages', messages: [{ return: [], id: 0.1 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1e2}\n' },
        { see: 'messages', messages: [{ return: [], id: 100 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1E+2}\n' },
        { see: 'messages', messages: [{ return: [], id: 100 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":25e-1}\n' },
        { see: 'messages', messages: [{ return: [], id: 2.5 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1e-5}\n' },
        { see: 'messages', messages: [{ return: [], id: 0.00001 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1e-7}\n' },
        { see: 'messages', messages: [{ return: [], id: 1e-7 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":123456789.125}\n' },
        { see: 'messages', messages: [{ return: [], id: 123456789.125 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":1e15}\n' },
        { see: 'messages', messages: [{ return: [], id: 1000000000000000 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-1e-300}\n' },
        { see: 'messages', messages: [{ return: [], id: -1e-300 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":0.0}\n' },
        { see: 'messages', messages: [{ return: [], id: 0 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-0.0}\n' },
        { see: 'messages', messages: [{ return: [], id: 0 }] },
      ],
    ],
  },
  {
    id: 'qmp/numbers/integers',
    title: 'integers keep their value up to 2^64-1',
    clauses: ['QMP-03'],
    steps: [
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":0}\n' },
        { see: 'messages', messages: [{ return: [], id: 0 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-0}\n' },
        { see: 'messages', messages: [{ return: [], id: 0 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-1}\n' },
        { see: 'messages', messages: [{ return: [], id: -1 }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":9223372036854775807}\n' },
        { see: 'messages', messages: [{ return: [], id: { $int: '9223372036854775807' } }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":-9223372036854775808}\n' },
        { see: 'messages', messages: [{ return: [], id: { $int: '-9223372036854775808' } }] },
      ],
      [
        { do: 'send', bytes: '{"execute":"query-fdsets","id":18446744073709551615}\n' },
        { see: 'messages', messages: [{ return: [], id: { $int: '18446744073709551615' } }] },
      ],
    ],
  },
  {
    id: 'qmp/numbers/malformed',
    title: 'a malformed number is stray',
    clauses: ['QMP-08'],
    steps: [
      [{ do: 'send', bytes: '01\n' }, jsonErrors(['1:1', "stray '01'"])],
      [{ do: 'send', bytes: '-\n' }, jsonErrors(['2:1', "stray '-\n'"])],
      [
        { do: 'send', bytes: '1.\n' },
        { see: 'messages', messages: [] },
      ],
      [{ do: 'send', bytes: '1.e3\n' }, jsonErrors(['4:1', "stray '1.e'"])],
      [{ do: 'send', bytes: '1e\n' }, jsonErrors(['5:1', "stray '1e\n'"])],
      [
        { do: 'send', bytes: '1e+\n' },
        { see: 'messages', messages: [] },
      ],
      [{ do: 'send', bytes: '1e+x\n' }, jsonErrors(['7:1', "stray '1e+x'"])],
      [{ do: 'send', bytes: '-a\n' }, jsonErrors(['8:1', "stray '-a'"])],
      [{ do: 'send', bytes: '1.2.3\n' }, jsonErrors('QMP input must be a JSON object', ['9:5', "stray '.'"])],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
