import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, attaches, done, listens, told, writes } from '../../steps.ts';

const one: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const addPty: Step = addChardev('c', 'pty', {}, { see: 'return', value: { pty: '{pty:c}' } });

/** Output to a slave that was opened but not noticed. */
export const justConnected: readonly Scenario[] = [
  {
    id: 'pty/just-connected/short-write',
    title: 'output that an unnoticed slave takes in part counts as far as it was taken',
    clauses: ['PTY-05', 'CHR-63'],
    bugs: ['BUG-060'],
    needs: ['inject-faults'],
    launch: one,
    steps: [
      addPty,
      attaches('w', 'c'),
      listens('w'),
      told('w'),
      [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
      [{ do: 'fault', call: 'write', give: { short: 3 } }, done],
      [{ do: 'fault', call: 'write', give: { errno: 'EAGAIN' } }, done],
      writes('w', 'abcdef', 3),
      writes('w', 'def'),
      [
        { do: 'read', from: 't' },
        { see: 'data', bytes: 'abcdef', end: false },
      ],
    ],
  },
];
