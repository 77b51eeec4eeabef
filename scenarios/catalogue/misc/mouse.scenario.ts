import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, guestGets, guestSends, listed, refusal, register } from '../../steps.ts';

const introduction = 'M3\x08\x01$1-5\x10\x10\x10\x11<<-/53%<<1%-5\x00-ICROSOFT\x00-OUSE\x19!\t';
const launch: LaunchOptions = {
  args: ['-chardev', 'msmouse,id=m'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
};
const writes = (number: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register: number, value },
  { see: 'done' },
];

/** A serial mouse that nobody moves. Source: MISC-01. */
export const mouse: readonly Scenario[] = [
  {
    id: 'misc/mouse/introduces-itself',
    title: 'a mouse that gets power from the modem lines says who it is, and ignores what it is sent',
    clauses: ['MISC-01'],
    launch,
    steps: [
      guestGets('com1', introduction),
      guestSends('com1', 'abc'),
      guestGets('com1', ''),
      listed(['m', 'msmouse', true]),
    ],
  },
  {
    id: 'misc/mouse/powered-by-either-line',
    title: 'power is lost when both lines are down, and one of them is enough',
    clauses: ['MISC-01', 'SER-01'],
    launch,
    steps: [
      guestGets('com1', introduction),
      writes(4, 0),
      guestGets('com1', ''),
      writes(4, 1),
      guestGets('com1', introduction),
      writes(4, 2),
      guestGets('com1', ''),
      writes(4, 3),
      guestGets('com1', ''),
      writes(4, 0),
      writes(4, 2),
      guestGets('com1', introduction),
    ],
  },
  {
    id: 'misc/mouse/resumes-by-accept-input',
    title: 'without FIFOs each read byte brings the next one, and what is left at power off is lost',
    clauses: ['MISC-01', 'CHR-38'],
    launch,
    steps: [
      writes(3, 3),
      writes(4, 1),
      register('com1', 0, 0x4d),
      register('com1', 0, 0x33),
      register('com1', 0, 0x08),
      writes(4, 0),
      register('com1', 0, 0x01),
      register('com1', 5, 0x60),
    ],
  },
  {
    id: 'misc/mouse/takes-nothing',
    title: 'msmouse and testdev take no members of their own',
    clauses: ['MISC-01', 'CHR-04'],
    steps: [
      addChardev('m', 'msmouse', { x: 1 }, refusal("Parameter 'backend.data.x' is unexpected")),
      addChardev('m', 'msmouse'),
      addChardev('t', 'testdev'),
      addChardev('w', 'wctablet'),
      listed(['m', 'msmouse', false], ['t', 'testdev', false], ['w', 'wctablet', false]),
    ],
  },
];
