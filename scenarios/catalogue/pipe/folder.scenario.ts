import type { Scenario } from '../../scenario.ts';
import { addChardev, refusal } from '../../steps.ts';

/** A path that is a folder serves neither direction. Source: PIPE-01, OPEN-17. */
export const folder: Scenario = {
  id: 'pipe/folder',
  title: 'a folder, the root as well, is told to be one',
  clauses: ['PIPE-01'],
  steps: ['/', '{dir}', '/dev'].map((device) =>
    addChardev(
      'c',
      'pipe',
      { device },
      refusal(`Failed to add chardev 'c': Could not open '${device}': Is a directory`),
    ),
  ),
};
