import type { Scenario } from '../../scenario.ts';
import { addChardev, done, refusal, removeChardev } from '../../steps.ts';

const told = { see: 'return', value: { pty: '{pty:c}' } } as const;

/** A pty holds one descriptor, and needs two while it is made. Source: PTY-01, experiment. */
export const descriptors: Scenario = {
  id: 'pty/descriptors',
  title: 'making a pty takes two descriptors, the slave for a moment only; without both there is none',
  clauses: ['PTY-01'],
  launch: {},
  steps: [
    [{ do: 'limit-descriptors', free: 2 }, done],
    addChardev('c', 'pty', {}, told),
    addChardev('d', 'pty', {}, refusal("Failed to add chardev 'd': Failed to create PTY: Too many open files")),
    removeChardev('c'),
    addChardev('c', 'pty', {}, told),
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
