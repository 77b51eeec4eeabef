import type { Scenario } from '../../scenario.ts';
import { command, guestGets, guestSends } from '../../steps.ts';

/** A reset of the machine offers no room to what a mouse keeps. Source: MISC-01, CHR-38, experiment. */
export const mouseBehindAReset: Scenario = {
  id: 'misc/mouse-behind-a-reset',
  title: 'what a mouse has not said when the machine is reset stays unsaid until the port is read',
  clauses: ['MISC-01', 'CHR-38'],
  launch: { args: ['-chardev', 'msmouse,id=m'], ports: [{ id: 'com1', kind: '16550', chardev: 'm' }] },
  steps: [guestSends('com1', ''), command('system_reset', {}), guestGets('com1', '')],
};
