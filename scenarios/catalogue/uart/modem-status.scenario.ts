import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, empty, guestGets, register } from '../../steps.ts';

const introduction = 'M3\x08\x01$1-5\x10\x10\x10\x11<<-/53%<<1%-5\x00-ICROSOFT\x00-OUSE\x19!\t';
const on = (option: string): LaunchOptions => ({
  args: ['-chardev', option],
  ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
});
const becomes = (type: string, data: Value = {}): Step =>
  command('chardev-change', { id: 'c', backend: { type, data } }, empty);
const device: Step = becomes('serial', { device: '/dev/null' });

/** The modem status register: lines of the far end, where it has any. Source: SER-01, MISC-01. */
export const modemStatus: readonly Scenario[] = [
  {
    id: 'uart/modem-status/of-a-device',
    title: 'a device tells its lines, and what has changed is told once',
    clauses: ['SER-01'],
    launch: on('null,id=c'),
    steps: [
      register('com1', 6, 0xb0),
      device,
      register('com1', 6, 0x0b),
      register('com1', 6, 0),
      becomes('null'),
      register('com1', 6, 0),
    ],
  },
  {
    id: 'uart/modem-status/from-the-start',
    title: 'lines that were never up are no change',
    clauses: ['SER-01', 'MISC-01'],
    launch: on('msmouse,id=c'),
    steps: [register('com1', 6, 0), becomes('null'), register('com1', 6, 0)],
  },
  {
    id: 'uart/modem-status/mouse-comes-late',
    title: 'a mouse that is put under a port with raised lines has power at once',
    clauses: ['MISC-01', 'SWAP-S10'],
    launch: on('null,id=c'),
    steps: [guestGets('com1', ''), becomes('msmouse'), guestGets('com1', introduction)],
  },
];
