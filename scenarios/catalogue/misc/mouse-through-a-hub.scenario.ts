import type { Scenario, Step } from '../../scenario.ts';
import { listed } from '../../steps.ts';

/** A hub does not tell the lines to its members. Source: HUB-11, MISC-01. */
export const mouseThroughHub: Scenario = {
  id: 'misc/mouse-through-a-hub',
  title: 'modem lines do not reach the members of a hub: a mouse there never gets power',
  clauses: ['HUB-11', 'MISC-01'],
  needs: ['hub'],
  launch: {
    args: ['-chardev', 'msmouse,id=m', '-chardev', 'hub,id=h,chardevs.0=m'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
  },
  steps: [
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ] satisfies Step,
    listed(['h', 'hub', true], ['m', 'msmouse', true]),
  ],
};
