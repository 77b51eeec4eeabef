import type { Expectation, Scenario, Step } from '../../scenario.ts';

/** Two members for writing, `older` and `newer`, made by `make`; only the newer one is ever tried. */
type Case = {
  readonly name: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly make: readonly Step[];
  readonly seen: Expectation;
};

const ok: Expectation = { see: 'return', value: {} };
const invalid: Expectation = {
  see: 'error',
  class: 'GenericError',
  desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': Invalid argument",
};

const cases: readonly Case[] = [
  {
    name: 'sync-newest',
    title: 'an O_SYNC member that matches first fails the open although an older plain one would do',
    clauses: ['OPEN-08', 'OPEN-10'],
    make: [
      [{ do: 'open', as: 'older', path: '{dir}/file', access: 'w' }, { see: 'done' }],
      [{ do: 'open', as: 'newer', path: '{dir}/file', access: 'w', flags: ['sync'] }, { see: 'done' }],
    ],
    seen: invalid,
  },
  {
    name: 'plain-newest',
    title: 'an older O_SYNC member does not stand in the way of a newer plain one',
    clauses: ['OPEN-08', 'OPEN-10'],
    make: [
      [{ do: 'open', as: 'older', path: '{dir}/file', access: 'w', flags: ['sync'] }, { see: 'done' }],
      [{ do: 'open', as: 'newer', path: '{dir}/file', access: 'w' }, { see: 'done' }],
    ],
    seen: ok,
  },
  {
    name: 'pipe-newest',
    title: 'a pipe that cannot be truncated fails the open although an older file could be',
    clauses: ['OPEN-08', 'OPEN-12'],
    make: [
      [{ do: 'open', as: 'older', path: '{dir}/file', access: 'w' }, { see: 'done' }],
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'dup', as: 'newer', of: 'p.write' }, { see: 'done' }],
    ],
    seen: invalid,
  },
  {
    name: 'other-mode-newest',
    title: 'a newer member of another access mode is passed over',
    clauses: ['OPEN-06', 'OPEN-08'],
    make: [
      [{ do: 'open', as: 'older', path: '{dir}/file', access: 'w' }, { see: 'done' }],
      [{ do: 'open', as: 'newer', path: '{dir}/file', access: 'rw' }, { see: 'done' }],
    ],
    seen: ok,
  },
];

export const firstMatchOnly: readonly Scenario[] = cases.map((each) => ({
  id: `open/first-match-only/${each.name}`,
  title: each.title,
  clauses: each.clauses,
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'kept' }, { see: 'done' }],
    ...each.make,
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['older'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'older' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['newer'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'newer' } } },
    ],
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
      { see: 'data', bytes: each.seen === ok ? '' : 'kept', end: true },
    ],
    ...(each.seen === ok
      ? [[{ do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } }, ok] satisfies Step]
      : []),
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } }, ok],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
}));
