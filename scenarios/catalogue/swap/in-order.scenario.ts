import type { PortSpec } from '../../../model/language/action.ts';
import type { ExpectedMessage, Scenario, Step } from '../../scenario.ts';
import { connects, done, guestSends, listed, peerGets, ringHolds, serverAt, swapChardev } from '../../steps.ts';

const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };
const change = (id: number, type: string, data: string): string =>
  `{"execute":"chardev-change","id":${id},"arguments":{"id":"c","backend":{"type":"${type}","data":${data}}}}`;
const yes = (id: number): ExpectedMessage => ({ return: {}, id });
const hears = (...messages: readonly ExpectedMessage[]): Step => [{ do: 'receive' }, { see: 'messages', messages }];

/** Several changes in a row. Source: SWAP-S15, SWAP-S21. */
export const inOrder: readonly Scenario[] = [
  {
    id: 'swap/in-order/one-instant',
    title: 'changes sent in one instant are done one after the other, each answered once, and the last one stays',
    clauses: ['SWAP-S21', 'SWAP-S01', 'SAFE-14', 'SAFE-11'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [com1] },
    steps: [
      [{ do: 'hold' }, done],
      [
        {
          do: 'send',
          bytes: change(1, 'ringbuf', '{}') + change(2, 'ringbuf', '{"size":3}') + change(3, 'null', '{}'),
        },
      ],
      [{ do: 'send', bytes: change(4, 'file', '{"out":"{dir}/out"}') + change(5, 'ringbuf', '{}') }],
      [{ do: 'release' }, done],
      hears(
        yes(1),
        { error: { class: 'GenericError', desc: 'size of ringbuf chardev must be power of two' }, id: 2 },
        yes(3),
        yes(4),
        yes(5),
      ),
      listed(['c', 'ringbuf', true]),
      guestSends('com1', 'last'),
      ringHolds('c', 'last'),
      [
        { do: 'read-file', path: '{dir}/out' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'swap/in-order/stream-without-gap',
    title: 'a guest that writes across many changes loses, repeats and reorders nothing',
    clauses: ['SWAP-S15', 'SAFE-02', 'SAFE-03'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [com1] },
    steps: Array.from({ length: 12 }, (_, round): readonly Step[] => [
      swapChardev('c', 'socket', serverAt(`{dir}/s${round}`)),
      connects(`p${round}`, `{dir}/s${round}`),
      guestSends('com1', `<${round}-one>`),
      guestSends('com1', `<${round}-two>`),
    ])
      .flat()
      .concat(
        Array.from({ length: 12 }, (_, round) => peerGets(`p${round}`, `<${round}-one><${round}-two>`, round < 11)),
      ),
  },
];
