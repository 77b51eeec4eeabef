import type { Scenario } from '../../scenario.ts';
import { addChardev, listed, refusal, removeChardev, swapChardev } from '../../steps.ts';

/** Ids that a management client may choose. Source: SWAP-S22, SWAP-S23, SAFE-16. */
export const anyId: readonly Scenario[] = [
  {
    id: 'swap/any-id/chosen',
    title:
      'any text is an id and can be changed under it, the prefix of the deferred design too; unknown and taken ids are named',
    clauses: ['SWAP-S23', 'SWAP-S22', 'SAFE-16', 'RACE-13'],
    steps: [
      ...['', '1x', 'a b', 'a/b', 'é', 'n'.repeat(300), 'tmp-chardev-xchg-c', 'c'].flatMap((id) => [
        addChardev(id, 'null'),
        addChardev(id, 'null', {}, refusal(`Chardev with id '${id}' already exists`)),
        swapChardev(id, 'ringbuf'),
        listed([id, 'ringbuf', false]),
        removeChardev(id),
        removeChardev(id, refusal(`Chardev '${id}' not found`)),
        swapChardev(id, 'ringbuf', {}, refusal(`Chardev '${id}' does not exist`)),
      ]),
    ],
  },
];
