import type { LaunchOptions } from '../../../model/language/action.ts';
import type { ExpectedMessage, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { connects, done, entries } from '../../steps.ts';

const oob: LaunchOptions = {
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] },
    { id: 'm', mode: 'qmp', via: 'listen' },
  ],
};
/** A command that is answered when a client has come to `{dir}/s`. */
const slow = (on: string): Step => [
  {
    do: 'qmp',
    on,
    execute: 'chardev-add',
    id: 'slow',
    arguments: {
      id: 'c',
      backend: { type: 'socket', data: { addr: { type: 'unix', data: { path: '{dir}/s' } }, wait: true } },
    },
    patienceMs: 300,
  },
  { see: 'silent' },
];
const sends = (on: string, bytes: string): Step => [
  { do: 'send', on, bytes },
  { see: 'messages', messages: [] },
];
const receives = (on: string, ...messages: readonly ExpectedMessage[]): Step => [
  { do: 'receive', on },
  { see: 'messages', messages },
];
const waiting = (id: string, chardev: string): string =>
  `{"execute":"chardev-add","id":"${id}","arguments":{"id":"${chardev}","backend":{"type":"socket","data":{"wait":true,"addr":{"type":"unix","data":{"path":"{dir}/${chardev}"}}}}}}`;
const query = (id: number): string => `{"execute":"query-fdsets","id":${id}}`;
const asks = (on: string, id: number): Step => [
  { do: 'qmp', on, execute: 'query-fdsets', id },
  { see: 'return', value: [], id },
];
const joins = (as: string, enable: readonly 'oob'[] = []): Step => [
  { do: 'connect', monitor: 'm', as, enable },
  { see: 'greeting', capabilities: ['oob'] },
];
const leaves = (on: string): Step => [{ do: 'disconnect', on }, done];
const unknown: ExpectedMessage = {
  id: 3,
  error: { class: 'CommandNotFound', desc: 'The command nosuch has not been found' },
};
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

const inTurn = (desc: string): ExpectedOutcome => ({
  see: 'messages',
  messages: [{ return: {}, id: 'slow' }, { return: [], id: 1 }, { error: { class: 'GenericError', desc } }, unknown],
});

/** Commands behind a slow one, and clients behind others. */
export const oneAfterAnother: readonly Scenario[] = [
  {
    id: 'monitor/one-after-another/lines-of-one-who-waits',
    title: 'what a client sends while it waits is counted in lines like everything else',
    clauses: ['QMP-07', 'QMP-01'],
    launch: oob,
    steps: [
      joins('one'),
      [{ do: 'connect', monitor: 'm', as: 'two' }, { see: 'silent' }],
      [{ do: 'qmp', on: 'two', execute: 'query-fdsets', patienceMs: 300 }, { see: 'silent' }],
      leaves('one'),
      [{ do: 'receive', on: 'two' }],
      [{ do: 'send', on: 'two', bytes: '",\n' }],
    ],
  },
  {
    id: 'monitor/one-after-another/two-may-wait',
    title: 'two clients may wait behind the one that is served, a third is refused by the system',
    clauses: ['SOCK-03', 'QMP-01'],
    launch: oob,
    steps: [
      joins('one'),
      [{ do: 'connect', monitor: 'm', as: 'two' }, { see: 'silent' }],
      [{ do: 'connect', monitor: 'm', as: 'three' }, { see: 'silent' }],
      [
        { do: 'connect', monitor: 'm', as: 'four' },
        { see: 'errno', errno: 'EAGAIN' },
      ],
      leaves('one'),
      [
        { do: 'receive', on: 'two' },
        { see: 'messages', messages: [{ greeting: { capabilities: ['oob'] } }] },
      ],
      [{ do: 'connect', monitor: 'm', as: 'five' }, { see: 'silent' }],
    ],
  },
  {
    id: 'monitor/one-after-another/errors-wait-their-turn',
    title: 'with oob, too, broken input and unknown commands are answered in their turn',
    clauses: ['QMP-09', 'QMP-12', 'SOCK-02'],
    bugs: ['BUG-175'],
    launch: oob,
    steps: [
      slow('qmp'),
      sends('qmp', '{"execute":"query-fdsets","id":1}'),
      sends('qmp', '{]'),
      sends('qmp', '{"execute":"nosuch","id":3}'),
      connects('p'),
      [
        { do: 'receive', on: 'qmp' },
        {
          byProfile: {
            'qemu-11.1': inTurn('2:35: JSON parse error, expecting key'),
            else: inTurn('JSON parse error, expecting value'),
          },
        },
      ],
    ],
  },
  {
    id: 'monitor/one-after-another/oob-as-soon-as-one-is-taken',
    title: 'an oob command behind a full queue runs as soon as one request was taken, before that one is done',
    clauses: ['QMP-12', 'SOCK-02'],
    bugs: ['BUG-173'],
    launch: oob,
    steps: [
      slow('qmp'),
      sends('qmp', waiting('slower', 'd')),
      ...numbers(1, 7).map((id) => sends('qmp', query(id))),
      sends('qmp', '{"exec-oob":"yank","id":"fast","arguments":{"instances":[]}}'),
      connects('p'),
      receives('qmp', { return: {}, id: 'slow' }, { return: {}, id: 'fast' }),
      connects('q', '{dir}/d'),
      receives('qmp', { return: {}, id: 'slower' }, ...numbers(1, 7).map((id) => ({ return: [], id }))),
    ],
  },
  {
    id: 'monitor/one-after-another/answers-leave-with-the-client',
    title: 'what a client that has left had asked is neither done nor answered',
    clauses: ['QMP-12', 'SOCK-02'],
    bugs: ['BUG-169'],
    launch: oob,
    steps: [
      joins('a', ['oob']),
      slow('qmp'),
      sends('a', '{"execute":"chardev-add","arguments":{"id":"z","backend":{"type":"null","data":{}}}}'),
      leaves('a'),
      [
        { do: 'connect', monitor: 'm', as: 'b', negotiate: false },
        { see: 'greeting', capabilities: ['oob'] },
      ],
      connects('p'),
      receives('b'),
      [
        { do: 'qmp', on: 'b', execute: 'qmp_capabilities' },
        { see: 'return', value: {} },
      ],
      [{ do: 'qmp', on: 'b', execute: 'query-chardev' }, entries(['c', 'unix:{dir}/s,server=on', false])],
    ],
  },
  {
    id: 'monitor/one-after-another/not-deaf-after-a-flood',
    title: 'a client that leaves with a full queue does not leave the monitor deaf',
    clauses: ['QMP-12'],
    bugs: ['BUG-171', 'BUG-169'],
    launch: oob,
    steps: [
      joins('a', ['oob']),
      slow('a'),
      ...numbers(1, 10).map((id) => sends('a', query(id))),
      leaves('a'),
      connects('p'),
      joins('b', ['oob']),
      asks('b', 11),
      receives('b'),
    ],
  },
  {
    id: 'monitor/one-after-another/quit-first',
    title: 'what comes on one monitor while another has said quit is ignored',
    clauses: ['QMP-16'],
    bugs: ['BUG-181'],
    profiles: ['design', 'qemu-7.2', 'qemu-11.1'], // a real 10.0 dies of SIGSEGV in one of some 150: its thread reads on
    launch: oob,
    steps: [
      joins('a'),
      [{ do: 'hold' }, done],
      sends('qmp', '{"execute":"quit"}'),
      sends('a', query(1)),
      [{ do: 'release' }, { see: 'exit', status: 0, stderr: [] }],
    ],
  },
];
