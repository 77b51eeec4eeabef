import type { Scenario } from '../../scenario.ts';
import { addChardev, listed, refusal } from '../../steps.ts';

/** The container of chardevs has a property of its own. Source: CHR-07. */
export const takenProperty: Scenario = {
  id: 'chardev/taken-property',
  title: 'no chardev is called as the property that every object has',
  clauses: ['CHR-07'],
  steps: [
    [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }],
    addChardev(
      'type',
      'file',
      { out: '{dir}/f' },
      refusal("Failed to add chardev 'type': attempt to add duplicate property 'type' to object (type 'container')"),
    ),
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    listed(),
  ],
};
