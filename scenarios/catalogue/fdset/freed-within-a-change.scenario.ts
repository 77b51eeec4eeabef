import type { Scenario } from '../../scenario.ts';
import { addChardev, done, refusal, removeChardev, swapChardev } from '../../steps.ts';

const file = { out: '{dir}/f' } as const;

const refused = "Could not open '{dir}/f': Too many open files";

/** What a limit forbids stays forbidden to the command that has given it back. Source: SWAP-S04, getrlimit(2). */
export const freedWithinAChange: Scenario = {
  id: 'fdset/freed-within-a-change',
  title: 'a number beyond the limit that a change has closed itself cannot be had again',
  clauses: ['FDSET-46', 'SWAP-S04'],
  launch: {},
  steps: [
    addChardev('low', 'file', file),
    addChardev('high', 'file', file),
    removeChardev('low'),
    [{ do: 'limit-descriptors', free: 0 }, done],
    swapChardev('high', 'file', file, {
      byProfile: { design: refusal(refused), else: refusal(`Failed to add chardev 'high': ${refused}`) },
    }),
  ],
};
