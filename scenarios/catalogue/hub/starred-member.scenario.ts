import type { Scenario } from '../../scenario.ts';
import { addChardev, addHub, refusal } from '../../steps.ts';

/** Who is busy is told by the name that it was given. Source: Q-CORE-3, HUB-04. */
export const starredMember: Scenario = {
  id: 'hub/starred-member',
  title: 'a member that was added under a starred id is found by its number, and named by its star',
  clauses: ['Q-CORE-3', 'HUB-04'],
  profiles: ['qemu-10.0', 'qemu-11.1'],
  steps: [
    addChardev('c[*]', 'null'),
    addHub('h', ['c[0]', 'c[0]'], refusal("Failed to add chardev 'h': chardev 'c[*]' is already in use")),
  ],
};
