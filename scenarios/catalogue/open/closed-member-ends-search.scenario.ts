import type { Expectation, Scenario, Step } from '../../scenario.ts';

const failingParallel: Step = [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: { id: 'lp', backend: { type: 'parallel', data: { device: '/nonexistent/lp' } } },
  },
  {
    see: 'error',
    class: 'GenericError',
    desc: "Failed to add chardev 'lp': Could not open '/nonexistent/lp': No such file or directory",
  },
];
const add = (handle: string): Step => [
  { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: [handle] },
  { see: 'return', value: { 'fdset-id': 1, fd: { $: handle } } },
];

type Case = {
  readonly name: string;
  readonly title: string;
  readonly order: readonly Step[];
  readonly seen: Expectation;
  readonly content: string;
};

// The first member received after a failing parallel chardev gets number 0; the next failing one closes it (DEF-04).
const cases: readonly Case[] = [
  {
    name: 'dead-newest',
    title: 'a member whose number was closed ends the search with EBADF although an older one would match',
    order: [add('good'), failingParallel, add('dead'), failingParallel],
    seen: {
      see: 'error',
      class: 'GenericError',
      desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': Bad file descriptor",
    },
    content: 'kept',
  },
  {
    name: 'dead-oldest',
    title: 'a dead member behind the first match is never looked at',
    order: [failingParallel, add('dead'), add('good'), failingParallel],
    seen: { see: 'return', value: {} },
    content: '',
  },
];

export const closedMemberEndsSearch: readonly Scenario[] = cases.map((each) => ({
  id: `open/closed-member-ends-search/${each.name}`,
  title: each.title,
  clauses: ['OPEN-08', 'OPEN-09', 'DEF-04'],
  profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
  launch: { machine: 'none', monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    [{ do: 'open', as: 'good', path: '{dir}/file', access: 'w' }, { see: 'done' }],
    [{ do: 'open', as: 'dead', path: '/dev/null', access: 'w' }, { see: 'done' }],
    ...each.order,
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
      },
      each.seen,
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: each.content, end: true },
    ],
  ],
}));
