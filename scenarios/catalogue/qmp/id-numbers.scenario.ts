import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { connects, peerGets, peerSends } from '../../steps.ts';

const echoes = (given: Value, told: Value): Step => [
  { do: 'qmp', execute: 'query-fdsets', id: given },
  { see: 'return', value: [], id: told },
];

/** Numbers of an id: integers of 64 bits as they are, everything else as a double of 17 digits. Source: QMP-03. */
export const idNumbers: readonly Scenario[] = [
  {
    id: 'qmp/id-numbers/beyond-64-bits',
    title: 'an integer that fits 64 bits, with sign or without, comes back whole, a larger one as a double',
    clauses: ['QMP-03'],
    launch: {},
    steps: [
      echoes({ $int: '18446744073709551615' }, { $int: '18446744073709551615' }),
      echoes({ $int: '-9223372036854775808' }, { $int: '-9223372036854775808' }),
      echoes({ $int: '18446744073709551616' }, 2 ** 64),
      echoes({ $int: '-9223372036854775809' }, -(2 ** 63)),
      echoes([{ a: { $int: '123456789012345678901234567890' } }], [{ a: 1.2345678901234568e29 }]),
    ],
  },
  {
    id: 'qmp/id-numbers/digits-of-doubles',
    title: 'doubles come back with 17 digits, without a plus, zeros at the end or a point that nothing follows',
    clauses: ['QMP-03'],
    launch: { args: ['-chardev', 'socket,id=m,path={dir}/m,server=on,wait=off', '-mon', 'chardev=m,mode=control'] },
    steps: [
      connects('c', '{dir}/m'),
      [{ do: 'read', from: 'c' }],
      peerSends('c', '{"execute":"qmp_capabilities","id":[0.1,1e-5,1e-4,1e17,1e16,-0.0,2.50]}'),
      peerGets(
        'c',
        '{"return": {}, "id": [0.10000000000000001, 1.0000000000000001e-05, 0.0001, 1e+17, 10000000000000000, -0, 2.5]}\r\n',
      ),
    ],
  },
];
