import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, listed, removeChardev } from '../../steps.ts';

const launch: LaunchOptions = {
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair' },
    { id: 'hmp', mode: 'hmp', via: 'pair' },
  ],
};

/** A mux that cannot be made takes its base along. Source: CHR-20, MUX-01. */
export const halfMade: Scenario = {
  id: 'hmp/half-made',
  title: 'a mux that cannot be made takes its base along',
  clauses: ['MUX-01', 'CHR-03'],
  bugs: ['BUG-023'],
  launch,
  steps: [
    addChardev('x', 'null'),
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-add ringbuf,id=x,mux=on' },
      { see: 'text', text: "Error: attempt to add duplicate property 'x' to object (type 'container')" },
    ],
    listed(['x', 'null', false]),
    addChardev('x-base', 'null'),
    removeChardev('x-base'),
    removeChardev('x'),
  ],
};
