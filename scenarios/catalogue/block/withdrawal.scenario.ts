import type { AccessMode } from '../../../model/language/action.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';

const reopen = (readOnly: boolean): Step[0] => ({
  do: 'qmp',
  execute: 'blockdev-reopen',
  arguments: {
    options: [{ driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', 'read-only': readOnly }],
  },
});
const refusedOld: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: 'Could not dup FD for /dev/fdset/1 flags 2: Permission denied',
};
const refused: ExpectedOutcome = {
  see: 'error',
  class: 'GenericError',
  desc: 'Failed to find file descriptor with matching flags=0x2',
};
const ok: ExpectedOutcome = { see: 'return', value: {} };
const holding = (...accesses: readonly AccessMode[]): ExpectedOutcome => ({
  see: 'descriptors',
  held: accesses.map((access) => ({ object: '{dir}/image', access, flags: [], closeOnExec: true })),
});

type Case = {
  readonly name: string;
  readonly title: string;
  readonly paused: boolean;
  readonly later: Expectation;
  readonly held: Expectation;
};
const cases: readonly Case[] = [
  {
    name: 'running',
    title: 'withdrawing the read-write member leaves the open node alone and refuses later read-write opens',
    paused: false,
    held: holding('r', 'rw'),
    later: { byProfile: { 'qemu-7.2': refusedOld, else: refused } },
  },
  {
    name: 'paused',
    title: 'while the machine is stopped 7.2 goes on handing out the withdrawn read-write member',
    paused: true,
    held: { byProfile: { 'qemu-7.2': holding('r', 'rw', 'rw'), else: holding('r', 'rw') } },
    later: { byProfile: { 'qemu-7.2': ok, else: refused } },
  },
];

export const withdrawal: readonly Scenario[] = cases.map((each) => ({
  id: `block/withdrawal/${each.name}`,
  title: each.title,
  clauses: ['OPEN-18', 'FDSET-29', ...(each.paused ? ['FDSET-31', 'FDSET-32', 'DEF-06'] : ['FDSET-27', 'FDSET-28'])],
  needs: ['block'],
  launch: { paused: each.paused },
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [{ do: 'open', as: 'ro', path: '{dir}/image', access: 'r' }, { see: 'done' }],
    [{ do: 'open', as: 'rw', path: '{dir}/image', access: 'rw' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['ro'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'ro' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['rw'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'rw' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1' },
      },
      ok,
    ],
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'rw' } } }, ok],
    // The node keeps what it holds, and goes down to read-only when told so.
    [{ do: 'observe', what: 'descriptors' }, each.held],
    [reopen(true), ok],
    [reopen(false), each.later],
    [{ do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'node' } }, ok],
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } }, ok],
  ],
}));
