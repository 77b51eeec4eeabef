import type { Scenario } from '../../scenario.ts';
import { addChardev, refusal } from '../../steps.ts';

const noSet = (path: string, id: string): ReturnType<typeof refusal> =>
  refusal(`Failed to add chardev '${id}': Could not open '${path}': No such file or directory`);

/** A refused parallel chardev closes number 0, whoever has it by then. Source: DEF-04, QMP-02. */
export const numberOfAMonitor: Scenario = {
  id: 'def/number-of-a-monitor',
  title: 'a client whose number 0 a refused parallel chardev closes has lost its monitor, and the next one is served',
  clauses: ['DEF-04', 'QMP-02'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'm', mode: 'qmp', via: 'listen' },
    ],
  },
  steps: [
    addChardev('p', 'parallel', { device: '/dev/fdset/3' }, noSet('/dev/fdset/3', 'p')),
    [
      { do: 'connect', monitor: 'm', as: 'a' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    addChardev('p', 'parallel', { device: '/dev/fdset/3' }, noSet('/dev/fdset/3', 'p')),
    [
      { do: 'connect', monitor: 'm', as: 'b' },
      { byProfile: { design: { see: 'silent' }, else: { see: 'greeting', capabilities: ['oob'] } } },
    ],
  ],
};
