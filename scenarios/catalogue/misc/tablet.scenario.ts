import type { LaunchOptions, PortSpec } from '../../../model/language/action.ts';
import { guestOpens, posts, starts, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { guestGets, guestSends, listed } from '../../steps.ts';

const agent: PortSpec = { id: 'agent', kind: 'virtserialport', chardev: 'w' };
const introduction = '\\96,N,8,1(\x01$WAC0045\\\\PEN\\WAC0000\\Tablet\r\nCT-0045R,V1.3-5\r\nE7)';
const model = '~#CT-0045R,V1.3-5,';
const launch: LaunchOptions = {
  args: ['-chardev', 'wctablet,id=w'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'w' }],
};
const writes = (number: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register: number, value },
  { see: 'done' },
];
const reads = (number: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register: number },
  { see: 'register', value },
];
/** The line's speed, as its divisor. */
const divides = (by: number): readonly Step[] => [
  writes(3, 0x83),
  writes(0, by & 0xff),
  writes(1, by >> 8),
  writes(3, 3),
];
const answers = (command: string, answer: string): readonly Step[] => [
  guestSends('com1', command),
  guestGets('com1', answer),
];

/** A pen tablet that no pen touches. Source: MISC-01. */
export const tablet: readonly Scenario[] = [
  {
    id: 'misc/tablet/answers',
    title: 'at 9600 baud it answers what it is asked: its model at once, the rest at the end of the line',
    clauses: ['MISC-01'],
    launch,
    steps: [
      ...answers('~#', model),
      ...answers('RE', ''),
      ...answers('\r', '96,N,8,0'),
      ...answers('ST\r', '\xe0\x00\x00\x00\x00\x00\x00'),
      ...answers('SP\n', ''),
      ...answers('\r\n@~#', model),
      listed(['w', 'wctablet', true]),
    ],
  },
  {
    id: 'misc/tablet/before-its-speed',
    title: 'until a port that comes with the machine sets a speed, the tablet introduces itself, a byte for each read',
    clauses: ['MISC-01'],
    launch,
    steps: [reads(5, 0x60), reads(0, 0), reads(5, 0x61), reads(0, 0x5c), reads(0, 0x39), guestGets('com1', '')],
  },
  {
    id: 'misc/tablet/unknown-lines',
    title: 'lines that it does not know are dropped whole',
    clauses: ['MISC-01'],
    launch,
    steps: [
      ...answers('hello\r', ''),
      ...answers('RESP\r', ''),
      ...answers('x~#\r', ''),
      ...answers('RE\r', '96,N,8,0'),
    ],
  },
  {
    id: 'misc/tablet/settings',
    title: 'a setting is answered with a code made from it',
    clauses: ['MISC-01'],
    launch,
    steps: [
      ...answers('TS1\r', '\xa3\x7e\x66\x03\x7f\x7f\x00'),
      ...answers('TS\xa5\r', '\xa3\x7f\x72\x03\x7f\x7f\x00'),
      ...answers('TSAB\r', ''),
    ],
  },
  {
    id: 'misc/tablet/other-speeds',
    title: 'at any other speed it ignores everything, and a change of speed forgets what was begun',
    clauses: ['MISC-01', 'SER-01'],
    launch,
    steps: [
      ...answers('abc', ''),
      ...divides(96),
      ...answers('~#', ''),
      ...divides(12),
      ...answers('~#', model),
      ...divides(6),
      ...answers('~#\rRE\r', ''),
    ],
  },
  {
    id: 'misc/tablet/introduces-itself',
    title: 'before anybody has told it a speed it introduces itself, once, and answers nothing',
    clauses: ['MISC-01', 'CHR-38'],
    launch: virtio([agent], 'wctablet,id=w'),
    steps: [
      starts,
      guestOpens('agent'),
      guestGets('agent', ''),
      posts('agent', 1, 4096),
      guestGets('agent', introduction),
      guestSends('agent', '~#'),
      guestGets('agent', ''),
    ],
  },
  {
    id: 'misc/tablet/forgets-its-introduction',
    title: 'the first speed that it is told makes it forget its introduction',
    clauses: ['MISC-01'],
    launch,
    steps: [guestGets('com1', ''), ...answers('~#', model)],
  },
  {
    id: 'misc/tablet/introduction-below-a-mux',
    title: 'below a mux nobody tells it that there is room',
    clauses: ['MISC-01', 'CHR-38'],
    launch: virtio([agent], 'wctablet,id=w,mux=on'),
    steps: [starts, guestOpens('agent'), guestGets('agent', '')],
  },
];
