import type { Scenario } from '../../scenario.ts';
import { addChardev, done, refusal, removeChardev } from '../../steps.ts';

const file = { out: '{dir}/f' } as const;

/** What a limit forbids stays forbidden when it is given back; what it allows can be had again. Source: FDSET-05, getrlimit(2). */
export const freedUnderALimit: Scenario = {
  id: 'fdset/freed-under-a-limit',
  title: 'a number beyond the limit that is closed while the limit is on cannot be had again, one below it can',
  clauses: ['CHR-13', 'FDSET-46'],
  launch: {},
  steps: [
    addChardev('low', 'file', file),
    addChardev('high', 'file', file),
    removeChardev('low'),
    [{ do: 'limit-descriptors', free: 0 }, done],
    removeChardev('high'),
    addChardev(
      'high',
      'file',
      file,
      refusal("Failed to add chardev 'high': Could not open '{dir}/f': Too many open files"),
    ),
    [{ do: 'limit-descriptors', free: 1 }, done],
    addChardev('low', 'file', file),
    removeChardev('low'),
    addChardev('low', 'file', file),
    [{ do: 'limit-descriptors', free: null }, done],
    addChardev('high', 'file', file),
  ],
};
