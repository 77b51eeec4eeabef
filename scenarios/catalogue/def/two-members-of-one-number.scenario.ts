import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, command, refusal } from '../../steps.ts';

/** Descriptor 0 is closed by a refused parallel chardev, in every profile but the repaired one. Source: DEF-04. */
const refusedParallel: Step = addChardev(
  'port',
  'parallel',
  { device: '/nonexistent/x' },
  refusal("Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory"),
);

/**
 * A number that was closed behind a set's back comes into the set again: remove-fd takes the member that came last, the
 * other one stays and stands for nothing. Source: DEF-04, FDSET-24, OPEN-09; the order by experiment on all releases.
 */
export const twoMembersOfOneNumber: Scenario = {
  id: 'def/two-members-of-one-number',
  title: 'of two members with one number remove-fd takes the one that came last',
  clauses: ['DEF-04', 'FDSET-24', 'OPEN-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    refusedParallel,
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0, opaque: 'first' }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'zero' } } },
    ],
    refusedParallel,
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0, opaque: 'second' }, fds: ['p.write'] }],
    command('remove-fd', { 'fdset-id': 0, fd: { $: 'zero' } }),
    [{ do: 'qmp', execute: 'query-fdsets' }],
    addChardev(
      'c',
      'file',
      { out: '/dev/fdset/0', append: true },
      {
        byProfile: {
          design: { see: 'return', value: {} },
          else: refusal("Failed to add chardev 'c': Could not open '/dev/fdset/0': Bad file descriptor"),
        },
      },
    ),
    command('remove-fd', { 'fdset-id': 0 }),
    [{ do: 'qmp', execute: 'query-fdsets' }],
  ],
};
