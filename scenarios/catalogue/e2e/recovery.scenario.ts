import type { MonitorSpec } from '../../../model/language/action.ts';
import type { ProfileName } from '../../../model/language/profile.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, command, done, removeChardev } from '../../steps.ts';

const monitor: MonitorSpec = { id: 'm', mode: 'qmp', via: 'listen' };
const comes: Step = [
  { do: 'connect', monitor: 'm', as: 'qmp' },
  { see: 'greeting', capabilities: ['oob'] },
];
const leaves: Step = [{ do: 'disconnect', on: 'qmp' }, done];
const gives = (set: number, handle: string, name: string): Step => [
  { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': set }, fds: [handle] },
  { see: 'return', value: { 'fdset-id': set, fd: { $: name } } },
];
const used = { 'fdset-id': 1, fds: [{ fd: { $: 'used' } }, { fd: { $: 'spare' } }] };
const unused = { 'fdset-id': 2, fds: [{ fd: { $: 'unused' } }] };
const sets = (keepUnused: readonly ProfileName[], left: typeof used): Step => [
  { do: 'qmp', execute: 'query-fdsets' },
  {
    byProfile: {
      ...Object.fromEntries(keepUnused.map((name) => [name, { see: 'return', value: [unused, left] } as const])),
      else: { see: 'return', value: [left] },
    },
  },
];

const story = (
  name: string,
  title: string,
  paused: boolean,
  keepUnused: readonly ProfileName[],
  then: readonly Step[] = [],
): Scenario => ({
  id: `e2e/recovery/${name}`,
  title,
  clauses: ['E2E-15', 'FDSET-35', 'FDSET-36', 'FDSET-33'],
  needs: ['listening-monitors'],
  launch: { monitors: [monitor], paused },
  steps: [
    [{ do: 'pipe', as: 'p' }, done],
    [{ do: 'pipe', as: 'q' }, done],
    comes,
    gives(1, 'p.write', 'used'),
    gives(1, 'p.write', 'spare'),
    gives(2, 'q.write', 'unused'),
    addChardev('c', 'file', { out: '/dev/fdset/1', append: true }),
    leaves,
    comes,
    sets(keepUnused, used),
    ...then,
  ],
});

/** A management program that crashes and comes back to a process that holds its descriptors. Source: E2E-15. */
export const recovery: readonly Scenario[] = [
  story(
    'of-a-management-program',
    'a program that comes back finds the set that is used whole, and what nobody uses kept by 10.0 alone',
    false,
    ['qemu-10.0'],
    [
      command('remove-fd', { 'fdset-id': 1 }),
      sets(['qemu-10.0'], { 'fdset-id': 1, fds: [] }),
      removeChardev('c'),
      [
        { do: 'qmp', execute: 'query-fdsets' },
        {
          byProfile: {
            'qemu-10.0': { see: 'return', value: [unused] },
            else: { see: 'return', value: [] },
          },
        },
      ],
    ],
  ),
  story('while-paused', 'while the machine is paused, 7.2 too keeps the set that nobody uses', true, [
    'qemu-7.2',
    'qemu-10.0',
  ]),
];
