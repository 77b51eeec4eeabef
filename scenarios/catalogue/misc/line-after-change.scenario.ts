import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, done, guestGets, guestSends } from '../../steps.ts';

const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };
const changeTo = (type: string): Step => command('chardev-change', { id: 'c', backend: { type, data: {} } });
const writes = (number: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register: number, value },
  done,
];
const at = (divisor: number): readonly Step[] => [
  guestGets('com1', ''),
  writes(3, 0x83),
  writes(0, divisor),
  writes(1, 0),
  writes(3, 3),
];

/** What a far end that takes the place of another is told about the line. */
export const lineAfterChange: readonly Scenario[] = [
  {
    id: 'misc/line-after-change/speed',
    title: 'a tablet that takes the place of another far end is told the speed of the line',
    clauses: ['SWAP-S01', 'MISC-01', 'SER-01'],
    bugs: ['BUG-056'],
    launch,
    steps: [...at(12), changeTo('wctablet'), guestSends('com1', '~#'), guestGets('com1', '~#CT-0045R,V1.3-5,')],
  },
  {
    id: 'misc/line-after-change/other-speed',
    title: 'also a speed that it does not understand',
    clauses: ['SWAP-S01', 'MISC-01', 'SER-01'],
    bugs: ['BUG-056'],
    launch,
    steps: [...at(6), changeTo('wctablet'), guestSends('com1', '~#'), guestGets('com1', '')],
  },
  {
    id: 'misc/line-after-change/modem-lines',
    title: 'a mouse that takes the place of another far end is told the modem lines, and introduces itself',
    clauses: ['SWAP-S01', 'MISC-01', 'SER-01'],
    bugs: ['BUG-056'],
    launch,
    steps: [guestGets('com1', ''), changeTo('msmouse'), [{ do: 'guest-read', port: 'com1' }, { see: 'data' }]],
  },
];
