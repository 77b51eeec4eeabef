import type { Scenario } from '../../scenario.ts';
import { addChardev, entries, listed, refusal, removeChardev, swapChardev } from '../../steps.ts';

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
  {
    id: 'swap/any-id/starred',
    title: 'what was made as c[*] is changed as c[0], and then shows that name',
    clauses: ['SWAP-S23', 'Q-CORE-3', 'SWAP-S04'],
    profiles: ['qemu-7.2', 'qemu-10.0'],
    steps: [
      addChardev('c[*]', 'ringbuf'),
      listed(['c[*]', 'ringbuf', false]),
      swapChardev('c[*]', 'null', {}, refusal("Chardev 'c[*]' does not exist")),
      swapChardev('c[0]', 'msmouse'),
      listed(['c[0]', 'msmouse', false]),
      removeChardev('c[0]'),
      listed(),
    ],
  },
  {
    id: 'swap/any-id/over-itself',
    title: 'a mux cannot sit on what it takes the place of; where that is deleted first it is lost',
    clauses: ['SWAP-S04', 'SWAP-S19', 'ENG-16', 'RACE-S01'],
    steps: [
      addChardev('c', 'null'),
      swapChardev(
        'c',
        'mux',
        { chardev: 'c' },
        {
          byProfile: {
            design: refusal('mux: base chardev c not found'),
            else: refusal("Failed to add chardev 'c': mux: base chardev c not found"),
          },
        },
      ),
      [
        { do: 'qmp', execute: 'query-chardev' },
        { byProfile: { design: entries(['c', 'null', false]), else: entries() } },
      ],
    ],
  },
];
